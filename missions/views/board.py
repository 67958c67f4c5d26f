"""« Besoins ouverts »: what holders may offer to meet, and what reached them directly (spec M1, L6)."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from expect.accounts.enums import HOLDER_ROLES
from expect.accounts.models import Organisation
from expect.accounts.selectors import memberships_on
from expect.kernel.verdict import Verdict, refuse
from expect.territory.models import Country
from expect.web.columns import Column
from expect.web.components import Act, Head
from expect.web.views import ActView, DetailPage
from missions import board, offers, requests, selectors
from missions.emails import agents_in_charge
from missions.enums import RequestState, SolicitationState
from missions.filters import NeedFilters
from missions.forms.needs import NeedForm, OfferForm
from missions.models import ExpertiseRequest, Offer, Solicitation
from missions.rules.needs import may_declare, may_offer, may_take_back
from missions.selectors.recorded import record_of
from missions.views import standing
from missions.views.needs import (
    AUTHORITY,
    COUNTRY,
    NEEDS,
    NUMBER,
    STATE,
    SUBJECT,
    WISHED,
    NeedList,
    RelayRequest,
)
from missions.views.sides import HOLDER, Found

NO_LABEL = "Aucun de vos labels en vigueur ne porte sur un thème de ce besoin."
NOT_OFFERED = "Vous ne vous êtes pas proposé pour ce besoin."


def own_words(request: ExpertiseRequest) -> str:
    """What the holder has said of that need, or is asked."""
    said = {
        "Déclaré par vous": request.declarant_id,
        "Vous vous proposez": request.offered and not request.asked,
        "La DAECT vous sollicite": request.asked,
    }
    return ", ".join(words for words, true in said.items() if true)


class HolderNeeds(NeedList):
    """The open needs on one's themes."""

    title = "Besoins ouverts"
    columns = (
        NUMBER,
        SUBJECT,
        COUNTRY,
        AUTHORITY,
        *WISHED,
        STATE,
        Column("own", "Votre part", value=own_words),
    )
    empty_sentence = "Aucun besoin ouvert ne porte aujourd’hui sur les thèmes de votre label."
    filterset_class = NeedFilters

    def queryset(self) -> QuerySet[ExpertiseRequest]:
        return board.holder_requests(self.request.user, self.today)

    def primary_act(self) -> tuple[str, str]:
        return ("Déclarer une sollicitation reçue", reverse("missions:request_declare"))


class HolderNeed(Found, DetailPage):
    """An open need, and what one could say: « nous pourrions »."""

    template_name = "missions/needs/holder.html"
    side = HOLDER
    breadcrumb = (("Besoins ouverts", NEEDS[1]),)
    seen = staticmethod(board.holder_requests)

    def get_title(self) -> str:
        return self.object.subject

    def head(self, obj: ExpertiseRequest) -> Head:
        is_open = obj.state == RequestState.OPEN
        return Head(
            number=obj.number,
            badge=standing.need_badge(obj),
            subtitle=f"{obj.authority}, {obj.country}",
            primary=self.offer_act(obj) if is_open and not obj.offered and not self.asked else None,
            others=(self.take_back_act(obj),) if is_open and obj.offered else (),
        )

    def offer_act(self, obj: ExpertiseRequest) -> Act:
        return Act(_may_offer(self, obj), _url("offer", obj), "Nous pourrions répondre")

    def take_back_act(self, obj: ExpertiseRequest) -> Act:
        verdict = may_take_back(self.request.user, self.offer, self.today)
        return Act(verdict, _url("take_back", obj), "Ne plus se proposer")

    @cached_property
    def offer(self) -> Offer | None:
        """What the holder offered, if it stands."""
        return (
            board.standing_offer(self.request.user, self.object, self.today) if self.object.offered else None
        )

    @cached_property
    def asked(self) -> Solicitation | None:
        """The solicitation by which DAECT asked the holder, if it did."""
        own = selectors.own_solicitations(self.request.user, self.today).filter(request=self.object)
        return own.exclude(state=SolicitationState.CANCELLED).order_by("-sent_at").first()

    def context(self, obj: ExpertiseRequest) -> Mapping[str, Any]:
        return {
            "themes": obj.themes.order_by("rank"),
            "record": record_of(obj, self.request.user, self.today),
            "offer": self.offer,
            "asked": self.asked,
        }


class OfferExpertise(Found, ActView):
    """« Nous pourrions »."""

    title = "Se proposer pour ce besoin"
    verb = "Se proposer pour ce besoin"
    template_name = "missions/needs/offer.html"
    form_class = OfferForm
    seen = staticmethod(board.holder_requests)

    def get_breadcrumb(self) -> Sequence[tuple[str, str]]:
        return [*HolderNeed.breadcrumb, (self.object.number, self.object.get_absolute_url())]

    def verdict(self, obj: ExpertiseRequest) -> Verdict:
        return _may_offer(self, obj)

    def context(self, obj: ExpertiseRequest) -> Mapping[str, Any]:
        return {"themes": obj.themes.order_by("rank")}

    def consequences(self, obj: ExpertiseRequest) -> Sequence[str]:
        return (
            "La DAECT est prévenue ; elle peut vous solliciter, vous ou un autre titulaire.",
            "Vous ne vous engagez à rien : la mission ne naît que d’une sollicitation que vous acceptez.",
        )

    def perform(self, obj: ExpertiseRequest, form: OfferForm) -> Offer:
        label = board.fitting_label(self.request.user, obj, self.today)
        return offers.offer(request=obj, label=label, by=self.request.user, at=self.at, **form.cleaned_data)

    def success_message(self, fact: Offer) -> str:
        return "Votre proposition est transmise à la DAECT."

    def success_url(self, fact: Offer) -> str:
        return self.object.get_absolute_url()


class TakeBackOffer(OfferExpertise):
    """« Nous ne pourrions plus »."""

    title = "Ne plus se proposer pour ce besoin"
    verb = "Ne plus se proposer"
    form_class = ActView.form_class

    def verdict(self, obj: ExpertiseRequest) -> Verdict:
        offer = board.standing_offer(self.request.user, obj, self.today)
        return may_take_back(self.request.user, offer, self.today) if offer else refuse(NOT_OFFERED)

    def consequences(self, obj: ExpertiseRequest) -> Sequence[str]:
        return (
            "La DAECT est prévenue par courriel.",
            "Vous pourrez vous proposer de nouveau tant que le besoin est ouvert.",
        )

    def perform(self, obj: ExpertiseRequest, form) -> Offer:
        offer = board.standing_offer(self.request.user, obj, self.today)
        return offers.take_back(offer=offer, by=self.request.user, at=self.at)

    def success_message(self, fact: Offer) -> str:
        return "Votre proposition est reprise ; la DAECT en est prévenue."


class DeclareRequest(RelayRequest):
    """A solicitation received elsewhere, as the holder committed itself to say."""

    template_name = "missions/needs/declare.html"
    title = "Déclarer une sollicitation reçue"
    breadcrumb = HolderNeed.breadcrumb
    verb = "Déclarer la sollicitation"
    form_class = NeedForm

    def organisation(self) -> Organisation | None:
        """The body for which the person acts now, or the first for which they do."""
        held = [self.request.membership, *memberships_on(self.request.user, self.today)]
        return next((one.organisation for one in held if one and one.role in HOLDER_ROLES), None)

    def verdict(self, obj: None) -> Verdict:
        body = self.organisation()
        reserved = refuse("Seuls les titulaires du label déclarent les sollicitations qu’ils reçoivent.")
        return may_declare(self.request.user, body, self.today) if body else reserved

    def form_kwargs(self, obj: None) -> Mapping[str, Any]:
        return {"countries": Country.objects.order_by("sort_name"), "on": self.today}

    def initial(self, obj: None) -> Mapping[str, Any]:
        return {"languages": "Français"}

    def perform(self, obj: None, form: NeedForm) -> ExpertiseRequest:
        body = self.organisation()
        return requests.declare_request(
            organisation=body, by=self.request.user, at=self.at, **form.cleaned_data
        )

    def success_message(self, fact: ExpertiseRequest) -> str:
        post = agents_in_charge(fact.country, self.at).exists()
        told = "La DAECT et l’ambassade en sont prévenues" if post else "La DAECT en est prévenue"
        return (
            f"La sollicitation est déclarée sous le numéro {fact.number}. {told} ; attendez d’être sollicité "
            "avant de vous engager."
        )


def _may_offer(page: HolderNeed | OfferExpertise, need: ExpertiseRequest) -> Verdict:
    label = board.fitting_label(page.request.user, need, page.today)
    return may_offer(page.request.user, need, label, page.today) if label else refuse(NO_LABEL)


def _url(act: str, need: ExpertiseRequest) -> str:
    return reverse(f"missions:request_{act}", args=[need.public_id])
