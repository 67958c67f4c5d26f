"""Who delivers its reports, in time or how late: by holder, by country, by year (spec R6, R8)."""

from datetime import date
from typing import Any

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    Max,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, ExtractYear, TruncDate

from expect.accounts.models import Organisation
from expect.database.functions import DaysBetween
from expect.territory.models import Country
from missions.models import Mission
from reports.selectors.reports import over

PATHS: dict[type[Model], str] = {Organisation: "organisation", Country: "country"}


def punctuality(model: type[Model], on: date, year: int | None) -> QuerySet[Any]:
    """The holders or the countries with a report due that year, or ever, each with its `measures`."""
    path = PATHS[model]
    due = _due(on, year).filter(**{path: OuterRef("pk")})
    grouped = due.order_by().values(path)
    counts = {
        name: Coalesce(
            Subquery(grouped.annotate(n=measure).values("n")), Value(0), output_field=IntegerField()
        )
        for name, measure in measures(on).items()
    }
    return model.objects.filter(Exists(due)).annotate(**counts)


def by_year(on: date) -> list[dict[str, int]]:
    """Each year in which a report was due, the last one first, with its `measures`."""
    years = _due(on, None).order_by().annotate(year=ExtractYear("report_due_on")).values("year")
    return list(years.annotate(**measures(on)).order_by("-year"))


def measures(on: date) -> dict[str, Any]:
    """Missions back, reports delivered, in time and late, missing past their limit; the longest lateness, in days."""
    in_time = Q(day__lte=F("report_due_on"))
    ended = Coalesce("day", Value(on))
    late = Case(When(report_due_on__lt=ended, then=DaysBetween(ended, "report_due_on")), default=Value(0))
    return {
        "returned": Count("pk"),
        "delivered": Count("pk", filter=Q(day__isnull=False)),
        "in_time": Count("pk", filter=in_time),
        "late": Count("pk", filter=Q(day__gt=F("report_due_on"))),
        "missing": Count("pk", filter=Q(day=None, report_due_on__lt=on)),
        "worst": Max(late, output_field=IntegerField()),
    }


def _due(on: date, year: int | None) -> QuerySet[Mission]:
    """The missions back whose report is due, with the Paris `day` of its delivery."""
    due = Mission.objects.filter(over(on), report_due_on__isnull=False)
    found = due.filter(report_due_on__year=year) if year else due
    return found.annotate(day=TruncDate("report_delivered_at"))
