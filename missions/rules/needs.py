"""Who may do what with a need and its solicitations (spec M1–M3)."""

from datetime import date

from expect.accounts.enums import HOLDER_ROLES, Role
from expect.accounts.models import Organisation, User
from expect.accounts.rules import holds, is_daect
from expect.accounts.selectors import memberships_on
from expect.kernel.verdict import Verdict, allow, refuse
from expect.territory.models import Country
from expect.territory.selectors import post_in_charge
from expect.web import french
from labels.models import Label
from missions.enums import RequestState, SolicitationState
from missions.models import ExpertiseRequest, Mission, Offer, Solicitation
from missions.rules.conditions import (
    can_be_accepted,
    has_post_in_charge,
    is_owned,
    label_fits,
    leaves_time_to_answer,
    no_late_report,
    not_asked,
    obstacles,
    provided,
    reports_are_in,
    starts,
)
from missions.rules.people import is_in_charge
from missions.workflow import BEFORE_DEPARTURE, REQUEST, SOLICITATION


def may_name_post(user: User, country: Country, on: date) -> Verdict:
    """Name the post that answers for a country without any, or with two: the head (spec M8)."""
    head = holds(user, on, Role.HEAD)
    post = post_in_charge(country, on) if head else None
    return head.unless(post is not None, f"Un poste est chargé de ce pays ({country}) : « {post} ».")


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


def may_record_requests(user: User, on: date) -> Verdict:
    """Open the form: DAECT (spec X13)."""
    return is_daect(user, on)


def may_record_request(user: User, country: Country, holder: Organisation | None, on: date) -> Verdict:
    """Record the need that the post in charge, or a `holder`, wrote: DAECT (spec M1, X13)."""
    verdict = provided(is_daect(user, on), has_post_in_charge(country, on))
    return provided(verdict, holds_label(holder, on)) if holder else verdict


def may_withdraw_request(user: User, request: ExpertiseRequest, on: date) -> Verdict:
    """Withdraw an open need: DAECT, or the post in charge."""
    person = is_daect(user, on) or is_in_charge(user, request.country, on)
    return provided(person, starts(REQUEST, "withdraw_request", request))


def may_match(user: User, request: ExpertiseRequest, on: date) -> Verdict:
    """Look for a holder: DAECT, as long as the need is open (spec M3)."""
    return provided(is_daect(user, on), starts(REQUEST, "match", request), is_owned(request))


def may_ask(user: User, request: ExpertiseRequest, on: date) -> Verdict:
    """Ask whoever it may be: somebody has time to answer (spec M3)."""
    return provided(may_match(user, request, on), leaves_time_to_answer(request, on))


def may_solicit(user: User, request: ExpertiseRequest, label: Label, on: date) -> Verdict:
    """Ask that holder, once: its label is valid and lasts, none of its reports is late (spec M3, M10)."""
    return provided(
        may_ask(user, request, on),
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
    """Choose among those who accepted: DAECT, as long as the need is open (spec M3).

    Not a holder that says it never did, until DAECT has said what follows (spec X13).
    """
    record = getattr(solicitation, "record", None)
    return provided(
        is_daect(user, on),
        starts(REQUEST, "match", solicitation.request),
        starts(SOLICITATION, "choose", solicitation),
        is_owned(solicitation.request),
    ).unless(
        record is not None and record.in_dispute,
        f"{solicitation.organisation} conteste la réponse enregistrée en son nom : dites d’abord la suite que vous y "
        "donnez.",
    )


def may_declare(user: User, organisation: Organisation, on: date) -> Verdict:
    """Declare a solicitation received elsewhere: whoever fills in or signs for a holder (spec M1, L6)."""
    return provided(holds(user, on, *HOLDER_ROLES, organisation=organisation), holds_label(organisation, on))


def holds_label(organisation: Organisation, on: date) -> Verdict:
    """It is a holder on that day."""
    return allow().unless(
        not Label.objects.valid_on(on).filter(organisation=organisation).exists(),
        f"{organisation} n’a pas de label en vigueur : seul un titulaire déclare les sollicitations qu’il reçoit.",
    )


def may_offer(user: User, request: ExpertiseRequest, label: Label, on: date) -> Verdict:
    """Say « nous pourrions »: a holder not asked yet, whose label fits, on an open need (spec M1).

    The label fits as for a solicitation; nobody offers who could not be asked (spec M3, M10).
    """
    return provided(
        holds(user, on, *HOLDER_ROLES, organisation=label.organisation_id),
        starts(REQUEST, "match", request),
        leaves_time_to_answer(request, on),
        not_asked(request, label),
        not_offered(request, label),
        shares_theme(request, label),
        label_fits(label, request, on),
        no_late_report(label.organisation_id, on),
    )


def may_take_back(user: User, offer: Offer, on: date) -> Verdict:
    """Take an offer back: its holder, as long as the need is open."""
    return provided(
        holds(user, on, *HOLDER_ROLES, organisation=offer.organisation_id),
        starts(REQUEST, "match", offer.request),
    ).unless(offer.taken_back_at is not None, "Cette proposition est déjà reprise.")


def may_merge(user: User, request: ExpertiseRequest, on: date) -> Verdict:
    """Merge a need into another: DAECT, while it is open and no holder has been asked for it."""
    running = request.solicitations.filter(state__in=[SolicitationState.SENT, SolicitationState.ACCEPTED])
    return provided(is_daect(user, on), starts(REQUEST, "merge_request", request), is_owned(request)).unless(
        running.exists(),
        "Un titulaire est sollicité pour ce besoin : réunissez plutôt l’autre à celui-ci, ou annulez la sollicitation.",
    )


def may_cancel_solicitation(user: User, solicitation: Solicitation, on: date) -> Verdict:
    """Call a solicitation back before it is answered: DAECT."""
    return provided(is_daect(user, on), starts(SOLICITATION, "cancel_solicitation", solicitation))


def may_lapse(user: User, solicitation: Solicitation, on: date) -> Verdict:
    """Note that the holder did not answer: DAECT, past the date; silence itself moves nothing (spec M3, M13)."""
    return provided(is_daect(user, on), starts(SOLICITATION, "lapse_solicitation", solicitation)).unless(
        on <= solicitation.answer_by,
        f"{solicitation.organisation} a jusqu’au {french.day(solicitation.answer_by)} pour répondre.",
    )


def not_offered(request: ExpertiseRequest, label: Label) -> Verdict:
    """One standing offer for a holder and a need."""
    standing = request.offers.filter(organisation=label.organisation_id, taken_back_at=None)
    return allow().unless(standing.exists(), "Vous vous êtes déjà proposé pour ce besoin.")


def shares_theme(request: ExpertiseRequest, label: Label) -> Verdict:
    """The label was granted on one of the need's themes (spec M2)."""
    shared = label.themes.filter(pk__in=request.themes.values("pk"))
    if shared.exists():
        return allow()
    return refuse(f"Le label {label.number} ne porte sur aucun des thèmes de ce besoin.")
