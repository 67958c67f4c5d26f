"""The programme's terms, from the settings: one function each (spec L10, X10)."""

from datetime import date, timedelta

from django.conf import settings

from expect.kernel.clock import add_months


def silence_on(lodged_on: date) -> date:
    """The day on which silence on a file lodged that day means refusal (spec X10)."""
    return add_months(lodged_on, settings.SILENCE_MONTHS)


def last_session_day(planned_on: date) -> date:
    """The furthest day for which a session can be planned that day: beyond, it is a slip of the pen."""
    return add_months(planned_on, settings.SESSION_HORIZON_MONTHS)


def last_day(granted_on: date) -> date:
    """The last day of a label granted that day, included (spec L10)."""
    return add_months(granted_on, 12 * settings.LABEL_YEARS) - timedelta(days=1)
