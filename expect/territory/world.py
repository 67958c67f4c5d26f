"""The outlines of the countries, drawn once (`tools/build_world_map.py`)."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LIST = Path(__file__).parent / "data" / "world.csv"


@dataclass(frozen=True)
class Outline:
    """A country in a drawing 960 points wide: a path, or the point where one too small stands."""

    numeric: str
    path: str
    x: str
    y: str


@cache
def outlines() -> dict[str, Outline]:
    """Every country, by its ISO number."""
    with LIST.open(encoding="utf-8") as file:
        return {
            row["numeric"]: Outline(row["numeric"], row["outline"], row["x"], row["y"])
            for row in csv.DictReader(file)
        }
