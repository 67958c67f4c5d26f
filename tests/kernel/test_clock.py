"""Legal days and months (spec X9)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from expect.kernel.clock import add_months, day_count, now, paris_day, paris_midnight

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("at", "day"),
    [
        (datetime(2026, 1, 14, 22, 59, tzinfo=UTC), date(2026, 1, 14)),
        (datetime(2026, 1, 14, 23, 0, tzinfo=UTC), date(2026, 1, 15)),
        (datetime(2026, 7, 14, 21, 59, tzinfo=UTC), date(2026, 7, 14)),
        (datetime(2026, 7, 14, 22, 0, tzinfo=UTC), date(2026, 7, 15)),
    ],
)
def test_x9_a_legal_day_starts_at_midnight_in_paris(at, day):
    assert paris_day(at) == day


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25), date(2026, 1, 1)])
def test_x9_midnight_opens_the_day_even_when_clocks_change(day):
    assert paris_day(paris_midnight(day)) == day
    assert paris_day(paris_midnight(day) - timedelta(microseconds=1)) == day - timedelta(days=1)


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [
        (date(2025, 12, 31), 2, date(2026, 2, 28)),
        (date(2027, 12, 31), 2, date(2028, 2, 29)),
        (date(2026, 4, 30), 2, date(2026, 6, 30)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 3, 15), 36, date(2029, 3, 15)),
    ],
)
def test_months_keep_the_day_or_take_the_last_one(start, months, expected):
    assert add_months(start, months) == expected


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 60))
def test_months_land_in_the_right_month(day, months):
    later = add_months(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).day == 1)


def test_m4_both_ends_count():
    assert day_count(date(2026, 5, 12), date(2026, 5, 12)) == 1
    assert day_count(date(2026, 5, 12), date(2026, 5, 18)) == 7


def test_the_clock_is_aware(clock):
    assert now() == datetime(2026, 3, 2, 9, tzinfo=UTC)
