"""The years in which a day of the programme falls: a slip of the finger in one is refused wherever a day is typed."""

from datetime import date

from expect.kernel.errors import Refusal

FIRST_YEAR = 2000
"""Before the first of the earlier campaigns (spec L13): nothing of the programme, nor a text that it rests on."""
YEARS_AHEAD = 20


class ImplausibleDay(Refusal):
    """The day is of a year in which nothing of the programme happens."""


def require_plausible(day: date | None, on: date, *, field: str | None = None) -> None:
    """Raises ImplausibleDay for a day before FIRST_YEAR, or of a year more than YEARS_AHEAD after that of `on`."""
    last = on.year + YEARS_AHEAD
    if day is not None and not FIRST_YEAR <= day.year <= last:
        raise ImplausibleDay(
            f"Vérifiez l’année\N{NO-BREAK SPACE}: indiquez une date de {FIRST_YEAR} à {last}.", field=field
        )
