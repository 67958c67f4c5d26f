"""« Poste »: what waits for the embassy, what is announced in its countries, who is active there (spec M8)."""

from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse, reverse_lazy
from django.views import View

from expect.accounts.enums import Role
from expect.accounts.models import Membership
from expect.accounts.selectors import memberships_on, people
from expect.kernel.working_days import is_holiday
from expect.territory.holidays import public_holidays
from expect.territory.models import Country, DiplomaticPost
from expect.web import french
from expect.web.columns import Column
from expect.web.lists import ListPage
from expect.web.views import PageMixin
from labels.models import Label
from labels.selectors import find_labels
from missions import selectors
from missions.selectors.desk import announced, holders_active, to_answer
from missions.views.sides import RESERVED

AHEAD = timedelta(days=60)


@dataclass(frozen=True)
class DayOff:
    """A day on which nobody answers, and where."""

    day: str
    where: str


def days_off(countries: list[Country], first, last) -> list[DayOff]:
    """The public holidays there and in France, in order (spec X9)."""
    found = []
    for country in countries:
        for holiday in public_holidays(country.code, first, last):
            about = " (date estimée)" if holiday.estimated else ""
            found.append((holiday.day, f"{country}{about}"))
    days = (last - first).days + 1
    found += [(day, "France") for day in (first + timedelta(days=n) for n in range(days)) if is_holiday(day)]
    by_day: dict = {}
    for day, where in found:
        by_day.setdefault(day, []).append(where)
    return [DayOff(french.day(day), ", ".join(by_day[day])) for day in sorted(by_day)]


class ForPosts:
    """For the agents of a post; others read 403."""

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not self.held():
            raise PermissionDenied(RESERVED)
        return super().dispatch(request, *args, **kwargs)

    def held(self) -> list[Membership]:
        """The reader’s roles at a post today."""
        held = memberships_on(self.request.user, self.today)
        return [one for one in held if one.role == Role.POST_AGENT]


MOST_SHOWN = 30
"""Missions of each kind on the page; its list has them all."""


class Desk(ForPosts, PageMixin, View):
    """Local time, holidays, the missions to answer the oldest first, those announced, the people of the post."""

    template_name = "missions/desk.html"
    title = "Poste"

    def get(self, request: HttpRequest) -> HttpResponse:
        countries = list(selectors.countries_of(request.user, self.today))
        waiting = to_answer(request.user, self.today)
        return self.page(
            {
                "posts": [
                    (held, french.hour_there(self.at, held.post.time_zone), self.colleagues(held.post))
                    for held in self.held()
                ],
                "paris": french.hour(self.at),
                "countries": countries,
                "waiting": waiting[:MOST_SHOWN],
                "awaited": waiting.count(),
                "announced": list(announced(request.user, self.today)[:MOST_SHOWN]),
                "days_off": days_off(countries, self.today, self.today + AHEAD),
            }
        )

    def colleagues(self, post: DiplomaticPost) -> str:
        return ", ".join(map(str, people((Role.POST_AGENT,), self.today, post=post)))


class ActiveHolders(ForPosts, ListPage):
    """The label holders that have, or had, a mission in the countries of the post."""

    title = "Titulaires actifs dans les pays du poste"
    breadcrumb = (("Poste", reverse_lazy("missions:desk")),)
    search_label = "Nom, compétence ou numéro"
    default_sort = "-last_on"
    empty_sentence = "Aucun titulaire d’un label en cours n’a encore de mission dans les pays de votre poste."
    columns = (
        Column(
            "organisation",
            "Titulaire",
            sort="organisation__sort_name",
            hint=lambda row: row.organisation.description(),
        ),
        Column("number", "Label", short=True, sort="number"),
        Column("skills", "Compétences reconnues"),
        Column("there", "Missions dans vos pays", number=True, sort="there"),
        Column("last_on", "Dernier départ", sort="last_on"),
        Column("ends_on", "Label valable jusqu’au", sort="ends_on"),
    )

    def queryset(self) -> QuerySet[Label]:
        return holders_active(self.request.user, self.today)

    def row_url(self, row: Label) -> str:
        return reverse("labels:verification", args=[row.number])

    def search(self, rows: QuerySet[Label], text: str) -> QuerySet[Label]:
        return find_labels(rows, text)
