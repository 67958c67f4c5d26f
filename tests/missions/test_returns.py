"""The limit of the report: two calendar months after the return, late from the next day (spec R1)."""

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from missions.models import Mission
from missions.returns import report_due_on

days = st.dates(min_value=date(2020, 1, 1), max_value=date(2060, 12, 31))
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


@given(days)
def test_r1_two_calendar_months(returned_on):
    assert report_due_on(returned_on) == walked(returned_on)


@given(days)
def test_r1_never_another_month(returned_on):
    due_on = report_due_on(returned_on)
    assert (due_on.year * 12 + due_on.month) - (returned_on.year * 12 + returned_on.month) == 2
    assert due_on.day == min(returned_on.day, calendar.monthrange(due_on.year, due_on.month)[1])


@given(days, days)
def test_r1_a_later_return_never_falls_due_sooner(one, other):
    first, second = sorted((one, other))
    assert report_due_on(first) <= report_due_on(second)


@pytest.mark.parametrize(("shift", "late"), [(-1, False), (0, False), (1, True)])
def test_r1_late_from_the_day_after_the_limit(shift, late):
    limit = date(2026, 6, 30)
    assert Mission(report_due_on=limit).overdue_on(limit + timedelta(days=shift)) is late


def test_r1_no_limit_or_delivered_is_never_late():
    assert not Mission(report_due_on=None).overdue_on(date(2060, 1, 1))
