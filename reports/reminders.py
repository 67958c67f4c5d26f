"""The ladder of reminders, chosen by state: due and not sent, never « today equals » (spec R6).

Run late, after an outage, it sends the last step due and marks the others overtaken; run twice, it does nothing more.
The first late day belongs to `overdue`, which tells it with the lateness.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F, OuterRef, QuerySet, Subquery

from expect.database.writing import insert_rows
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
    missions = found.select_related("organisation", "country").order_by("pk")  # two workers never cross
    limits = {mission: mission.limit for mission in missions}
    sent = [
        ReportReminder(mission=mission, due_on=limits[mission], of_more=of_more, step=step)
        for mission, step in note(limits, of_more=of_more, on=on, at=at).items()
    ]
    emails.reports_recalled(sent, at=at)
    return len(sent)


def note(
    limits: Mapping[Mission, date], *, on: date, at: datetime, of_more: bool = False
) -> dict[Mission, ReminderStep]:
    """Write down the steps due and not noted yet, the last as sent, the others as overtaken; gives the one to send.

    A unique constraint stands behind: of two workers, one writes each step, and the e-mail bears the step's own key.
    """
    known = _known([mission.pk for mission in limits], of_more)
    new = {
        mission: steps
        for mission, due_on in limits.items()
        if (steps := steps_due(due_on, on)) and (mission.pk, due_on, steps[0]) not in known
    }
    for part, sent_at in ((slice(1), at), (slice(1, None), None)):
        rows = [
            {"mission_id": mission.pk, "due_on": limits[mission], "step": step}
            for mission, steps in new.items()
            for step in steps[part]
        ]
        same = {"of_more": of_more, "noted_at": at, "sent_at": sent_at}
        insert_rows(ReportReminder, rows, ignore_conflicts=True, **same)
    return {mission: steps[0] for mission, steps in new.items()}


def _known(keys: Iterable[int], of_more: bool) -> set[tuple[int, date, int]]:
    rows = ReportReminder.objects.filter(mission__in=keys, of_more=of_more)
    return set(rows.values_list("mission", "due_on", "step"))
