"""The days of the demonstration, counted from the day on which it is played."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from expect.kernel.clock import paris_midnight


@dataclass(frozen=True)
class Calendar:
    """Day 0 is `today`; -30 is thirty days before."""

    today: date

    def day(self, offset: int) -> date:
        """The Paris day that many days from today."""
        return self.today + timedelta(days=offset)

    def at(self, offset: int, hour: int = 10) -> datetime:
        """That day, at that hour after midnight in Paris; today's acts are done by one in the morning."""
        return paris_midnight(self.day(offset)) + (
            timedelta(hours=hour) if offset < 0 else timedelta(minutes=hour)
        )
