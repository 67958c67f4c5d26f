"""What the terms of a mission say, as plain values (spec M4, M5)."""

from dataclasses import dataclass
from datetime import date, timedelta
from operator import attrgetter

from expect.kernel.clock import day_count
from labels.models import Expert
from missions.enums import Course, Direction, Nature
from missions.models import MissionLeg


@dataclass(frozen=True)
class Person:
    """A representative of the foreign authority, hosted in France."""

    name: str
    function: str = ""

    def __str__(self):
        return self.name


@dataclass(frozen=True)
class Leg:
    """One way: days both counted, place, and the people: experts of the holder sent, or representatives hosted."""

    starts_on: date
    ends_on: date
    place: str
    people: tuple[Expert | Person, ...] = ()

    @classmethod
    def of(cls, row: MissionLeg) -> "Leg":
        """As it is written; reads its people."""
        people = sorted(row.participants.all(), key=attrgetter("slot"))
        said = (person.expert or Person(person.name, person.function) for person in people)
        return cls(row.starts_on, row.ends_on, row.place, tuple(said))

    def same_as(self, other: "Leg | None") -> bool:
        """Whether both say the same, in whatever order they name the people."""
        return other is not None and self._said() == other._said()

    def _said(self) -> tuple:
        return self.starts_on, self.ends_on, self.place, frozenset(self.people)

    def days(self) -> list[date]:
        """Every day of the leg, the first and the last included."""
        return [self.starts_on + timedelta(days=n) for n in range(day_count(self.starts_on, self.ends_on))]


@dataclass(frozen=True)
class Terms:
    """What the holder proposes (spec M5); either leg may wait in a draft."""

    subject: str
    nature: str = Nature.REQUEST
    course: str = Course.ALONE
    objectives: str = ""
    expected_results: tuple[str, ...] = ()
    follow_ups: str = ""
    goals: tuple[int, ...] = ()
    host_institution: str = ""
    host_committed_on: date | None = None
    claims_hosting: bool = False
    sending: Leg | None = None
    hosting: Leg | None = None

    def legs(self) -> dict[Direction, Leg]:
        """The legs that are given."""
        given = {Direction.SENDING: self.sending, Direction.HOSTING: self.hosting}
        return {direction: leg for direction, leg in given.items() if leg}

    def span(self) -> tuple[date, date] | tuple[None, None]:
        """Departure and return of the people sent; where nobody is sent, first and last hosted day (spec R1)."""
        leg = self.sending or (self.hosting if self.course == Course.ALONE else None)
        return (leg.starts_on, leg.ends_on) if leg else (None, None)
