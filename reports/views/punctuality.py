"""« Ponctualité »: reports delivered, in time or late, by holder and by country, with the totals of each year."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from expect.accounts.models import Organisation
from expect.accounts.selectors import is_daect
from expect.territory.models import Country
from expect.web.addresses import changed
from expect.web.columns import Column
from expect.web.lists import ListPage
from missions.views.sides import RESERVED
from reports import selectors
from reports.views.reading import REPORTS

TABS = (("reports:punctuality_holders", "Par titulaire"), ("reports:punctuality_countries", "Par pays"))
MEASURES = tuple(
    Column(name, label, sort=name, number=True)
    for name, label in (
        ("returned", "Missions revenues"),
        ("delivered", "Rapports livrés"),
        ("in_time", "À temps"),
        ("late", "En retard"),
        ("missing", "Manquants"),
        ("worst", "Retard le plus long (jours)"),
    )
)


class Punctuality(ListPage):
    """What both tables share: the year of the limits, the totals of each year."""

    title = "Ponctualité des rapports"
    template_name = "reports/daect/punctuality.html"
    breadcrumb = (REPORTS,)
    default_sort = "-worst"
    grouped: type[Model] = Organisation
    empty_sentence = "Aucun rapport n’était attendu cette année-là."

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not is_daect(request.user, self.today):
            raise PermissionDenied(RESERVED)
        return super().dispatch(request, *args, **kwargs)

    def get_title(self) -> str:
        return f"{self.title} {self.year}" if self.year else self.title

    @cached_property
    def years(self) -> list[dict[str, int]]:
        """Each year with its totals."""
        return selectors.by_year(self.today)

    @property
    def year(self) -> int | None:
        """The one asked for; none: all."""
        asked = self.request.GET.get("annee", "")
        return next((one["year"] for one in self.years if str(one["year"]) == asked), None)

    def queryset(self) -> QuerySet:
        return selectors.punctuality(self.grouped, self.today, self.year)

    def row_url(self, row: Any) -> str:
        return ""

    def context(self) -> Mapping[str, Any]:
        query = changed(self.request.GET, tri=None, page=None)
        return {
            "measures": MEASURES,
            "totals": [
                (one["year"], changed(self.request.GET, annee=one["year"], page=None), totals(one))
                for one in self.years
            ],
            "whole_url": changed(self.request.GET, annee=None, page=None),
            "tabs": [(reverse(name) + query, label, name) for name, label in TABS],
            "here": self.request.resolver_match.view_name,
        }


def totals(year: Mapping[str, int]) -> list[tuple[str, int]]:
    """(label, figure) of a year, as the columns."""
    return [(column.label, year[column.name]) for column in MEASURES]


class ByHolder(Punctuality):
    columns = (
        Column("name", "Titulaire", sort="sort_name", hint=lambda row: row.description()),
        Column("description", "Nature", value=lambda row: row.description(), on_screen=False),
        *MEASURES,
    )

    def queryset(self) -> QuerySet[Organisation]:
        return super().queryset().select_related("department", "region")


class ByCountry(Punctuality):
    grouped = Country
    columns = (Column("name", "Pays", sort="sort_name"), *MEASURES)
