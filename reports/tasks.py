"""Beat flags the reports that are missing."""

from celery import shared_task

from expect.kernel.clock import now, paris_day
from reports import overdue


@shared_task
def flag_overdue_reports() -> int:
    """Flag what is late on this Paris day and draft the demands; returns how many missions were flagged."""
    at = now()
    return overdue.flag_overdue_reports(on=paris_day(at), at=at).flagged
