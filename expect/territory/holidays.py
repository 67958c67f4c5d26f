"""Public holidays abroad, by country: a post does not answer that day, a host may not receive (spec M8, X9).

The list is shipped (`tools/build_holidays.py`); beyond its last year nothing is known, and nothing is said.
"""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

LIST = Path(__file__).parent / "data" / "holidays.csv"
ESTIMATED = "~"


@dataclass(frozen=True)
class Holiday:
    """A day off; `estimated` where the moon decides of the day itself."""

    day: date
    estimated: bool = False


def public_holidays(country: str, first: date, last: date) -> list[Holiday]:
    """The public holidays of a country (its ISO code) from a day to a day, both counted."""
    years = range(first.year, last.year + 1)
    found = (holiday for year in years for holiday in _shipped().get((country, year), ()))
    return [holiday for holiday in found if first <= holiday.day <= last]


@cache
def _shipped() -> dict[tuple[str, int], tuple[Holiday, ...]]:
    with LIST.open(encoding="utf-8") as file:
        return {
            (row["country"], int(row["year"])): tuple(
                _read(int(row["year"]), written) for written in row["days"].split()
            )
            for row in csv.DictReader(file)
        }


def _read(year: int, written: str) -> Holiday:
    bare = written.removeprefix(ESTIMATED)
    return Holiday(date(year, int(bare[:2]), int(bare[2:])), bare != written)
