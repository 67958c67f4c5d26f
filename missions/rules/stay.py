"""Who answers for the post, then may do what until the people are back (spec M7, M8, M14, R1)."""

from datetime import date

from expect.accounts.enums import Role
from expect.accounts.models import User
from expect.accounts.rules import holds, is_daect, may_commit
from expect.kernel.clock import add_months, paris_day
from expect.kernel.verdict import Verdict, allow
from expect.web import french
from missions.enums import Direction, MissionState, ReviewOutcome
from missions.models import EmbassyReview, Mission, RecordedAnswer, RecordedReview
from missions.rules.conditions import (
    can_be_amended,
    can_leave,
    has_post_in_charge,
    label_holds_at_departure,
    letter_overtaken,
    provided,
    reports_are_in,
    starts,
    undisputed,
)
from missions.rules.people import is_holder, is_in_charge
from missions.workflow import LEFT, MISSION


def is_claimable(mission: Mission) -> bool:
    """Whether what was paid is claimed where the report is missing: of a mission that only hosts, if its terms say so.

    The same rule as `selectors.stays.claimable` (spec R1).
    """
    return mission.claims_hosting or {leg.direction for leg in mission.legs.all()} != {Direction.HOSTING}


def may_review(user: User, mission: Mission, on: date) -> Verdict:
    """Return or refuse: an agent now posted where the country is in charge (spec M8)."""
    return provided(is_in_charge(user, mission.country, on), starts(MISSION, "validate", mission))


def can_be_validated(mission: Mission, on: date) -> Verdict:
    """Dates to come, people still listed, a label that holds at departure, no report late, or an exception (M3, M6)."""
    return provided(
        can_leave(mission, on),
        label_holds_at_departure(mission),
        reports_are_in(mission.label, mission.solicitation.request_id, on),
    )


def may_validate(user: User, mission: Mission, on: date) -> Verdict:
    """Validate: who may answer, on a mission that can be validated (spec M8)."""
    return provided(may_review(user, mission, on), can_be_validated(mission, on))


def may_record_review(user: User, mission: Mission, on: date) -> Verdict:
    """Record the answer that the post in charge wrote: DAECT, while it is awaited (spec X13)."""
    return provided(
        is_daect(user, on), starts(MISSION, "validate", mission), has_post_in_charge(mission.country, on)
    )


def may_send_links(user: User, mission: Mission, on: date) -> Verdict:
    """Have links to answer by sent again: who may answer, or record the answer (spec M8)."""
    return may_record_review(user, mission, on) or may_review(user, mission, on)


def may_contest_review(user: User, review: EmbassyReview, on: date) -> Verdict:
    """Say that a recorded answer is not the post's: an agent now posted there, once (spec X13)."""
    record = getattr(review, "record", None)
    return (
        is_in_charge(user, review.mission.country, on)
        .unless(record is None, "Cet avis a été rendu ici par un agent du poste : il ne se conteste pas.")
        .unless(record is not None and record.contested_at is not None, "Cet avis est déjà contesté.")
    )


def may_settle(user: User, record: RecordedAnswer | RecordedReview | None, on: date) -> Verdict:
    """Say what follows from a contestation: DAECT, once (spec X13)."""
    contested = record is not None and record.contested_at is not None
    return (
        is_daect(user, on)
        .unless(not contested, "Rien n’est contesté ici.")
        .unless(contested and record.settled_at is not None, "La suite de cette contestation est déjà dite.")
    )


def may_withdraw_validation(user: User, review: EmbassyReview, on: date) -> Verdict:
    """Take back the validation that DAECT recorded and the post contests: before departure and letter (spec X13)."""
    mission = review.mission
    later = mission.reviews.filter(version__number__gt=review.version.number)
    left = mission.departs_on is not None and mission.departs_on <= on
    return (
        provided(
            may_settle(user, getattr(review, "record", None), on),
            starts(MISSION, "withdraw_validation", mission),
        )
        .unless(
            review.outcome != ReviewOutcome.VALIDATED or later.exists(),
            "Cet avis n’est pas la validation en vigueur.",
        )
        .unless(mission.letter_id is not None, "La lettre de mission est émise : annulez la mission.")
        .unless(left, "Le jour du départ est venu : la validation a servi.")
    )


def may_record_costs(user: User, on: date) -> Verdict:
    """Money is DAECT's, whatever the state of the mission: costs stay on it (spec M7, M14)."""
    return is_daect(user, on)


def may_set_envelope(user: User, on: date) -> Verdict:
    """Set what a year may cost: the head (spec M7)."""
    return holds(user, on, Role.HEAD)


def may_cancel(user: User, mission: Mission, on: date) -> Verdict:
    """Cancel before departure: DAECT or the holder's signatory (spec M14).

    One that the embassy has not validated had no departure, whatever day its terms say.
    """
    person = is_daect(user, on) or holds(user, on, Role.SIGNATORY, organisation=mission.organisation_id)
    left = mission.state in LEFT and mission.departs_on <= on
    return provided(person, starts(MISSION, "cancel", mission)).unless(
        left, "Le jour du départ est venu : une mission ne s’annule qu’avant."
    )


def may_amend(user: User, mission: Mission, on: date) -> Verdict:
    """Change terms that the embassy has, or has validated: the signatory, as long as a leg is to come (spec M8, M14).

    The act judges the days proposed: those of terms that nobody validated may be past, which is why they change.
    """
    return provided(may_commit(user, mission.organisation_id, on), can_be_amended(mission, on))


def may_record_amendment(user: User, mission: Mission, on: date) -> Verdict:
    """Record that the holder changed the terms in writing: DAECT, where its signatory could (spec X13)."""
    return provided(is_daect(user, on), can_be_amended(mission, on))


def may_record_no_departure(user: User, mission: Mission, on: date) -> Verdict:
    """Record that nobody left: DAECT, from the day of departure, until a return or a report says otherwise (M14)."""
    returned = mission.return_confirmed_on is not None or mission.report_delivered_at is not None
    return (
        provided(is_daect(user, on), starts(MISSION, "record_no_departure", mission))
        .unless(_to_leave(mission, on), "Le jour du départ n’est pas venu : la mission peut être annulée.")
        .unless(returned, "Le retour est confirmé ou le rapport remis : la mission a eu lieu.")
    )


def may_interrupt(user: User, mission: Mission, on: date) -> Verdict:
    """Say that the stay is cut short: the holder, DAECT or the post in charge, while people are abroad (M14)."""
    person = is_daect(user, on) or is_holder(user, mission, on) or is_in_charge(user, mission.country, on)
    over = mission.returns_on is not None and mission.returns_on < on
    return (
        provided(person, starts(MISSION, "interrupt", mission))
        .unless(_to_leave(mission, on), "La mission n’est pas encore partie : reportez-la ou annulez-la.")
        .unless(over, "Le jour du retour est passé : confirmez le retour constaté.")
    )


def _to_leave(mission: Mission, on: date) -> bool:
    return mission.departs_on is not None and on < mission.departs_on


def first_departure(mission: Mission) -> date:
    """The first day on which people can have left, before the day agreed if no postponement told: a month at most.

    Nor before the mission’s birth, unless the day agreed is. The two months that run from any return since then end
    after the stay agreed, as the limit of a report must (spec R1, R3, M14).
    """
    born = min(paris_day(mission.created_at), mission.departs_on)
    return max(born, add_months(mission.departs_on, -1))


def can_have_returned(mission: Mission, returned_on: date, on: date) -> Verdict:
    """Back on a day that has come, neither before people can have left nor before the interruption (spec R1, R3)."""
    first = first_departure(mission)
    cut_short = mission.interrupted_on or first
    return (
        allow()
        .unless(returned_on > on, "Ce jour n’est pas encore venu : indiquez celui du retour constaté.")
        .unless(returned_on < first, f"Personne n’est parti avant le {french.day(first)} : vérifiez la date.")
        .unless(
            returned_on < cut_short,
            f"Le retour ne peut pas précéder l’interruption, le {french.day(cut_short)}.",
        )
    )


def may_confirm_return(user: User, mission: Mission, on: date) -> Verdict:
    """Say on which day the people came back: the holder once, DAECT to correct (spec R1)."""
    daect = is_daect(user, on)
    verdict = provided(daect or is_holder(user, mission, on), starts(MISSION, "confirm_return", mission))
    return verdict.unless(_to_leave(mission, on), "La mission n’est pas encore partie.").unless(
        mission.return_confirmed_on is not None and not daect,
        "Le retour est déjà confirmé : demandez à la DAECT de corriger la date.",
    )


def may_issue_letter(user: User, mission: Mission, on: date) -> Verdict:
    """Issue the mission letter: the head, once the embassy has validated; again, once the terms changed (spec M11)."""
    validated = mission.state in (MissionState.VALIDATED, MissionState.COMPLETED)
    return (
        provided(holds(user, on, Role.HEAD), undisputed(mission))
        .unless(not validated, "La lettre de mission suit la validation de l’ambassade.")
        .unless(
            mission.letter_id is not None and not letter_overtaken(mission),
            "La lettre de mission est déjà émise.",
        )
    )
