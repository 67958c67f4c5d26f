"""Who may do what with a need beside the embassy and DAECT's first acts: declare, offer, merge, call back."""

from datetime import date

from expect.accounts.enums import HOLDER_ROLES
from expect.accounts.models import Organisation, User
from expect.accounts.rules import holds, is_daect
from expect.kernel.verdict import Verdict, allow, refuse
from expect.web import french
from labels.models import Label
from missions.enums import SolicitationState
from missions.models import ExpertiseRequest, Offer, Solicitation
from missions.rules.conditions import label_fits, no_late_report, not_asked, provided, starts
from missions.workflow import REQUEST, SOLICITATION


def may_declare(user: User, organisation: Organisation, on: date) -> Verdict:
    """Declare a solicitation received elsewhere: whoever fills in or signs for a holder (spec M1, L6)."""
    person = holds(user, on, *HOLDER_ROLES, organisation=organisation)
    return person.unless(
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
    return provided(is_daect(user, on), starts(REQUEST, "merge_request", request)).unless(
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
