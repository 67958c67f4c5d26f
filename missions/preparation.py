"""⑥ Dates, places and people are written by the three parties, each of which accepts a version (spec M4–M6)."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Case, F, Value, When

from expect.accounts.enums import DAECT_ROLES, HOLDER_ROLES, Role
from expect.accounts.models import Membership, User
from expect.audit import journal
from expect.audit.transitions import advance, hold
from expect.kernel.canonical import digest
from expect.kernel.clock import paris_day
from expect.kernel.errors import Refusal, StateChanged
from expect.territory.selectors import post_in_charge
from expect.web import french
from labels.models import Expert
from missions import emails, review_links, rules
from missions.enums import Direction, MissionState, Party
from missions.models import (
    ExpectedResult,
    Mission,
    MissionLeg,
    Participant,
    ParticipantDay,
    TermsAcceptance,
    TermsDraft,
    TermsVersion,
)
from missions.returns import report_due_on
from missions.selectors import accepted_version, with_terms
from missions.terms import text
from missions.terms.limits import NotTheirs, day_taken, faults, leaves_by
from missions.terms.values import Leg, Person, Terms
from missions.terms.versions import changed_since, in_force, worded
from missions.workflow import MISSION

PARTIES = {
    **dict.fromkeys(HOLDER_ROLES, Party.HOLDER),
    **dict.fromkeys(DAECT_ROLES, Party.DAECT),
    Role.POST_AGENT: Party.EMBASSY,
}
"""For which party a role writes in the terms."""


PAYING_BACK = (
    "Rembourser, si le rapport n’est pas remis à temps, les sommes que le ministère a payées pour la mission."
)


WHO_PAYS = (
    "S’en tenir à ce que chacun paie : le ministère, le transport international ; l’institution accueillante, le "
    "séjour ; l’employeur de chaque personne envoyée, son salaire et son assurance."
)


class SavedMeanwhile(StateChanged):
    """Somebody saved the terms since this page was opened; nothing is overwritten (spec L7)."""


class CommitmentsNotAccepted(Refusal):
    """The terms are accepted with their commitments, or not at all (spec M5)."""


@transaction.atomic
def save_terms(*, mission: Mission, terms: Terms, revision: int, by: User, at: datetime) -> Mission:
    """One of the three parties writes the terms over those of `revision`; they may still be incomplete (spec M4–M6).

    What it saved is kept; the holder, and DAECT where the embassy wrote, are told. Raises NotAllowed, TermsRefused and
    its kinds (too long, too many people, not an expert of the list, a day already taken, a label that ends before, the
    people sent chosen by the embassy), SavedMeanwhile.
    """
    on = paris_day(at)
    membership = rules.may_prepare(by, mission, on).require()
    party = PARTIES[Role(membership.role)]
    if party == Party.EMBASSY:
        _same_people_sent(mission, terms)
    for fault in faults(terms, mission, on):
        raise fault
    write_terms(mission, terms, revision, at)
    draft = TermsDraft.objects.create(
        mission=mission,
        number=mission.revision,
        content=text.content(with_terms(Mission.objects).get(pk=mission.pk)),
        party=party,
        saved_at=at,
        saved_by=by,
    )
    details = {"revision": mission.revision, "party": str(party)}
    journal.record(action="save_terms", subject=mission, by=by, membership=membership, at=at, details=details)
    emails.terms_drafted(draft, at=at)
    return mission


@transaction.atomic
def hand_terms(*, mission: Mission, by: User, at: datetime) -> Mission:
    """Tell the signatory that the terms are complete. Raises NotAllowed."""
    membership = rules.may_hand_terms(by, mission, paris_day(at)).require()
    _while_unchanged(mission, mission.revision, {"terms_ready_at": at})
    mission.terms_ready_at = at
    journal.record(action="hand_terms", subject=mission, by=by, membership=membership, at=at)
    emails.terms_ready(mission, by=by, at=at)
    return mission


@transaction.atomic
def accept_terms(*, mission: Mission, accepted: bool, revision: int, by: User, at: datetime) -> TermsVersion:
    """The signatory accepts the terms as they read them, at `revision`, with the commitments (spec M5).

    The version is frozen, numbered, with its digest. Raises NotAllowed (who, incomplete, dates past, label ended at
    departure), CommitmentsNotAccepted, SavedMeanwhile, StateChanged.
    """
    membership = rules.may_accept_terms(by, mission, paris_day(at)).require()
    if not accepted:
        raise CommitmentsNotAccepted(
            "Cochez la case : les termes s’acceptent avec leurs engagements.", field="accepted"
        )
    return accept(mission, revision, by=by, membership=membership, at=at)


@transaction.atomic
def revise_terms(*, mission: Mission, by: User, at: datetime) -> Mission:
    """Open the terms again; the accepted version stays as it is, DAECT knows that it is not to be sent.

    Raises NotAllowed, StateChanged.
    """
    membership = rules.may_revise_terms(by, mission, paris_day(at)).require()
    advance(mission, MISSION, "revise_terms", by=by, membership=membership, at=at, draft_since=at)
    emails.terms_reopened(mission, by=by, at=at)
    return mission


@transaction.atomic
def send_to_embassy(*, mission: Mission, version_number: int, by: User, at: datetime) -> Mission:
    """Ask the post in charge of the country today for its answer on the version read (spec M7, M8).

    Sending it is DAECT's acceptance of that version. Raises NotAllowed (no estimate of the transport, no post in
    charge), StaleVersion, StateChanged.
    """
    on = paris_day(at)
    membership = rules.may_send_to_embassy(by, mission, on).require()
    hold(mission, MissionState.ACCEPTED)
    version = in_force(mission, version_number)
    facts = {"sent_to_embassy_at": at, "post": post_in_charge(mission.country, on)}
    details = {"version": version_number}
    advance(
        mission, MISSION, "send_to_embassy", by=by, membership=membership, at=at, details=details, **facts
    )
    version.mission = mission
    _accept(version, Party.DAECT, by=by, membership=membership, at=at)
    review_links.send(version, at=at)
    return mission


def commitments(mission: Mission) -> list[str]:
    """What the holder commits to for this mission, in sentences (spec L6, M5)."""
    due_on = french.day(report_due_on(mission.returns_on))
    taken = [
        "Conduire la mission aux dates, aux lieux et avec les personnes indiqués dans ces termes, en lien avec la "
        "DAECT et l’ambassade.",
        "Prévenir la DAECT de toute sollicitation reçue d’ailleurs à la suite de cette mission ou du label.",
        f"Remettre le rapport de la mission dans les deux mois qui suivent le retour, soit au plus tard le {due_on} "
        "si les dates sont tenues.",
    ]
    taken.append(WHO_PAYS)
    return [*taken, PAYING_BACK] if rules.is_claimable(mission) else taken


def accept(
    mission: Mission, revision: int, *, by: User, membership: Membership, at: datetime, capacity: str = ""
) -> TermsVersion:
    """The holder's acceptance of the terms at `revision`; a step of the acts, which ask their own rule (spec M5).

    Raises SavedMeanwhile, StateChanged.
    """
    _while_unchanged(mission, revision, {"terms_ready_at": None})
    mission.terms_ready_at = None
    version = accept_version(mission, by=by, membership=membership, at=at, capacity=capacity)
    trace = {"by": by, "membership": membership, "at": at}
    details = {"version": version.number, "sha256": version.sha256}
    advance(mission, MISSION, "accept_terms", **trace, details=details, accepted_at=at)
    emails.terms_accepted(version, at=at)
    return version


def write_terms(mission: Mission, terms: Terms, revision: int, at: datetime) -> None:
    """Write the terms over those of `revision`, people's days included. Raises SavedMeanwhile, DayTaken.

    Terms that were handed to the signatory are the holder's turn again, from that moment (spec M13).
    """
    mission.subject, mission.nature, mission.course = terms.subject, terms.nature, terms.course
    mission.objectives, mission.follow_ups = terms.objectives, terms.follow_ups
    mission.goals = list(terms.goals)
    mission.host_institution, mission.host_committed_on = terms.host_institution, terms.host_committed_on
    mission.claims_hosting = terms.claims_hosting
    mission.departs_on, mission.returns_on = terms.span()
    mission.leaves_by = leaves_by(mission, mission.departs_on)
    mission.terms_ready_at = None
    taken_back = Case(When(terms_ready_at__isnull=False, then=Value(at)), default=F("draft_since"))
    _while_unchanged(mission, revision, {"revision": F("revision") + 1, "draft_since": taken_back})
    mission.revision = revision + 1
    changed = _remove_changed_legs(mission, terms)
    mission.save(update_fields=TERMS_COLUMNS)
    mission.refresh_from_db(fields=["draft_since"])
    _write_results(mission, terms)
    _write_legs(mission, changed)


def accept_version(
    mission: Mission, *, by: User, membership: Membership, at: datetime, capacity: str = ""
) -> TermsVersion:
    """Freeze the terms as they stand, numbered, with their digest; the holder accepts that version (spec M5)."""
    written = with_terms(Mission.objects).get(pk=mission.pk)
    content = text.content(written, commitments(written))
    former = accepted_version(mission)
    version = TermsVersion.objects.create(
        mission=mission,
        number=former.number + 1 if former else 1,
        content=content,
        sha256=digest(content),
        created_at=at,
    )
    _accept(version, Party.HOLDER, by=by, membership=membership, at=at, capacity=capacity)
    return version


TERMS_COLUMNS = (
    "subject nature course objectives follow_ups goals host_institution host_committed_on claims_hosting departs_on "
    "returns_on leaves_by terms_ready_at search_text"
).split()


def _accept(
    version: TermsVersion,
    party: Party,
    *,
    by: User,
    membership: Membership,
    at: datetime,
    capacity: str = "",
) -> TermsAcceptance:
    return TermsAcceptance.objects.create(
        version=version,
        party=party,
        accepted_at=at,
        accepted_by=by,
        capacity=capacity or membership.capacity or membership.place,
    )


def _same_people_sent(mission: Mission, terms: Terms) -> None:
    """Who is sent is the holder's choice: the embassy writes the rest. Raises NotTheirs."""
    sent = mission.legs.filter(direction=Direction.SENDING, participants__expert__isnull=False)
    before = set(sent.values_list("participants__expert", flat=True))
    if before != {expert.pk for expert in (terms.sending.people if terms.sending else ())}:
        raise NotTheirs("Le titulaire choisit les personnes qu’il envoie.", field="sending_people")


def _while_unchanged(mission: Mission, revision: int, columns: dict[str, object]) -> None:
    """Set columns, provided nobody saved the terms since `revision`."""
    same = Mission.objects.filter(pk=mission.pk, revision=revision, state=mission.state)
    if not same.update(**columns):
        changed = changed_since(with_terms(Mission.objects).get(pk=mission.pk), revision)
        raise SavedMeanwhile(
            f"Les termes ont été modifiés depuis que vous avez ouvert cette page{worded(changed)}. Rien n’est "
            "remplacé : comparez ci-dessous avant de recommencer."
        )


def _write_results(mission: Mission, terms: Terms) -> None:
    """Results that say the same stay as they are written: a report begun answers each of them (spec R3)."""
    written = mission.expected_results.order_by("rank")
    if tuple(written.values_list("text", flat=True)) == terms.expected_results:
        return
    written.delete()
    ExpectedResult.objects.bulk_create(
        ExpectedResult(mission=mission, rank=rank, text=result)
        for rank, result in enumerate(terms.expected_results, start=1)
    )


def _remove_changed_legs(mission: Mission, terms: Terms) -> dict[Direction, Leg]:
    """The legs to write: one that says the same stays as it is written, with the days that it takes or has given back.

    The others go before the course changes: the database holds their order to it (spec M4).
    """
    written = MissionLeg.objects.filter(mission=mission)
    before = {row.direction: Leg.of(row) for row in written.prefetch_related("participants__expert")}
    changed = {way: leg for way, leg in terms.legs().items() if not leg.same_as(before.get(way))}
    written.exclude(direction__in=terms.legs().keys() - changed.keys()).delete()
    return changed


def _write_legs(mission: Mission, changed: dict[Direction, Leg]) -> None:
    for direction, leg in changed.items():
        row = MissionLeg.objects.create(
            mission=mission,
            direction=direction,
            starts_on=leg.starts_on,
            ends_on=leg.ends_on,
            place=leg.place,
        )
        people = [_participant(row, slot, person) for slot, person in enumerate(leg.people, start=1)]
        Participant.objects.bulk_create(people)
        if direction == Direction.SENDING:
            _take_days(mission, leg, people)


def _participant(leg: MissionLeg, slot: int, person: Expert | Person) -> Participant:
    if isinstance(person, Expert):
        return Participant(leg=leg, slot=slot, expert=person)
    return Participant(leg=leg, slot=slot, name=person.name, function=person.function)


def _take_days(mission: Mission, leg: Leg, people: list[Participant]) -> None:
    """Write the days in the experts' calendars; the unique constraint has the last word (spec M6)."""
    days = [
        ParticipantDay(participant=person, expert=person.expert, day=day)
        for person in people
        for day in leg.days()
    ]
    try:
        with transaction.atomic():
            ParticipantDay.objects.bulk_create(days)
    except IntegrityError as clash:
        taken = day_taken(leg, mission)
        if taken is None:
            raise
        raise taken from clash
