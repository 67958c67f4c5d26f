"""Beat recalls the limits, and flags the reports that are missing."""

from celery import shared_task

from expect.kernel.clock import now, paris_day
from reports import overdue, reminders


@shared_task
def flag_overdue_reports() -> int:
    """Flag what is late on this Paris day and draft the demands; returns how many missions were flagged."""
    at = now()
    return overdue.flag_overdue_reports(on=paris_day(at), at=at).flagged


@shared_task
def remind() -> int:
    """Recall the limits due on this Paris day; returns how many reminders were sent."""
    at = now()
    return reminders.remind(on=paris_day(at), at=at)
