"""The limit of the report: two calendar months after the return, late from the next day (spec R1)."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from dateutil.relativedelta import relativedelta

from expect.kernel.clock import paris_day
from missions import rules
from missions.models import Mission
from missions.returns import report_due_on

FIRST, LAST = date(2024, 1, 1), date(2060, 12, 31)
EVERY_DAY = [date.fromordinal(n) for n in range(FIRST.toordinal(), LAST.toordinal() + 1)]
pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("returned_on", "due_on"),
    [
        (date(2025, 12, 31), date(2026, 2, 28)),
        (date(2027, 12, 31), date(2028, 2, 29)),
        (date(2026, 4, 30), date(2026, 6, 30)),
        (date(2026, 12, 30), date(2027, 2, 28)),
        (date(2026, 7, 1), date(2026, 9, 1)),
        (date(2026, 7, 31), date(2026, 9, 30)),
    ],
)
def test_r1_known_cases(returned_on, due_on):
    assert report_due_on(returned_on) == due_on


def walked(returned_on: date) -> date:
    """The oracle: walk day by day into the second month after, and stop at the same number or at the month's end."""
    day, crossed = returned_on, 0
    while crossed < 2:
        day += timedelta(days=1)
        crossed += day.day == 1
    while day.day < returned_on.day and (day + timedelta(days=1)).day != 1:
        day += timedelta(days=1)
    return day


def test_r1_two_calendar_months_from_every_day_of_2024_to_2060():
    """Against two oracles that are not ours: the walk, and a library that adds months its own way."""
    wrong = [
        day for day in EVERY_DAY if not report_due_on(day) == walked(day) == day + relativedelta(months=2)
    ]
    assert (wrong, len(EVERY_DAY)) == ([], 13_515)


def test_r1_a_later_return_never_falls_due_sooner():
    limits = [report_due_on(day) for day in EVERY_DAY]
    assert limits == sorted(limits)


def test_r1_late_from_midnight_in_paris_after_every_limit_of_2024_to_2060():
    """The oracle of midnight is the directive’s own rule: an hour more from the last Sunday of March to October’s."""
    for day in EVERY_DAY:
        mission, midnight = Mission(report_due_on=day), after(day)
        assert not mission.overdue_on(paris_day(midnight - timedelta(seconds=1))), day
        assert mission.overdue_on(paris_day(midnight)), day


def after(day: date) -> datetime:
    """The first instant of the next day in France, whose clocks change at one o’clock UTC."""
    next_day = day + timedelta(days=1)
    summer = last_sunday(next_day.year, 3) < next_day <= last_sunday(next_day.year, 10)
    return datetime.combine(day, time(22 if summer else 23), tzinfo=UTC)


def last_sunday(year: int, month: int) -> date:
    return max(day for day in (date(year, month, n) for n in range(25, 32)) if day.weekday() == 6)


@pytest.mark.parametrize("length", [1, 7])
def test_r1_the_limit_of_any_return_that_can_be_follows_the_stay_agreed(length):
    """Whatever the day agreed, and the mission's birth: what the database asks of the limit holds."""
    for departs_on in EVERY_DAY:
        returns_on = departs_on + timedelta(days=length - 1)
        for notice in (-1, 0, 10, 90):
            created_at = datetime.combine(departs_on - timedelta(days=notice), time(12), tzinfo=UTC)
            mission = Mission(created_at=created_at, departs_on=departs_on, returns_on=returns_on)
            first = rules.first_departure(mission)
            assert first <= departs_on, (departs_on, notice)
            assert report_due_on(first) > returns_on, (departs_on, notice)


@pytest.mark.parametrize(("shift", "late"), [(-1, False), (0, False), (1, True)])
def test_r1_late_from_the_day_after_the_limit(shift, late):
    limit = date(2026, 6, 30)
    assert Mission(report_due_on=limit).overdue_on(limit + timedelta(days=shift)) is late


def test_r1_no_limit_or_delivered_is_never_late():
    assert not Mission(report_due_on=None).overdue_on(date(2060, 1, 1))
