"""Plain builders of stage 3: a mission carried out with what was paid, its report, its demand."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from itertools import count

from django.db.models import Model

from expect.accounts.enums import Role
from expect.accounts.models import Organisation, User
from expect.accounts.selectors import memberships_on
from expect.kernel.clock import add_months, paris_day
from expect.territory.models import Country
from labels.enums import ApplicationState, Outcome, SessionState
from labels.models import CommitteeSession, Decision, Label, LabelApplication
from missions.enums import (
    CostKind,
    CostStage,
    Direction,
    MissionState,
    Party,
    RequestOrigin,
    RequestState,
    SolicitationState,
)
from missions.models import (
    Cost,
    ExpectedResult,
    ExpertiseRequest,
    Mission,
    MissionLeg,
    Solicitation,
    TermsAcceptance,
    TermsVersion,
)
from reports import contestation, observations, overdue, recovery, reimbursement, served, submission
from reports.enums import AnswerChannel, Contestation
from reports.models import (
    MissionReport,
    PriorLetter,
    RecordedObservations,
    RecoveryEntry,
    ReimbursementDemand,
)
from tests import factories
from tests.labels.factories import upload
from tests.moments import AT, TODAY
from tests.worlds import built_once

_next = count(1).__next__

RETURNED_ON = date(2025, 12, 30)
DUE_ON = date(2026, 2, 28)
"""Two months after: 30 February does not exist. On TODAY, 2 March, the report is late by two days."""


def instant(day: date) -> datetime:
    """That day at nine in the morning, UTC."""
    return datetime.combine(day, time(9), tzinfo=UTC)


@built_once
def label(organisation: Organisation) -> Label:
    """A label granted a year ago."""
    n, person, then = _next(), factories.user(), AT - timedelta(days=365)
    session = CommitteeSession.objects.create(
        starts_at=time(9, 30),
        ends_at=time(12, 30),
        state=SessionState.NOTIFIED,
        held_on=then.date(),
        cut_off_on=then.date(),
        planned_at=then,
        planned_by=person,
        closed_at=then,
        held_at=then,
        notified_at=then,
    )
    application = LabelApplication.objects.create(
        number=f"C-2024-{n:04}",
        lodged_title="Eau potable",
        organisation=organisation,
        state=ApplicationState.GRANTED,
        created_at=then,
        created_by=person,
        updated_at=then,
        submitted_at=then,
        submitted_by=person,
        silence_on=then.date(),
        examined_at=then,
        notified_at=then,
    )
    decision = Decision.objects.create(
        application=application,
        session=session,
        outcome=Outcome.GRANTED,
        skills="Gestion de l’eau",
        recorded_at=then,
        recorded_by=person,
    )
    return Label.objects.create(
        number=f"EXPE-CT-2024-{n:04}",
        organisation=organisation,
        application=application,
        decision=decision,
        skills="Gestion de l’eau",
        granted_on=then.date(),
    )


@built_once
def carried_out(
    organisation: Organisation | None = None,
    *,
    returned_on: date = RETURNED_ON,
    state: str = MissionState.COMPLETED,
    confirmed: bool = True,
    paid: tuple[str, ...] = (),
    results: tuple[str, ...] = ("Former douze agents", "Rédiger un guide"),
    country: Country | None = None,
    **fields,
) -> Mission:
    """A mission of four days, back on `returned_on`; `paid` are the sums of its paid lines, in euros."""
    organisation = organisation or factories.organisation()
    country = country or factories.country()
    held, person, then, n = label(organisation), factories.user(), instant(returned_on), _next()
    post = factories.post()
    request = ExpertiseRequest.objects.create(
        number=f"B-2024-{n:04}",
        state=RequestState.MATCHED,
        matched_at=then,
        origin=RequestOrigin.POST,
        country=country,
        post=post,
        authority="Commune d’arrondissement",
        subject="Eau potable",
        description="Un réseau à réparer.",
        wished_from=returned_on,
        wished_until=returned_on + timedelta(days=30),
        languages="français",
        created_at=then,
        created_by=person,
    )
    solicitation = Solicitation.objects.create(
        request=request,
        label=held,
        organisation=organisation,
        state=SolicitationState.CHOSEN,
        answer_by=returned_on + timedelta(days=7),
        sent_at=then,
        sent_by=person,
        answered_at=then,
        answered_by=person,
    )
    due_on = None if state in (MissionState.CANCELLED, MissionState.DRAFT) else add_months(returned_on, 2)
    facts = {
        "number": f"M-2025-{n:04}",
        "subject": "Eau potable à Dakar",
        "created_at": then,
        "departs_on": returned_on - timedelta(days=3),
        "returns_on": returned_on,
        "accepted_at": then,
        "validated_at": then,
        "completed_at": then if state == MissionState.COMPLETED else None,
        "cancelled_at": then if state == MissionState.CANCELLED else None,
        "cancel_reason": "Visa refusé" if state == MissionState.CANCELLED else "",
        "interrupted_at": then if state == MissionState.INTERRUPTED else None,
        "interrupted_on": returned_on if state == MissionState.INTERRUPTED else None,
        "interrupt_reason": "Crise" if state == MissionState.INTERRUPTED else "",
        "return_confirmed_on": returned_on if confirmed else None,
        "report_due_on": due_on,
    }
    made = Mission.objects.create(
        solicitation=solicitation,
        label=held,
        organisation=organisation,
        country=country,
        post=post,
        state=state,
        draft_since=then,
        **facts | fields,
    )
    ExpectedResult.objects.bulk_create(
        ExpectedResult(mission=made, rank=rank, text=text) for rank, text in enumerate(results, start=1)
    )
    version = TermsVersion.objects.create(
        mission=made, number=1, content={}, sha256="0" * 64, created_at=then
    )
    TermsAcceptance.objects.create(
        version=version, party=Party.HOLDER, accepted_at=then, accepted_by=person, capacity="Maire"
    )
    for amount in paid:
        cost(made, amount)
    return made


@built_once
def hosted(*, claims: bool, **facts) -> Mission:
    """A mission that only hosted, whose terms say whether its costs are claimed."""
    mission = carried_out(claims_hosting=claims, **facts)
    MissionLeg.objects.create(
        mission=mission,
        direction=Direction.HOSTING,
        starts_on=mission.departs_on,
        ends_on=mission.returns_on,
        place="Saint-Lô",
    )
    return mission


def many_carried_out(number: int, organisation: Organisation | None = None, *, amount: str) -> None:
    """As many missions of one holder, each with that sum paid, copied from the first: one by one takes minutes."""
    first = carried_out(organisation, paid=(amount,))
    requests = _copies(first.solicitation.request, [{"number": f"B-2023-{n:05}"} for n in range(1, number)])
    solicitations = _copies(first.solicitation, [{"request_id": request.pk} for request in requests])
    missions = _copies(
        first,
        [
            {"number": f"M-2023-{n:05}", "solicitation_id": solicitation.pk}
            for n, solicitation in enumerate(solicitations, start=1)
        ],
    )
    for row in (*first.expected_results.all(), *first.versions.all(), *first.costs.all()):
        _copies(row, [{"mission_id": mission.pk} for mission in missions])


def _copies(row: Model, changes: list[dict]) -> list:
    """Copies of a row, one for each of the changes; nobody else's key nor public id."""
    own = {field.attname for field in row._meta.concrete_fields if field.unique}
    told = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    same = {name: value for name, value in told.items() if name not in own}
    return type(row).objects.bulk_create([type(row)(**same | change) for change in changes])


def cost(mission: Mission, amount: str, stage: str = CostStage.PAID, **fields) -> Cost:
    """A line of costs, in euros; paid, by default, for a flight."""
    n = _next()
    facts = {"kind": CostKind.AIR, "label": "Vol Paris–Dakar", "reference": f"EJ-{n}"}
    if corrected := fields.get("corrects"):
        facts["follows"] = corrected.follows or corrected
    return Cost.objects.create(
        mission=mission,
        stage=stage,
        amount=Decimal(amount),
        recorded_at=AT,
        recorded_by=factories.user(),
        **facts | fields,
    )


def holder(mission: Mission, role: str = Role.SIGNATORY) -> User:
    """Somebody of the mission's holder."""
    return factories.member(role, mission.organisation)


# ---------------------------------------------------------------- the report

FILLED = {
    "written_by": "Awa Roy, ingénieure",
    "people_met": [{"name": "Awa Diop", "function": "maire", "institution": "Commune de Thiès"}],
    "account": "Quatre jours d’atelier.",
    "can_be_completed": True,
    "completion": "Un second atelier",
    "can_last": False,
    "cooperation": "",
}


@built_once
def draft(mission: Mission | None = None, by: User | None = None, at: datetime = AT) -> MissionReport:
    """A report just begun."""
    mission = mission or carried_out()
    return submission.start_report(mission=mission, by=by or holder(mission, Role.EDITOR), at=at)


def complete(report: MissionReport, by: User, at: datetime = AT, **data) -> MissionReport:
    """Give the report all that it must say; `data` changes what is written."""
    outcomes = {outcome.pk: {"reached": "yes", "comment": "Fait"} for outcome in report.outcomes.all()}
    return submission.save_report(
        report=report, data=FILLED | {"outcomes": outcomes} | data, revision=report.revision, by=by, at=at
    )


@built_once
def handed_in(mission: Mission | None = None, at: datetime = AT) -> tuple[MissionReport, User]:
    """A report that waits for its signatory, and that person."""
    report = draft(mission, at=at)
    signatory = holder(report.mission)
    complete(report, signatory, at)
    return submission.hand_in(report=report, by=signatory, at=at), signatory


@built_once
def delivered(mission: Mission | None = None, at: datetime = AT) -> MissionReport:
    """A report just delivered."""
    report, signatory = handed_in(mission, at)
    return submission.deliver(report=report, by=signatory, at=at)


def delivered_again(report: MissionReport, at: datetime = AT, **data) -> MissionReport:
    """A report that DAECT sent back, delivered a second time; `data` changes what is written."""
    submission.request_more(
        report=report,
        reason="Joignez le guide.",
        due_on=paris_day(at) + timedelta(days=9),
        by=factories.member(Role.OFFICER),
        at=at,
    )
    report.refresh_from_db()
    signatory = holder(report.mission)
    complete(report, signatory, at, **data)
    submission.hand_in(report=report, by=signatory, at=at)
    return submission.deliver(report=report, by=signatory, at=at)


# ---------------------------------------------------------------- the demand


@built_once
def drafted(
    mission: Mission | None = None, *, paid: tuple[str, ...] = ("850.00", "384.56")
) -> ReimbursementDemand:
    """The demand that the job drafts for a late mission."""
    mission = mission or carried_out(paid=paid)
    overdue.flag_overdue_reports(on=TODAY, at=AT)
    return ReimbursementDemand.objects.get(mission=mission)


@built_once
def letter_sent(demand: ReimbursementDemand | None = None, at: datetime = AT) -> PriorLetter:
    """A prior letter just sent."""
    return reimbursement.send_prior_letter(demand=demand or drafted(), by=factories.head(), at=at)


def received(letter: PriorLetter, on: date = TODAY, at: datetime = AT, by: User | None = None) -> PriorLetter:
    """A prior letter whose acknowledgement says that day."""
    by = by or factories.member(Role.OFFICER)
    served.register_service(act=letter, received_on=on, scan=upload(), by=by, at=at)
    letter.refresh_from_db()
    return letter


def received_by_opening(letter: PriorLetter, by: User, at: datetime = AT) -> PriorLetter:
    """A prior letter that somebody of a body that agreed opened here."""
    (carrier,) = memberships_on(by, paris_day(at))
    served.opened(act=letter, membership=carrier, by=by, at=at)
    letter.refresh_from_db()
    return letter


@built_once
def answered(demand: ReimbursementDemand | None = None, at: datetime = AT) -> PriorLetter:
    """A prior letter to which the holder has answered."""
    letter = letter_sent(demand, at)
    return observations.answer(
        letter=letter, answer="Le rapport arrive.", by=holder(letter.demand.mission), at=at
    )


def paper(received_on: date = TODAY, channel: str = AnswerChannel.WRITTEN) -> observations.Paper:
    """A letter of the holder, with its scan."""
    return observations.Paper(channel, "Awa Roy, maire", received_on, upload())


def recorded(
    letter: PriorLetter | None = None, at: datetime = AT, answer: str = "Le rapport arrive.", **said
) -> RecordedObservations:
    """Observations that came by post, which DAECT recorded."""
    by = said.pop("by", None) or factories.member(Role.OFFICER)
    how = {"paper": paper(paris_day(at)), "at": at} | said
    return observations.record(letter=letter or letter_sent(at=at), answer=answer, by=by, **how)


@built_once
def issued(demand: ReimbursementDemand | None = None, at: datetime = AT) -> ReimbursementDemand:
    """A demand just issued."""
    letter = answered(demand, at)
    return reimbursement.issue(
        demand=letter.demand, reasoning="Le rapport n’est pas venu.", by=factories.head(), at=at
    )


SIRET = "21420218600018"
"""Of a body whose SIREN is not known; its key is right."""


def hand_over(demand: ReimbursementDemand, by: User, at: datetime = AT, siret: str = SIRET) -> RecoveryEntry:
    """Hand an issued demand over, on the day of `at`."""
    on = paris_day(at)
    return recovery.hand_over(
        demand=demand, siret=siret, handed_over_on=on, reference="BE-2026-7", by=by, at=at
    )


@built_once
def handed_over(demand: ReimbursementDemand | None = None, at: datetime = AT) -> ReimbursementDemand:
    """A demand in the hands of the authorising officer."""
    return hand_over(demand or issued(at=at), factories.head(), at).demand


def paid(demand: ReimbursementDemand, amount: str, at: datetime = AT) -> RecoveryEntry:
    """A payment, whole or partial."""
    return recovery.record_payment(
        demand=demand,
        amount=Decimal(amount),
        paid_on=paris_day(at),
        reference="QT-1",
        by=factories.member(Role.OFFICER),
        at=at,
    )


@built_once
def settled() -> ReimbursementDemand:
    """A demand paid to the cent."""
    demand = handed_over()
    return paid(demand, str(demand.total)).demand


def contested(
    demand: ReimbursementDemand, at: datetime = AT, kind: str = Contestation.AUTHOR
) -> RecoveryEntry:
    """A contestation of the holder."""
    return contestation.record_contestation(
        demand=demand,
        kind=kind,
        lodged_on=paris_day(at),
        reference="LR-5",
        grounds="Le rapport avait été envoyé.",
        by=factories.member(Role.OFFICER),
        at=at,
    )


@built_once
def to_give_back(demand: ReimbursementDemand | None = None) -> ReimbursementDemand:
    """A demand paid, then reduced: ten euros go back to the holder."""
    demand = handed_over(issued(demand))
    demand = paid(demand, str(demand.total)).demand
    contested(demand)
    return contestation.answer_contestation(
        demand=demand,
        answered_on=TODAY,
        reduction=Decimal(10),
        reference="R-1",
        reason="Motif",
        by=factories.head(),
        at=AT,
    ).demand
