"""Who may do what in stage 2, when: predicates that answer with a verdict and its reason."""

from datetime import date

from expect.accounts.enums import HOLDER_ROLES, Role
from expect.accounts.models import Organisation, User
from expect.accounts.rules import holds, is_daect, may_commit
from expect.accounts.selectors import memberships_on
from expect.kernel.verdict import Verdict, allow, refuse
from expect.territory.models import Country
from expect.territory.selectors import post_in_charge
from labels.models import Label
from missions.enums import MissionState, RequestState
from missions.models import EmbassyReview, ExpertiseRequest, Mission, RecordedAnswer, Solicitation
from missions.rules.conditions import (
    can_be_accepted,
    departs_later,
    has_estimate,
    has_post_in_charge,
    is_complete,
    label_fits,
    label_holds_at_departure,
    not_asked,
    obstacles,
    provided,
    reports_are_in,
    starts,
)
from missions.workflow import BEFORE_DEPARTURE, MISSION, REQUEST, SOLICITATION

# ---------------------------------------------------------------- needs and solicitations


def is_in_charge(user: User, country: Country, on: date) -> Verdict:
    """Agents now posted at the post in charge of the country: rights belong to the post (spec M8)."""
    post = post_in_charge(country, on)
    if post is None:
        return has_post_in_charge(country, on)
    return holds(user, on, Role.POST_AGENT, post=post) or refuse(
        f"Ce pays ({country}) relève du poste « {post} » : seuls ses agents en fonction peuvent le faire."
    )


def may_name_post(user: User, country: Country, on: date) -> Verdict:
    """Name the post that answers for a country without any, or with two: the head (spec M8)."""
    post = post_in_charge(country, on)
    return holds(user, on, Role.HEAD).unless(
        post is not None, f"Un poste est chargé de ce pays ({country}) : « {post} »."
    )


def may_name_posts(user: User, on: date) -> Verdict:
    """Open the form: the head."""
    return holds(user, on, Role.HEAD)


def may_enter_needs(user: User, on: date) -> Verdict:
    """Open the form: the agents of a post, and DAECT (spec M1)."""
    agent = next((m for m in memberships_on(user, on) if m.role == Role.POST_AGENT), None)
    return allow(agent) if agent else is_daect(user, on)


def may_relay(user: User, country: Country, on: date) -> Verdict:
    """Relay a need of `country`: the agents of the post in charge, or DAECT (spec M1)."""
    if daect := is_daect(user, on):
        return provided(daect, has_post_in_charge(country, on))
    return is_in_charge(user, country, on)


def may_withdraw_request(user: User, request: ExpertiseRequest, on: date) -> Verdict:
    """Withdraw an open need: DAECT, or the post in charge."""
    person = is_daect(user, on) or is_in_charge(user, request.country, on)
    return provided(person, starts(REQUEST, "withdraw_request", request))


def may_match(user: User, request: ExpertiseRequest, on: date) -> Verdict:
    """Look for a holder: DAECT, as long as the need is open (spec M3)."""
    return provided(is_daect(user, on), starts(REQUEST, "match", request))


def may_solicit(user: User, request: ExpertiseRequest, label: Label, on: date) -> Verdict:
    """Ask that holder, once: its label is valid and lasts, none of its reports is late (spec M3, M10)."""
    return provided(
        may_match(user, request, on),
        not_asked(request, label),
        label_fits(label, request, on),
        reports_are_in(label, request.pk, on),
    )


def may_grant_exception(user: User, request: ExpertiseRequest, label: Label, on: date) -> Verdict:
    """The head lifts a rule that stands in the way, before the mission leaves (spec M3, M10)."""
    gone = Mission.objects.filter(solicitation__request=request).exclude(state__in=BEFORE_DEPARTURE)
    return (
        holds(user, on, Role.HEAD)
        .unless(request.state == RequestState.WITHDRAWN, "Ce besoin est retiré.")
        .unless(gone.exists(), "La mission née de ce besoin n’attend plus d’accord.")
        .unless(not obstacles(request, label, on), "Aucune règle n’empêche de retenir ce titulaire.")
    )


def may_decline(user: User, solicitation: Solicitation, on: date) -> Verdict:
    """Answer no: whoever fills in or signs for the holder (spec M3). A late answer is still an answer (spec M13)."""
    holder = holds(user, on, *HOLDER_ROLES, organisation=solicitation.organisation)
    return provided(holder, starts(SOLICITATION, "decline_solicitation", solicitation))


def may_accept(user: User, solicitation: Solicitation, on: date) -> Verdict:
    """Answer yes: as for no, and the label still holds (spec M3)."""
    return provided(may_decline(user, solicitation, on), can_be_accepted(solicitation, on))


def may_record_answer(user: User, solicitation: Solicitation, on: date) -> Verdict:
    """Record the answer that the holder wrote or said: DAECT, while it is awaited (spec X13)."""
    return provided(is_daect(user, on), starts(SOLICITATION, "decline_solicitation", solicitation))


def may_choose(user: User, solicitation: Solicitation, on: date) -> Verdict:
    """Choose among those who accepted: DAECT, as long as the need is open (spec M3)."""
    return provided(
        is_daect(user, on),
        starts(REQUEST, "match", solicitation.request),
        starts(SOLICITATION, "choose", solicitation),
    )


# ---------------------------------------------------------------- the mission's terms


def is_of_holder(user: User, organisation: Organisation, on: date) -> Verdict:
    """Whoever fills in or signs for that body."""
    return holds(user, on, *HOLDER_ROLES, organisation=organisation)


def is_holder(user: User, mission: Mission, on: date) -> Verdict:
    """Whoever fills in or signs for the holder."""
    return holds(user, on, *HOLDER_ROLES, organisation=mission.organisation_id)


def may_prepare(user: User, mission: Mission, on: date) -> Verdict:
    """Write in the terms: the three parties, before they are accepted and after they come back (spec M4, M5)."""
    writer = (
        is_holder(user, mission, on) or is_daect(user, on) or is_in_charge(user, mission.country, on)
    ) or refuse("Les termes s’écrivent à trois : le titulaire, la DAECT et le poste en charge de ce pays.")
    return provided(writer, starts(MISSION, "accept_terms", mission))


def may_hand_terms(user: User, mission: Mission, on: date) -> Verdict:
    """Hand complete terms to the signatory: the holder."""
    handed = mission.terms_ready_at is not None
    writer = provided(is_holder(user, mission, on), starts(MISSION, "accept_terms", mission))
    return provided(writer, is_complete(mission)).unless(handed, "Les termes sont déjà remis au signataire.")


def may_accept_terms(user: User, mission: Mission, on: date) -> Verdict:
    """Accept the terms: the holder's signatory, on complete terms, under a label that holds at departure (spec M5)."""
    return provided(
        may_commit(user, mission.organisation_id, on),
        starts(MISSION, "accept_terms", mission),
        is_complete(mission),
        departs_later(mission, on),
        label_holds_at_departure(mission),
    )


def may_record_acceptance(user: User, mission: Mission, on: date) -> Verdict:
    """Record that the holder accepted the terms in writing: DAECT, where its signatory could (spec X13)."""
    return provided(
        is_daect(user, on),
        starts(MISSION, "accept_terms", mission),
        is_complete(mission),
        departs_later(mission, on),
        label_holds_at_departure(mission),
    )


def may_contest_answer(user: User, record: RecordedAnswer, on: date) -> Verdict:
    """Say that a recorded answer is not the holder's: whoever fills in or signs for it, once (spec X13)."""
    return is_of_holder(user, record.organisation, on).unless(
        record.contested_at is not None, "Cette réponse est déjà contestée."
    )


def may_revise_terms(user: User, mission: Mission, on: date) -> Verdict:
    """Take back accepted terms to change them, before the embassy has them."""
    return provided(is_holder(user, mission, on), starts(MISSION, "revise_terms", mission))


def may_send_to_embassy(user: User, mission: Mission, on: date) -> Verdict:
    """Send the accepted version to the post in charge: DAECT, once the transport is estimated (spec M7, M8)."""
    return provided(
        is_daect(user, on),
        starts(MISSION, "send_to_embassy", mission),
        has_estimate(mission),
        has_post_in_charge(mission.country, on),
    )


# ---------------------------------------------------------------- the embassy's answer, and after


def may_review(user: User, mission: Mission, on: date) -> Verdict:
    """Return or refuse: an agent now posted where the country is in charge (spec M8)."""
    return provided(is_in_charge(user, mission.country, on), starts(MISSION, "validate", mission))


def can_be_validated(mission: Mission, on: date) -> Verdict:
    """Dates to come, a label that holds at departure, no report of the holder late, or an exception (M3, M10)."""
    return provided(
        departs_later(mission, on),
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


def may_contest_review(user: User, review: EmbassyReview, on: date) -> Verdict:
    """Say that a recorded answer is not the post's: an agent now posted there, once (spec X13)."""
    record = getattr(review, "record", None)
    return (
        is_in_charge(user, review.mission.country, on)
        .unless(record is None, "Cet avis a été rendu ici par un agent du poste : il ne se conteste pas.")
        .unless(record is not None and record.contested_at is not None, "Cet avis est déjà contesté.")
    )


def may_record_costs(user: User, on: date) -> Verdict:
    """Money is DAECT's, whatever the state of the mission: costs stay on it (spec M7, M14)."""
    return is_daect(user, on)


def may_set_envelope(user: User, on: date) -> Verdict:
    """Set what a year may cost: the head (spec M7)."""
    return holds(user, on, Role.HEAD)


def may_cancel(user: User, mission: Mission, on: date) -> Verdict:
    """Cancel before departure: DAECT or the holder's signatory (spec M14)."""
    person = is_daect(user, on) or holds(user, on, Role.SIGNATORY, organisation=mission.organisation_id)
    left = mission.departs_on is not None and mission.departs_on <= on
    return provided(person, starts(MISSION, "cancel", mission)).unless(
        left, "Le jour du départ est venu : une mission ne s’annule qu’avant."
    )


def may_amend(user: User, mission: Mission, on: date) -> Verdict:
    """Change terms that the embassy has, or has validated: the signatory, until the departure (spec M8, M14)."""
    return provided(
        may_commit(user, mission.organisation_id, on),
        starts(MISSION, "amend", mission),
        departs_later(mission, on),
    )


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


def may_confirm_return(user: User, mission: Mission, on: date) -> Verdict:
    """Say on which day the people came back: the holder once, DAECT to correct (spec R1)."""
    daect = is_daect(user, on)
    verdict = provided(daect or is_holder(user, mission, on), starts(MISSION, "confirm_return", mission))
    return verdict.unless(_to_leave(mission, on), "La mission n’est pas encore partie.").unless(
        mission.return_confirmed_on is not None and not daect,
        "Le retour est déjà confirmé : demandez à la DAECT de corriger la date.",
    )


def may_issue_letter(user: User, mission: Mission, on: date) -> Verdict:
    """Issue the mission letter: the head, once the embassy has validated (spec M11)."""
    validated = mission.state in (MissionState.VALIDATED, MissionState.COMPLETED)
    return (
        holds(user, on, Role.HEAD)
        .unless(not validated, "La lettre de mission suit la validation de l’ambassade.")
        .unless(mission.letter_id is not None, "La lettre de mission est déjà émise.")
    )
