"""One clock, passed in (spec X9).

Only views, tasks, commands and the field of a day call `now()`; acts take `at` (an aware datetime) and rules take
`on` (a Paris day).
"""

import calendar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC)


def paris_day(at: datetime) -> date:
    """The legal day on which `at` falls: days change at midnight in Paris (spec X9)."""
    return at.astimezone(PARIS).date()


def paris_midnight(day: date) -> datetime:
    """The first instant of a legal day."""
    return datetime.combine(day, time(), tzinfo=PARIS)


def add_months(day: date, months: int) -> date:
    """The same day `months` later, or the last day of that month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def day_count(start: date, end: date) -> int:
    """Days from `start` to `end`, both counted (spec M4)."""
    return (end - start) // timedelta(days=1) + 1
