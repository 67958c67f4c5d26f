"""« Besoins »: what comes from abroad, and the holders who may meet it (spec M1–M3)."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse, reverse_lazy

from expect.accounts.enums import Role
from expect.accounts.selectors import holds_role
from expect.kernel.verdict import Verdict
from expect.web.columns import Column
from expect.web.components import Act, Head, Section
from expect.web.lists import ListPage
from expect.web.views import ActView, DetailPage, FormPage
from missions import matching, requests, rules, selectors
from missions.enums import RequestState, SolicitationState
from missions.filters import NeedFilters
from missions.forms.needs import NeedForm
from missions.models import ExpertiseRequest
from missions.views import standing
from missions.views.sides import DAECT, Found

NEEDS = ("Besoins", reverse_lazy("missions:requests"))
SUBJECT = Column("subject", "Objet", sort="subject")
COUNTRY = Column("country", "Pays", sort="country__sort_name")
AUTHORITY = Column("authority", "Demandé par")
STATE = Column("state", "État", value=standing.need_badge)
NUMBER = Column("number", "Besoin", short=True, sort="created_at")
WISHED = (
    Column("wished_from", "Souhaité dès le", sort="wished_from"),
    Column("wished_until", "Jusqu’au", sort="wished_until"),
)


class NeedList(ListPage):
    """What both lists of needs share."""

    title = "Besoins"
    search_label = "Numéro, objet, demandeur ou pays"
    default_sort = "-number"
    filterset_class = NeedFilters

    def search(self, rows: QuerySet, text: str) -> QuerySet:
        return selectors.find_requests(rows, text)

    def primary_act(self) -> tuple[str, str]:
        return ("Enregistrer un besoin", reverse("missions:request_relay"))


class DaectNeeds(NeedList):
    """Every need, the latest first."""

    keeps_views = True
    columns = (NUMBER, SUBJECT, COUNTRY, AUTHORITY, *WISHED, STATE)
    empty_sentence = "Aucun besoin n’est encore parvenu des ambassades."

    def queryset(self) -> QuerySet[ExpertiseRequest]:
        return selectors.daect_requests(self.request.user, self.today)


class PostNeeds(NeedList):
    """The needs of the post's countries."""

    columns = (NUMBER, SUBJECT, COUNTRY, AUTHORITY, *WISHED, STATE)
    empty_sentence = "Votre poste n’a encore relayé aucun besoin."

    def queryset(self) -> QuerySet[ExpertiseRequest]:
        return selectors.post_requests(self.request.user, self.today)


class RelayRequest(FormPage):
    """Enter a need, on one page."""

    template_name = "missions/needs/form.html"
    title = "Enregistrer un besoin"
    breadcrumb = (NEEDS,)
    verb = "Enregistrer le besoin"
    form_class = NeedForm

    def get_object(self) -> None:
        return None

    def verdict(self, obj: None) -> Verdict:
        return rules.may_enter_needs(self.request.user, self.today)

    def form_kwargs(self, obj: None) -> Mapping[str, Any]:
        return {"countries": selectors.countries_to_relay(self.request.user, self.today), "on": self.today}

    def initial(self, obj: None) -> Mapping[str, Any]:
        countries = list(selectors.countries_to_relay(self.request.user, self.today)[:2])
        return {"country": countries[0]} if len(countries) == 1 else {}

    def back_url(self, obj: None) -> str:
        return reverse("missions:requests")

    def perform(self, obj: None, form: NeedForm) -> ExpertiseRequest:
        return requests.relay_request(by=self.request.user, at=self.at, **form.cleaned_data)

    def success_message(self, fact: ExpertiseRequest) -> str:
        return f"Le besoin {fact.number} est enregistré. La DAECT cherche un titulaire du label."


class NeedPage(Found, DetailPage):
    """What both pages of a need share."""

    breadcrumb = (NEEDS,)

    def get_title(self) -> str:
        return self.object.subject

    def acts(self, obj: ExpertiseRequest) -> Sequence[Act]:
        """What may still be done."""
        if obj.state != RequestState.OPEN:
            return ()
        verdict = rules.may_withdraw_request(self.request.user, obj, self.today)
        return (
            Act(verdict, reverse("missions:request_withdraw", args=[obj.public_id]), "Retirer le besoin"),
        )

    def head(self, obj: ExpertiseRequest) -> Head:
        return Head(
            number=obj.number,
            badge=standing.need_badge(obj),
            subtitle=f"{obj.authority}, {obj.country}",
            others=self.acts(obj),
        )


class DaectNeed(NeedPage):
    """The need, the holders asked, and those who may be."""

    template_name = "missions/needs/daect.html"
    seen = staticmethod(selectors.daect_requests)

    def context(self, obj: ExpertiseRequest) -> Mapping[str, Any]:
        is_open = obj.state == RequestState.OPEN
        asked = obj.solicitations.select_related(
            "organisation__department", "organisation__region", "label", "answered_by", "mission"
        )
        return {
            "themes": obj.themes.order_by("rank"),
            "asked": [
                (one, standing.solicitation_badge(one, DAECT), self.choice(one))
                for one in asked.order_by("sent_at")
            ],
            "is_open": is_open,
            "grants": holds_role(self.request.user, self.today, Role.HEAD),
            "suggestions": matching.suggestions(obj, self.today) if is_open else (),
            "sections": [
                Section("besoin", "Besoin"),
                Section("sollicitations", "Sollicitations"),
                *([Section("titulaires", "Titulaires possibles")] if is_open else ()),
            ],
        }

    def choice(self, solicitation) -> str:
        """Where to choose that holder, once it said yes and as long as the need is open."""
        may = solicitation.state == SolicitationState.ACCEPTED and self.object.state == RequestState.OPEN
        return reverse("missions:solicitation_choose", args=[solicitation.public_id]) if may else ""


class PostNeed(NeedPage):
    """The need that the post relayed, and who meets it."""

    template_name = "missions/needs/post.html"
    seen = staticmethod(selectors.post_requests)

    def context(self, obj: ExpertiseRequest) -> Mapping[str, Any]:
        return {"themes": obj.themes.order_by("rank"), "mission": selectors.mission_of_request(obj)}


class WithdrawRequest(Found, ActView):
    """Give up a need."""

    title = "Retirer le besoin"
    verb = "Retirer le besoin"
    seen = staticmethod(selectors.visible_requests)

    def get_breadcrumb(self) -> Sequence[tuple[str, str]]:
        return [NEEDS, (self.object.number, self.object.get_absolute_url())]

    def verdict(self, obj: ExpertiseRequest) -> Verdict:
        return rules.may_withdraw_request(self.request.user, obj, self.today)

    def consequences(self, obj: ExpertiseRequest) -> Sequence[str]:
        return (
            f"Le besoin {obj.number} n’est plus proposé à personne.",
            "Les titulaires sollicités qui attendent une suite sont prévenus par courriel.",
        )

    def perform(self, obj: ExpertiseRequest, form) -> ExpertiseRequest:
        return requests.withdraw_request(request=obj, by=self.request.user, at=self.at)

    def success_message(self, fact: ExpertiseRequest) -> str:
        return f"Le besoin {fact.number} est retiré."
