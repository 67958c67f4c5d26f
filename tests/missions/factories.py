"""Plain builders of stage 2: a cast of people around one label, and missions led by the acts to each state."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import count

from django.db import connection, transaction

from expect.accounts.enums import Role
from expect.accounts.models import Organisation, User
from expect.territory.models import Country, DiplomaticPost
from labels.enums import ApplicationState, ExpertCategory, Outcome
from labels.models import CommitteeSession, Decision, Expert, Label, LabelApplication, Theme
from missions import amendments, costs, on_behalf, preparation, requests, returns, validation
from missions.enums import CostKind, CostStage, Course, MissionState
from missions.models import (
    Cost,
    EmbassyReview,
    ExpertiseRequest,
    Mission,
    RecordedAnswer,
    Solicitation,
    TermsAmendment,
    TermsVersion,
)
from missions.terms import text
from missions.terms.values import Leg, Terms
from tests import factories
from tests.labels.factories import upload
from tests.moments import AT, TODAY
from tests.worlds import built_once

_next = count(1).__next__
DEPARTURE = TODAY + timedelta(days=60)
RETURN = DEPARTURE + timedelta(days=6)


@built_once
def theme(code: str = "eau", name: str = "Eau et assainissement") -> Theme:
    """A theme, the same for the same code; no two have one name."""
    found = Theme.objects.filter(code=code).first()
    if found:
        return found
    rank = 90 + _next()
    taken = Theme.objects.filter(name=name).exists()
    return Theme.objects.create(code=code, name=f"{name} {rank}" if taken else name, rank=rank)


@built_once
def expert(organisation: Organisation, **fields) -> Expert:
    """An agent of the body who can be sent."""
    defaults = {
        "first_name": "Alix",
        "last_name": f"Renaud{_next()}",
        "function": "Ingénieure des réseaux",
        "qualifications": "Vingt ans de gestion de l’eau.",
        "category": ExpertCategory.AGENT,
        "languages": "français, anglais",
    }
    return Expert.objects.create(organisation=organisation, **defaults | fields)


@built_once
def label(
    organisation: Organisation | None = None,
    *themes: Theme,
    granted_on: date = TODAY - timedelta(days=365),
    ends_on: date | None = TODAY + timedelta(days=730),
) -> Label:
    """A label, on the file and the decision that it needs."""
    n, author = _next(), factories.user()
    organisation = organisation or factories.organisation()
    session = CommitteeSession.objects.create(
        starts_at=time(9, 30),
        ends_at=time(12, 30),
        held_on=granted_on,
        cut_off_on=granted_on,
        planned_at=AT,
        planned_by=author,
    )
    facts = {
        "created_at": AT,
        "created_by": author,
        "updated_at": AT,
        "submitted_at": AT,
        "submitted_by": author,
    }
    application = LabelApplication.objects.create(
        organisation=organisation,
        number=f"C-2025-{n:04}",
        title="Eau potable",
        lodged_title="Eau potable",
        state=ApplicationState.GRANTED,
        session=session,
        admitted_at=AT,
        examined_at=AT,
        notified_at=AT,
        silence_on=TODAY,
        **facts,
    )
    decision = Decision.objects.create(
        application=application,
        session=session,
        outcome=Outcome.GRANTED,
        skills="Eau potable.",
        recorded_at=AT,
        recorded_by=author,
    )
    made = Label.objects.create(
        number=f"EXPE-CT-2025-{n:04}",
        organisation=organisation,
        application=application,
        decision=decision,
        skills="Eau potable.",
        granted_on=granted_on,
        ends_on=ends_on,
    )
    decision.themes.set(themes or [theme()])
    made.themes.set(decision.themes.all())
    return made


def ends_on(label: Label, day: date | None) -> None:
    """Move the last day of a label, around its guard: nothing in the product does."""
    label.ends_on = day
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")
            label.save()
            cursor.execute("SET LOCAL session_replication_role = origin")
            return
        guards = "SELECT sql FROM sqlite_master WHERE name = 'labels_label_frozen'"
        (guard,) = cursor.execute(guards).fetchone()
        cursor.execute("DROP TRIGGER labels_label_frozen")
        label.save()
        cursor.execute(guard)


@built_once
@dataclass
class Cast:
    """A holder with its label, its people and two experts; DAECT; a post and its agent."""

    country: Country = field(default_factory=factories.country)
    organisation: Organisation = field(default_factory=factories.organisation)
    post: DiplomaticPost = None
    agent: User = None
    editor: User = None
    signatory: User = None
    officer: User = None
    label: Label = None
    experts: list[Expert] = None

    def __post_init__(self):
        self.post = self.post or factories.post(self.country)
        self.agent = self.agent or factories.member(Role.POST_AGENT, self.post)
        self.editor = self.editor or factories.member(Role.EDITOR, self.organisation)
        self.signatory = self.signatory or factories.member(Role.SIGNATORY, self.organisation)
        self.officer = self.officer or factories.member(Role.OFFICER)
        self.label = self.label or label(self.organisation)
        self.experts = self.experts or [expert(self.organisation), expert(self.organisation)]


def need_data(**fields) -> dict:
    """What the form of a need holds, without the country."""
    return {
        "authority": "Ville de Thiès",
        "subject": "Réseau d’eau potable",
        "description": "Réduire les fuites du réseau.",
        "themes": [theme()],
        "wished_from": TODAY + timedelta(days=30),
        "wished_until": TODAY + timedelta(days=120),
        "languages": "français, anglais",
    } | fields


@built_once
def need(cast: Cast, *, by: User | None = None, at: datetime = AT, **fields) -> ExpertiseRequest:
    """A need relayed by the post."""
    return requests.relay_request(country=cast.country, by=by or cast.agent, at=at, **need_data(**fields))


@built_once
def declared(cast: Cast, *, by: User | None = None, at: datetime = AT, **fields) -> ExpertiseRequest:
    """A need that reached the holder directly."""
    return requests.declare_request(
        organisation=cast.organisation,
        country=cast.country,
        by=by or cast.editor,
        at=at,
        **need_data(**fields),
    )


@built_once
def solicitation(
    cast: Cast,
    request: ExpertiseRequest | None = None,
    of: Label | None = None,
    at: datetime = AT,
    answer_by: date = TODAY + timedelta(days=7),
) -> Solicitation:
    """A holder asked, a week to answer."""
    return requests.solicit(
        request=request or need(cast, at=at),
        label=of or cast.label,
        answer_by=answer_by,
        message="Seriez-vous disponibles ?",
        by=cast.officer,
        at=at,
    )


@built_once
def accepted(cast: Cast, request: ExpertiseRequest | None = None, at: datetime = AT) -> Solicitation:
    """A holder who says yes."""
    return requests.accept_solicitation(
        solicitation=solicitation(cast, request, at=at), by=cast.editor, at=at
    )


@built_once
def draft(cast: Cast, at: datetime = AT) -> Mission:
    """A mission just born."""
    return requests.choose(
        solicitation=accepted(cast, at=at), reason="Seul à répondre.", by=cast.officer, at=at
    )


def terms(cast: Cast, departs_on: date = DEPARTURE, returns_on: date | None = None, **fields) -> Terms:
    """Whole terms: one expert sent for seven days."""
    returns_on = returns_on or departs_on + timedelta(days=6)
    defaults = {
        "subject": "Réseau d’eau potable",
        "course": Course.ALONE,
        "objectives": "Trouver les fuites.",
        "expected_results": ("Un plan de réparation", "Dix agents formés"),
        "follow_ups": "Un jumelage.",
        "goals": (6, 11),
        "host_institution": "Ville de Thiès",
        "host_committed_on": TODAY - timedelta(days=200),
        "sending": Leg(departs_on, returns_on, "Thiès", (cast.experts[0],)),
    }
    return Terms(**defaults | fields)


@built_once
def prepared(cast: Cast, at: datetime = AT, **fields) -> Mission:
    """A mission whose terms are complete."""
    mission = draft(cast, at)
    return preparation.save_terms(
        mission=mission, terms=terms(cast, **fields), revision=0, by=cast.editor, at=at
    )


@built_once
def agreed(cast: Cast, at: datetime = AT, **fields) -> Mission:
    """A mission whose signatory accepted the terms."""
    mission = prepared(cast, at, **fields)
    accept(cast, mission, at)
    return mission


def accept(cast: Cast, mission: Mission, at: datetime = AT) -> TermsVersion:
    """The signatory accepts the terms as they stand."""
    return preparation.accept_terms(
        mission=mission, accepted=True, revision=mission.revision, by=cast.signatory, at=at
    )


def estimate(cast: Cast, mission: Mission, at: datetime = AT) -> Cost:
    """The estimate of the transport."""
    return cost(cast, mission, CostStage.ESTIMATED, "1200.00", at=at)


def cost(
    cast: Cast,
    mission: Mission,
    stage: str = CostStage.PAID,
    amount: str = "1000.00",
    at: datetime = AT,
    **fields,
) -> Cost:
    """A plane ticket, under a reference of its own."""
    reference = f"EJ-2026-{_next():03}"
    ticket = {"kind": CostKind.AIR, "label": "Billets Paris–Dakar", "reference": reference}
    return costs.record_cost(
        mission=mission, stage=stage, amount=Decimal(amount), by=cast.officer, at=at, **ticket | fields
    )


@built_once
def awaiting(cast: Cast, at: datetime = AT, **fields) -> Mission:
    """A mission before the embassy."""
    mission = agreed(cast, at, **fields)
    estimate(cast, mission, at)
    return preparation.send_to_embassy(
        mission=mission, version_number=mission.versions.count(), by=cast.officer, at=at
    )


@built_once
def validated(cast: Cast, at: datetime = AT, **fields) -> Mission:
    """A mission that the embassy validated."""
    mission = awaiting(cast, at, **fields)
    validation.validate(mission=mission, version_number=1, by=cast.agent, at=at)
    return mission


def postponed(cast: Cast, mission: Mission, days: int = 10, at: datetime = AT) -> TermsAmendment:
    """The same mission so many days later: the embassy's validation falls."""
    terms = text.terms_of(mission)
    first, last = (day + timedelta(days=days) for day in terms.span())
    later = replace(terms.sending, starts_on=first, ends_on=last)
    return amended(cast, mission, at, reason="Grève des vols.", sending=later)


def amended(
    cast: Cast, mission: Mission, at: datetime = AT, *, reason: str = "Précision.", **changed
) -> TermsAmendment:
    """The signatory changes these terms."""
    return amendments.amend_terms(
        mission=mission,
        terms=replace(text.terms_of(mission), **changed),
        reason=reason,
        accepted=True,
        revision=mission.revision,
        by=cast.signatory,
        at=at,
    )


def recorded(
    cast: Cast, mission: Mission, outcome: str = "validated", at: datetime = AT, **fields
) -> EmbassyReview:
    """DAECT records the telegram of the embassy."""
    facts = {
        "version_number": mission.versions.count(),
        "words": "",
        "channel": "telegram",
        "author": "Marie Sow, conseillère",
        "received_on": TODAY,
        "scan": upload(),
        "by": cast.officer,
    } | fields
    return on_behalf.record_review(mission=mission, outcome=outcome, at=at, **facts)


def paper(**fields) -> on_behalf.Paper:
    """A letter that came today, with its scan."""
    facts = {"channel": "paper", "author": "Jeanne Kerbrat, maire", "received_on": TODAY, "scan": upload()}
    return on_behalf.Paper(**facts | fields)


def need_elsewhere(
    cast: Cast,
    holder: Organisation | None = None,
    *,
    by: User | None = None,
    said: dict | None = None,
    **fields,
) -> RecordedAnswer:
    """DAECT records the need that a post wrote by telegram, or a holder by letter."""
    fields = {"channel": "paper" if holder else "telegram"} | fields
    words = need_data(country=cast.country) | (said or {})
    return on_behalf.record_request(
        paper=paper(**fields), holder=holder, by=by or cast.officer, at=AT, **words
    )


def answered_elsewhere(
    cast: Cast, asked: Solicitation, *, accepted: bool = True, reason: str = "", **fields
) -> RecordedAnswer:
    """DAECT records what a holder answered by letter."""
    return on_behalf.record_answer(
        solicitation=asked, accepted=accepted, reason=reason, paper=paper(**fields), by=cast.officer, at=AT
    )


def accepted_elsewhere(
    cast: Cast, mission: Mission, *, revision: int | None = None, **fields
) -> RecordedAnswer:
    """DAECT records that a holder accepted the terms by letter."""
    return on_behalf.record_acceptance(
        mission=mission,
        revision=mission.revision if revision is None else revision,
        paper=paper(**fields),
        by=cast.officer,
        at=AT,
    )


EARLIER = AT - timedelta(days=90)


@built_once
def gone(cast: Cast, **fields) -> Mission:
    """A mission from which people came back two weeks before TODAY, completed by the daily job."""
    return completed(cast, EARLIER, **{"departs_on": TODAY - timedelta(days=20)} | fields)


@built_once
def completed(cast: Cast, at: datetime = AT, **fields) -> Mission:
    """A mission that is over, completed by the daily job."""
    mission = validated(cast, at, **fields)
    day = mission.returns_on + timedelta(days=1)
    returns.complete_missions(on=day, at=at + (day - TODAY))
    mission.refresh_from_db()
    return mission


STATES = {
    MissionState.DRAFT: prepared,
    MissionState.ACCEPTED: agreed,
    MissionState.AWAITING_EMBASSY: awaiting,
    MissionState.VALIDATED: validated,
    MissionState.COMPLETED: completed,
}
