"""« Frais »: what the programme costs, by mission, country and holder, against the year’s envelope (spec M7)."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse, reverse_lazy

from expect.accounts.models import Organisation
from expect.accounts.rules import is_daect
from expect.accounts.selectors import is_daect as works_at_daect
from expect.kernel.verdict import Verdict
from expect.territory.models import Country
from expect.web import french
from expect.web.addresses import changed
from expect.web.columns import Column
from expect.web.lists import ListPage
from expect.web.views import FormPage
from missions import budget, rules
from missions.enums import CostStage
from missions.forms.budget import EnvelopeForm
from missions.models import Envelope, Mission
from missions.selectors import money
from missions.views.sides import RESERVED

TABS = (
    ("missions:money", "Par mission"),
    ("missions:money_countries", "Par pays"),
    ("missions:money_holders", "Par titulaire"),
)


def euros(name: str, label: str) -> Column:
    """A sum: written in French on the screen, bare in an export."""
    return Column(
        name, label, sort=name, number=True, html=lambda row, today: french.euros(getattr(row, name))
    )


SUMS = (*(euros(stage.value, str(stage.label)) for stage in CostStage), euros("net", "Reste à charge"))


class Money(ListPage):
    """What the three tables share: the year, its envelope, the sums at each stage."""

    title = "Frais"
    template_name = "missions/money.html"
    default_sort = "-net"
    grouped: type[Model] = Mission
    empty_sentence = "Aucune dépense n’est enregistrée cette année-là."

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not works_at_daect(request.user, self.today):
            raise PermissionDenied(RESERVED)
        return super().dispatch(request, *args, **kwargs)

    def get_title(self) -> str:
        return f"Frais {self.year}"

    @property
    def year(self) -> int:
        """The one asked for; this one by default."""
        asked = self.request.GET.get("annee", "")
        return (
            int(asked)
            if asked.isascii() and asked.isdigit() and 2020 <= int(asked) <= 2100
            else self.today.year
        )

    def queryset(self) -> QuerySet:
        return money.spent(self.grouped, self.year)

    def row_url(self, row: Any) -> str:
        return ""

    def context(self) -> Mapping[str, Any]:
        query = changed(self.request.GET, tri=None, page=None)
        standing = money.budget(self.year)
        return {
            "budget": standing,
            "totals": [(stage.label, total) for stage, total in standing.totals.items()],
            "history": list(money.envelopes(self.year)),
            "years": [
                (year, changed(self.request.GET, annee=year, page=None)) for year in money.years(self.today)
            ],
            "tabs": [(reverse(name) + query, label, name) for name, label in TABS],
            "here": self.request.resolver_match.view_name,
            "sets": rules.may_set_envelope(self.request.user, self.today),
        }


class MoneyByMission(Money):
    columns = (
        Column("number", "Mission", short=True, sort="number"),
        Column("subject", "Objet", sort="subject"),
        Column("country", "Pays", sort="country__sort_name"),
        Column("organisation", "Titulaire", sort="organisation__sort_name"),
        *SUMS,
    )

    def queryset(self) -> QuerySet[Mission]:
        return super().queryset().select_related("country", "organisation")

    def row_url(self, row: Mission) -> str:
        return f"{row.get_absolute_url()}#qui-paie-quoi"


class MoneyByCountry(Money):
    grouped = Country
    columns = (Column("name", "Pays", sort="sort_name"), *SUMS)


class MoneyByHolder(Money):
    grouped = Organisation
    columns = (
        Column("name", "Titulaire", sort="sort_name", hint=lambda row: row.description()),
        Column("description", "Nature", value=lambda row: row.description(), on_screen=False),
        *SUMS,
    )

    def queryset(self) -> QuerySet[Organisation]:
        return super().queryset().select_related("department", "region")


class SetEnvelope(FormPage):
    """The head sets the envelope of a year."""

    title = "Fixer l’enveloppe d’une année"
    verb = "Fixer l’enveloppe"
    form_class = EnvelopeForm
    breadcrumb = (("Frais", reverse_lazy("missions:money")),)

    def get_object(self) -> None:
        return None

    def verdict(self, obj: None) -> Verdict:
        person, on = self.request.user, self.today
        return rules.may_set_envelope(person, on) if is_daect(person, on) else is_daect(person, on)

    def initial(self, obj: None) -> Mapping[str, Any]:
        return {"year": self.today.year}

    def back_url(self, obj: None) -> str:
        return reverse("missions:money")

    def consequences(self, obj: None) -> Sequence[str]:
        return ("Ce montant remplace celui de l’année, qui reste dans l’historique avec votre nom.",)

    def perform(self, obj: None, form: EnvelopeForm) -> Envelope:
        return budget.set_envelope(by=self.request.user, at=self.at, **form.cleaned_data)

    def success_message(self, fact: Envelope) -> str:
        return f"L’enveloppe {fact.year} est de {french.euros(fact.amount)}."

    def success_url(self, fact: Envelope) -> str:
        return f"{reverse('missions:money')}?annee={fact.year}"
