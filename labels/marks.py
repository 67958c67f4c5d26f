"""A person of DAECT keeps some files in sight, on their own work list (spec X4)."""

from datetime import date, datetime

from expect.accounts.models import User
from expect.kernel.clock import paris_day
from expect.web import marks
from labels import rules
from labels.models import FileMark, LabelApplication


def mark(
    *, application: LabelApplication, by: User, at: datetime, note: str = "", due_on: date | None = None
) -> FileMark:
    """Put a file among one's own things to do; `marks.unmark` takes it out.

    Raises NotAllowed, ImplausibleDay, DayPast.
    """
    rules.may_mark(by, application, paris_day(at)).require()
    return marks.keep(application, by=by, at=at, note=note, due_on=due_on)
