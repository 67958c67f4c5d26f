"""The figures by which accounts live, decided in `expect.programme`, which lies above and says them (decision 0048)."""

from collections.abc import Callable
from datetime import date

INVITATION_DAYS = "invitation_days"

_said_by: dict[str, Callable[[date], int]] = {}


def declare(key: str, figure: Callable[[date], int]) -> None:
    """Who says that figure of a day; the programme does, when it starts."""
    _said_by[key] = figure


def value(key: str, on: date) -> int:
    """The figure on that Paris day; KeyError for one that nobody says."""
    return _said_by[key](on)
