"""« Besoins »: what comes from abroad, and the holders who may meet it (spec M1–M3)."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse, reverse_lazy

from expect.accounts.enums import Role
from expect.accounts.selectors import holds_role
from expect.kernel.verdict import Verdict
from expect.programme import parameters
from expect.web.columns import Column
from expect.web.components import Act, Head, Section
from expect.web.lists import ListPage
from expect.web.views import ActView, DetailPage, FormPage
from missions import board, matching, requests, rules, selectors
from missions.enums import RequestState, SolicitationState
from missions.filters import NeedFilters
from missions.forms.needs import NeedForm, RelayForm, need_as_typed
from missions.models import ExpertiseRequest, Solicitation
from missions.rules.needs import may_merge
from missions.selectors.recorded import record_of
from missions.views import standing
from missions.views.sides import DAECT, POST, Found

ALONE = "Aucun autre besoin n’est ouvert dans ce pays."
FIRST_RANKED, MOST_RANKED = 10, 200
"""Holders shown at first, and on each page on demand."""
MOST_PAGES = 1000
AGAIN = "de_nouveau"
"""The parameter by which the form opens on what a former need said."""
MOST_NEAR = 10
MOST_SAID = 4
"""Experts of one holder whose availability is shown."""
WAITED_FOR = (SolicitationState.SENT, SolicitationState.ACCEPTED)
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
    form_class: type[NeedForm] = RelayForm

    def get_object(self) -> None:
        return None

    def verdict(self, obj: None) -> Verdict:
        return rules.may_enter_needs(self.request.user, self.today)

    def form_kwargs(self, obj: None) -> Mapping[str, Any]:
        return {"countries": selectors.countries_to_relay(self.request.user, self.today), "on": self.today}

    def initial(self, obj: None) -> Mapping[str, Any]:
        if former := self.former():
            return need_as_typed(former, self.today)
        countries = list(selectors.countries_to_relay(self.request.user, self.today)[:2])
        return {"languages": "Français"} | ({"country": countries[0]} if len(countries) == 1 else {})

    def former(self) -> ExpertiseRequest | None:
        """The need that is entered again, where the reader may see it (spec X1)."""
        seen = selectors.visible_requests(self.request.user, self.today)
        return seen.filter(public_id=self.request.GET.get(AGAIN, "")).first()

    def back_url(self, obj: None) -> str:
        return reverse("missions:requests")

    def context(self, obj: None) -> Mapping[str, Any]:
        return {
            "names_posts": rules.may_name_posts(self.request.user, self.today),
            "records": rules.may_record_requests(self.request.user, self.today),
        }

    def perform(self, obj: None, form: NeedForm) -> ExpertiseRequest:
        said = {"former": self.former(), **form.cleaned_data}
        return requests.relay_request(by=self.request.user, at=self.at, **said)

    def success_message(self, fact: ExpertiseRequest) -> str:
        near = board.near_requests(fact).filter(shares=True).first()
        twin = f" Un besoin proche est déjà ouvert dans ce pays : {near}." if near else ""
        return f"Le besoin {fact.number} est enregistré. La DAECT cherche un titulaire du label.{twin}"


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
        return (self.act("withdraw", "Retirer le besoin", verdict),)

    def again(self, obj: ExpertiseRequest) -> Sequence[Act]:
        """A need that nobody met, or taken back, is entered again under a number of its own (decision 0094)."""
        if not (obj.unmet or obj.state in (RequestState.EXPIRED, RequestState.WITHDRAWN)):
            return ()
        url = f"{reverse('missions:request_relay')}?{AGAIN}={obj.public_id}"
        verdict = rules.may_relay(self.request.user, obj.country, self.today)
        return (Act(verdict, url, "Enregistrer de nouveau ce besoin"),)

    def act(self, name: str, label: str, verdict: Verdict) -> Act:
        """A link to an act on the need."""
        return Act(verdict, reverse(f"missions:request_{name}", args=[self.object.public_id]), label)

    def head(self, obj: ExpertiseRequest) -> Head:
        return Head(
            number=obj.number,
            badge=standing.need_badge(obj),
            subtitle=f"{obj.authority}, {obj.country}",
            others=(*self.acts(obj), *self.again(obj)),
        )


class DaectNeed(NeedPage):
    """The need, the holders asked, and those who may be."""

    template_name = "missions/needs/daect.html"
    side = DAECT
    seen = staticmethod(selectors.daect_requests)

    def acts(self, obj: ExpertiseRequest) -> Sequence[Act]:
        if obj.state != RequestState.OPEN:
            return ()
        merge = may_merge(self.request.user, obj, self.today).unless(not self.near, ALONE)
        return (self.act("merge", "Réunir à un autre besoin", merge), *super().acts(obj))

    @cached_property
    def near(self) -> list[ExpertiseRequest]:
        """The other open needs of the country."""
        return list(board.near_requests(self.object)[:MOST_NEAR])

    def holders(self, obj: ExpertiseRequest, asked: Sequence[Solicitation]) -> Mapping[str, Any]:
        """Those who may be asked, the next one to ask where nobody is awaited any more."""
        page = self.ranking_page()
        first, after = page * MOST_RANKED or FIRST_RANKED, max(page - 1, 0) * MOST_RANKED
        found = matching.suggestions(obj, self.today, first=first, after=after)
        said = matching.availabilities(found)
        may_ask = rules.may_ask(self.request.user, obj, self.today)
        best = found[0] if may_ask and found and not after and not found[0].blocked else None
        ranked = found[0].ranked if found else 0
        waited_for = any(one.state in WAITED_FOR and not self.is_silent(one) for one in asked)
        return {
            "suggestions": [(one, said[one.label.organisation.pk][:MOST_SAID]) for one in found],
            "ranked": ranked,
            "next_page": page + 1 if first < ranked else 0,
            "may_ask": may_ask,
            "next_one": best if asked and not waited_for else None,
            "next_answer_by": min(
                self.today + timedelta(days=parameters.value("solicitation_days", self.today)),
                obj.wished_until,
            ),
        }

    def ranking_page(self) -> int:
        """The page of the ranking that is asked for, of MOST_RANKED holders; 0: the first few."""
        asked = self.request.GET.get("tous", "0")
        return min(int(asked), MOST_PAGES) if asked.isdecimal() else 1

    def context(self, obj: ExpertiseRequest) -> Mapping[str, Any]:
        is_open = obj.state == RequestState.OPEN
        asked = list(
            obj.solicitations.select_related(
                "organisation__department",
                "organisation__region",
                "label",
                "answered_by",
                "mission",
                "record__contested_by",
                "record__settled_by",
            ).order_by("sent_at", "pk")
        )
        record = record_of(obj, self.request.user, self.today)
        return {
            "themes": obj.themes.order_by("rank"),
            "record": record,
            "disputed": [record] if record and record.in_dispute else (),
            "merged": obj.merged.order_by("merged_at", "pk"),
            "asked": [
                (one, standing.solicitation_badge(one, DAECT), self.choice(one), self.is_silent(one))
                for one in asked
            ],
            "is_open": is_open,
            "mission": selectors.mission_of_request(obj) if obj.unmet else None,
            "grants": holds_role(self.request.user, self.today, Role.HEAD),
            "near": [need for need in self.near if need.shares] if is_open else (),
            **(self.holders(obj, asked) if is_open else {}),
            "sections": [
                Section("besoin", "Besoin"),
                Section("sollicitations", "Sollicitations"),
                *([Section("titulaires", "Titulaires possibles")] if is_open else ()),
            ],
        }

    def is_silent(self, solicitation: Solicitation) -> bool:
        """Whether the holder let the date go by."""
        return solicitation.state == SolicitationState.SENT and solicitation.answer_by < self.today

    def choice(self, solicitation: Solicitation) -> str:
        """Where to choose that holder, if it may be."""
        may = rules.may_choose(self.request.user, solicitation, self.today)
        return reverse("missions:solicitation_choose", args=[solicitation.public_id]) if may else ""


class PostNeed(NeedPage):
    """The need that the post relayed, and who meets it."""

    template_name = "missions/needs/post.html"
    side = POST
    seen = staticmethod(selectors.post_requests)

    def context(self, obj: ExpertiseRequest) -> Mapping[str, Any]:
        return {
            "themes": obj.themes.order_by("rank"),
            "record": record_of(obj, self.request.user, self.today),
            "mission": selectors.mission_of_request(obj),
        }


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
