"""Missions by month or by week, and in one’s own calendar (spec X1)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache

from expect.kernel.clock import add_months, now, paris_day
from expect.kernel.errors import StateChanged
from expect.kernel.working_days import is_holiday
from expect.web import french, once
from expect.web.views import PageMixin
from missions import calendar
from missions.models import CalendarAddress, MissionLeg
from missions.selectors import stays
from missions.views.missions import MISSIONS
from missions.views.sides import RESERVED, sides

WEEK = timedelta(days=7)
NAMES = "lundi mardi mercredi jeudi vendredi samedi dimanche".split()
FEED_TYPE = "text/calendar; charset=utf-8"
KEPT = timedelta(days=365)


@dataclass(frozen=True)
class Day:
    """A square: the day, whether it is of the month shown, and the stays of which it is a day."""

    day: date
    inside: bool
    name: str
    off: bool
    legs: Sequence[MissionLeg]

    @property
    def words(self) -> str:
        """« 12 décembre »: the title says the year."""
        return french.day(self.day).rpartition(" ")[0]


@dataclass(frozen=True)
class Span:
    """What is shown: a month in whole weeks, or one week."""

    first: date
    last: date
    month: int | None
    title: str
    before: str
    after: str


def month_of(day: date) -> Span:
    """The whole weeks that hold a month."""
    first = day.replace(day=1)
    end = add_months(first, 1) - timedelta(days=1)
    return Span(
        first - timedelta(days=first.weekday()),
        end + timedelta(days=6 - end.weekday()),
        first.month,
        f"{french.MONTHS[first.month - 1]} {first.year}",
        f"?mois={add_months(first, -1):%Y-%m}",
        f"?mois={add_months(first, 1):%Y-%m}",
    )


def week_of(day: date) -> Span:
    """Monday to Sunday."""
    first = day - timedelta(days=day.weekday())
    last = first + WEEK - timedelta(days=1)
    words = french.period(first, last).partition(" (")[0]
    return Span(first, last, None, f"semaine {words}", f"?semaine={first - WEEK}", f"?semaine={first + WEEK}")


def asked(query, today: date) -> Span:
    """What the address asks for; this month where it asks for nothing that exists."""
    month = re.fullmatch(r"(20[0-9]{2})-(0[1-9]|1[0-2])", query.get("mois", ""))
    if month:
        return month_of(date(int(month[1]), int(month[2]), 1))
    if re.fullmatch(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}", query.get("semaine", "")):
        try:
            return week_of(date.fromisoformat(query["semaine"]))
        except ValueError:
            return week_of(today)
    return month_of(today)


class ForSides(PageMixin):
    """For whoever sees missions by a role; others read 403."""

    breadcrumb = (MISSIONS,)

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not sides(request):
            raise PermissionDenied(RESERVED)
        return super().dispatch(request, *args, **kwargs)


class MissionCalendar(ForSides, View):
    """The stays that the reader sees, day by day."""

    template_name = "missions/calendar.html"

    def get_title(self) -> str:
        return f"Calendrier des missions : {self.span.title}"

    def get(self, request: HttpRequest) -> HttpResponse:
        self.span = asked(request.GET, self.today)
        span = self.span
        legs = list(stays.legs_between(request.user, self.today, span.first, span.last))
        weeks = list(self.weeks(span, legs))
        middle = span.first + (span.last - span.first) / 2
        return self.page(
            {
                "span": span,
                "weeks": weeks,
                "names": NAMES,
                "legs": legs,
                "month": f"{middle:%Y-%m}",
                "monday": middle,
            }
        )

    def weeks(self, span: Span, legs: Sequence[MissionLeg]) -> Iterator[list[Day]]:
        """Row by row, Monday first."""
        monday = span.first
        while monday <= span.last:
            days = (monday + timedelta(days=n) for n in range(7))
            yield [
                Day(
                    day,
                    span.month in (None, day.month),
                    NAMES[day.weekday()],
                    is_holiday(day),
                    [leg for leg in legs if leg.starts_on <= day <= leg.ends_on],
                )
                for day in days
            ]
            monday += WEEK


class Agenda(ForSides, View):
    """One’s own address for a calendar: opened, shown again, revoked."""

    template_name = "missions/agenda.html"
    title = "Vos missions dans votre agenda"
    here = reverse_lazy("missions:agenda")

    def get(self, request: HttpRequest) -> HttpResponse:
        address = CalendarAddress.objects.filter(user=request.user, revoked_at=None).first()
        return self.page({"address": address, "url": calendar.url_of(address) if address else ""})

    def post(self, request: HttpRequest) -> HttpResponse:
        with once.sending(request) as first:
            if first:
                self.change(request)
        return redirect(self.here)

    def change(self, request: HttpRequest) -> None:
        """Open an address, or revoke it."""
        if "revoquer" in request.POST:
            calendar.revoke_address(user=request.user, at=self.at)
            messages.success(request, "L’adresse est révoquée : elle n’ouvre plus rien.")
        else:
            try:
                calendar.open_address(user=request.user, at=self.at)
            except StateChanged as refused:
                messages.warning(request, refused.sentence)
                return
            messages.success(
                request, "Une nouvelle adresse est ouverte ; une adresse précédente n’ouvre plus rien."
            )


@method_decorator([login_not_required, never_cache], name="dispatch")
class Feed(View):
    """What a calendar reads at the address: the missions that its owner sees today (spec X1)."""

    def get(self, request: HttpRequest, signed: str) -> FileResponse:
        address = calendar.find(signed)
        if address is None:
            raise Http404
        at = now()
        on = paris_day(at)
        legs = stays.legs_between(address.user, on, on - KEPT, on + 2 * KEPT)
        content = BytesIO(calendar.feed(legs, at=at))
        return FileResponse(content, content_type=FEED_TYPE, filename="missions-expe-ct.ics")
