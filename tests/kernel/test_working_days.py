"""Working days, against the calendar of two years."""

from datetime import date, timedelta

import pytest

from expect.kernel.working_days import is_holiday, next_working_day

pytestmark = pytest.mark.pure

OF_2026 = ["01-01", "04-06", "05-01", "05-08", "05-14", "05-25", "07-14", "08-15", "11-01", "11-11", "12-25"]
OF_2027 = ["01-01", "03-29", "05-01", "05-06", "05-08", "05-17", "07-14", "08-15", "11-01", "11-11", "12-25"]


@pytest.mark.parametrize(("year", "expected"), [(2026, OF_2026), (2027, OF_2027)])
def test_the_holidays_of_a_year(year, expected):
    days = (date(year, 1, 1) + timedelta(days=n) for n in range(365))
    assert [f"{day:%m-%d}" for day in days if is_holiday(day)] == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 3, 3), date(2026, 3, 3)),
        (date(2026, 3, 7), date(2026, 3, 9)),
        (date(2026, 4, 4), date(2026, 4, 7)),
        (date(2026, 5, 1), date(2026, 5, 4)),
    ],
)
def test_a_day_off_leads_to_the_next_working_one(day, expected):
    assert next_working_day(day) == expected
