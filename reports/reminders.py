"""The ladder of reminders, chosen by state: due and not sent, never « today equals » (spec R6).

Run late, after an outage, it sends the last step due and marks the others overtaken; run twice, it does nothing more.
The first late day belongs to `overdue`, which tells it with the lateness.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F, OuterRef, QuerySet, Subquery

from expect.database.writing import insert_from
from missions.models import Mission
from missions.returns import CARRIED_OUT
from reports import emails
from reports.enums import ReminderStep
from reports.models import MissionReport, ReportReminder
from reports.selectors import to_complete

BATCH = 500
FIRST = max(ReminderStep.values)


def steps_due(due_on: date, on: date) -> list[ReminderStep]:
    """The steps whose day has come, the last one first: 30, 15, 7, 1 days before, and the day after (spec R6)."""
    return sorted(step for step in ReminderStep if on >= due_on - timedelta(days=step))


def remind(*, on: date, at: datetime) -> int:
    """Send what is due and not sent, in time or, for what DAECT asked for more, late; returns how many were sent."""
    sent = 0
    for of_more, found in ((False, _missing(on)), (True, _to_complete(on))):
        keys = list(found.order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(keys), BATCH):
            sent += _batch(found.filter(pk__in=keys[start : start + BATCH]), of_more, on=on, at=at)
    return sent


def _missing(on: date) -> QuerySet[Mission]:
    """The missions whose report is to come, from thirty days before the limit to the limit."""
    return Mission.objects.filter(
        state__in=CARRIED_OUT,
        returns_on__lt=on,
        report_delivered_at=None,
        report_due_on__gte=on,
        report_due_on__lte=on + timedelta(days=FIRST),
    ).annotate(limit=F("report_due_on"))


def _to_complete(on: date) -> QuerySet[Mission]:
    """The missions whose report is to be completed by a second limit, which is chased and never claimed (spec R2)."""
    asked = MissionReport.objects.filter(to_complete(), more_due_on__lte=on + timedelta(days=FIRST))
    second = MissionReport.objects.filter(mission=OuterRef("pk")).values("more_due_on")[:1]
    return Mission.objects.filter(pk__in=asked.values("mission")).annotate(limit=Subquery(second))


@transaction.atomic
def _batch(found: QuerySet[Mission], of_more: bool, *, on: date, at: datetime) -> int:
    missions = list(found.select_related("organisation", "country"))
    noted = note([(mission, mission.limit) for mission in missions], of_more=of_more, on=on, at=at)
    emails.reports_recalled(noted, at=at)
    return len(noted)


def note(
    limits: Sequence[tuple[Mission, date]], *, on: date, at: datetime, of_more: bool = False
) -> list[ReportReminder]:
    """Write down the steps due and not noted yet, the last as sent, the others as overtaken; gives those to send.

    A unique constraint stands behind: of two workers, one writes each step, and the e-mail bears the step's own key.
    """
    known = _known([mission.pk for mission, _ in limits], of_more)
    sent = [
        ReportReminder(mission=mission, due_on=due_on, of_more=of_more, step=step, noted_at=at, sent_at=at)
        for mission, due_on in limits
        for step in steps_due(due_on, on)[:1]
        if (mission.pk, due_on, step) not in known
    ]
    ReportReminder.objects.bulk_create(sent, ignore_conflicts=True)
    _overtaken(ReportReminder.objects.filter(mission__in=[one.mission for one in sent], of_more=of_more), at)
    return sent


def _overtaken(noted: QuerySet[ReportReminder], at: datetime) -> None:
    """The steps before those just sent, which they overtake, but for the ones noted in their time."""
    for step in sorted(ReminderStep)[1:]:
        sent = noted.filter(sent_at=at, step__lt=step)
        same = {name: F(name) for name in ("mission", "due_on", "of_more")}
        insert_from(ReportReminder, sent, ignore_conflicts=True, **same, step=step, noted_at=at)


def _known(keys: Iterable[int], of_more: bool) -> set[tuple[int, date, int]]:
    rows = ReportReminder.objects.filter(mission__in=keys, of_more=of_more)
    return set(rows.values_list("mission", "due_on", "step"))
