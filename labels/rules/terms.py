"""The programme's terms, from its parameters: one function each (spec L8, L10, X10)."""

from datetime import date, timedelta

from expect.accounts.models import Organisation
from expect.kernel.clock import add_months
from expect.kernel.working_days import next_working_day
from expect.programme.parameters import value

MONTHS_TO_CONTEST = 2
"""Fixed by the code of administrative justice: no setting."""


def silence_on(lodged_on: date) -> date:
    """The day on which silence on a file lodged that day means refusal (spec X10)."""
    return add_months(lodged_on, value("silence_months", lodged_on))


def last_session_day(planned_on: date) -> date:
    """The furthest day for which a session can be planned that day: beyond, it is a slip of the pen."""
    return add_months(planned_on, value("session_horizon_months", planned_on))


def silence_near_until(on: date) -> date:
    """Up to which day silence is about to fall: everybody at DAECT sees it, its officer may be away (spec X10)."""
    return on + timedelta(days=value("silence_near_days", on))


def patience_began_on(on: date) -> date:
    """A letter sent before that day, which a body that agreed has not opened, is to be sent by post too (spec X11)."""
    return on - timedelta(days=value("letter_patience_days", on))


def last_correction_day(asked_on: date) -> date:
    """The furthest day that a body may be given to correct its file (spec L7)."""
    return add_months(asked_on, value("correction_months", asked_on))


def exchange_ends_on(ended_on: date, on: date) -> date:
    """The last day on which one writes about a file withdrawn or closed, as the rule of `on` has it."""
    return add_months(ended_on, value("exchange_months", on))


def label_years(on: date) -> int:
    """For how many years a label is granted that day (spec L10)."""
    return value("label_years", on)


def last_day(granted_on: date) -> date:
    """The last day of a label granted that day, included (spec L10)."""
    return add_months(granted_on, 12 * label_years(granted_on)) - timedelta(days=1)


def quorum(on: date) -> int:
    """The share of those who sit (not recused), in percent, that must be exceeded that day (spec L8)."""
    return value("quorum_percent", on)


def quorum_met(present: int, sitting: int, percent: int) -> bool:
    """Whether more than that share came (spec L8)."""
    return present * 100 > sitting * percent


def months_to_contest(body: Organisation) -> int:
    """Two, and a third for a body overseas, the court being in Paris (CJA R. 421-1, R. 421-7)."""
    return MONTHS_TO_CONTEST + body.is_overseas()


def last_day_to_contest(received_on: date, months: int = MONTHS_TO_CONTEST) -> date:
    """The last day on which what was received that day can be contested (spec X11).

    Clear `months`: neither the day of receipt nor the last one counts; put off to the next working day (CJA R. 421-1,
    R. 421-5; docs/legal.md).
    """
    return next_working_day(add_months(received_on, months) + timedelta(days=1))
