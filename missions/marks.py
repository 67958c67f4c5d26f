"""A person of DAECT keeps some missions in sight, on their own work list (spec X4)."""

from datetime import date, datetime

from expect.accounts.models import User
from expect.kernel.clock import paris_day
from expect.web import marks
from missions import rules
from missions.models import Mission, MissionMark


def mark(
    *, mission: Mission, by: User, at: datetime, note: str = "", due_on: date | None = None
) -> MissionMark:
    """Put a mission among one's own things to do; `marks.unmark` takes it out.

    Raises NotAllowed, ImplausibleDay, DayPast.
    """
    rules.may_mark(by, paris_day(at)).require()
    return marks.keep(mission, by=by, at=at, note=note, due_on=due_on)
