"""The open needs as the holders read them, and what each may say of one (spec M1, X1)."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from expect.accounts import bodies
from expect.accounts.models import Organisation, User
from expect.accounts.selectors import organisations_of
from expect.database.text import normalise
from labels.models import Label
from missions.enums import RequestState, SolicitationState
from missions.models import ExpertiseRequest, Offer, Solicitation
from missions.selectors import with_unmet


def holder_requests(user: User, on: date) -> QuerySet[ExpertiseRequest]:
    """The open needs on a theme of one's label in force, and those, open or not, that one declared or offered to meet.

    `offered` says whether one's offer stands, `asked` whether DAECT solicits one for it.
    """
    own = organisations_of(user, on)
    themes = Label.objects.valid_on(on).filter(organisation__in=own).values("themes")
    shared = ExpertiseRequest.themes.through.objects.filter(
        expertiserequest=OuterRef("pk"), theme__in=themes.filter(themes__isnull=False)
    )
    offered = Offer.objects.filter(request=OuterRef("pk"), organisation__in=own)
    asked = Solicitation.objects.filter(request=OuterRef("pk"), organisation__in=own)
    return (
        with_unmet(ExpertiseRequest.objects)
        .select_related("country", "post", "declarant", "merged_into")
        .annotate(
            offered=Exists(offered.filter(taken_back_at=None)),
            asked=Exists(asked.exclude(state=SolicitationState.CANCELLED)),
        )
        .filter(Q(Exists(shared), state=RequestState.OPEN) | Exists(offered) | Q(declarant__in=own))
    )


def holders(on: date) -> QuerySet[Organisation]:
    """The bodies whose label is in force."""
    return Organisation.objects.filter(pk__in=Label.objects.valid_on(on).values("organisation"))


def find_holders(text: str, on: date) -> QuerySet[Organisation]:
    """Of them, those that the words typed name, the likeliest first."""
    return bodies.search(text, among=holders(on))


def named(text: str, on: date) -> list[Organisation]:
    """The holder of exactly that name where there is one, otherwise the first of those that the words find."""
    found = list(find_holders(text, on))
    exact = [holder for holder in found if holder.sort_name == normalise(text)]
    return exact if len(exact) == 1 else found


def fitting_label(user: User, request: ExpertiseRequest, on: date) -> Label | None:
    """One's label in force on a theme of the need, the last granted; None where none is."""
    labels = Label.objects.valid_on(on).filter(organisation__in=organisations_of(user, on))
    shared = labels.filter(themes__in=request.themes.values("pk")).select_related("organisation")
    return shared.order_by("-granted_on", "-pk").first()


def standing_offer(user: User, request: ExpertiseRequest, on: date) -> Offer | None:
    """One's offer on that need, unless it was taken back."""
    offers = Offer.objects.filter(request=request, organisation__in=organisations_of(user, on))
    return offers.filter(taken_back_at=None).select_related("organisation", "request", "offered_by").first()


def offers_on(request: ExpertiseRequest) -> QuerySet[Offer]:
    """The standing offers on a need, the first first."""
    offers = Offer.objects.filter(request=request, taken_back_at=None)
    return offers.select_related("organisation__department", "organisation__region").order_by(
        "offered_at", "pk"
    )


def near_requests(request: ExpertiseRequest) -> QuerySet[ExpertiseRequest]:
    """The other open needs of the same country, those that share a theme with it first: perhaps the same need."""
    shared = ExpertiseRequest.themes.through.objects.filter(
        expertiserequest=OuterRef("pk"), theme__in=request.themes.values("pk")
    )
    others = ExpertiseRequest.objects.filter(state=RequestState.OPEN, country=request.country_id)
    near = others.exclude(pk=request.pk).annotate(shares=Exists(shared))
    return near.order_by("-shares", "-created_at", "-pk")
