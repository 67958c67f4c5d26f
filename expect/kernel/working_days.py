"""Working days of the French administration."""

from datetime import date, timedelta

from dateutil.easter import easter

FIXED = {(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)}
AFTER_EASTER = (1, 39, 50)
"""Easter Monday, Ascension Day, Whit Monday: the days of article L. 3133-1 of the labour code, with the fixed ones.

Written here rather than taken from `holidays`, which costs every process 19 MB.
"""
SATURDAY = 5


def is_holiday(day: date) -> bool:
    """Whether that day is a public holiday all over France."""
    return (day.month, day.day) in FIXED or (day - easter(day.year)).days in AFTER_EASTER


def next_working_day(day: date) -> date:
    """That day, or the first after it that is neither a Saturday, a Sunday nor a public holiday."""
    while day.weekday() >= SATURDAY or is_holiday(day):
        day += timedelta(days=1)
    return day
