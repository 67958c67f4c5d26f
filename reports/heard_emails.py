"""What stage 3 tells of the observations and of the hearing of a holder (spec R5, X3, X13)."""

from collections.abc import Iterable
from datetime import datetime

from expect.accounts.models import User
from expect.kernel.clock import paris_day
from reports.emails import daect, holder, tell
from reports.enums import DemandState
from reports.models import Hearing, PriorLetter, RecordedObservations


def letter_answered(letter: PriorLetter, channel: str, hearing_asked: bool, *, at: datetime) -> None:
    """DAECT reads the holder's observations."""
    words = {"mission": letter.demand.mission, "channel": channel, "hearing_asked": hearing_asked}
    tell("letter_answered", letter.demand, daect(at), at=at, **words)


def observations_recorded(recorded: RecordedObservations, *, at: datetime) -> None:
    """The holder reads what was recorded in its name, and may contest it (spec X13)."""
    _said("observations_recorded", recorded, holder(recorded.letter.demand.mission, at), at)


def observations_cancelled(recorded: RecordedObservations, *, at: datetime) -> None:
    """The holder learns that what was recorded in its name no longer counts."""
    _said("observations_cancelled", recorded, holder(recorded.letter.demand.mission, at), at)


def observations_contested(recorded: RecordedObservations, *, at: datetime) -> None:
    """DAECT learns that the holder does not own what was recorded in its name."""
    path = recorded.letter.demand.get_absolute_url()
    _said("observations_contested", recorded, daect(at), at, path=path)


def hearing_recorded(hearing: Hearing, *, at: datetime) -> None:
    """The holder reads what DAECT kept of the hearing it asked for, and may contest it."""
    _said("hearing_recorded", hearing, holder(hearing.letter.demand.mission, at), at)


def hearing_cancelled(hearing: Hearing, *, at: datetime) -> None:
    """The holder learns that what was kept of the hearing no longer counts."""
    _said("hearing_cancelled", hearing, holder(hearing.letter.demand.mission, at), at)


def hearing_contested(hearing: Hearing, *, at: datetime) -> None:
    """DAECT learns that, for the holder, it is not what happened."""
    _said("hearing_contested", hearing, daect(at), at, path=hearing.letter.demand.get_absolute_url())


def _said(
    event: str,
    recorded: RecordedObservations | Hearing,
    told: Iterable[User],
    at: datetime,
    path: str | None = None,
) -> None:
    letter = recorded.letter
    demand = letter.demand
    words = {
        "recorded": recorded,
        "mission": demand.mission,
        "open": letter.is_open(paris_day(at)),
        "answering": demand.state == DemandState.ANSWERING,
    }
    tell(event, letter, told, at=at, path=path, about=recorded.public_id, **words)
