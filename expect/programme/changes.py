"""A figure of the programme is changed, from a day to come, under a text."""

from datetime import date, datetime

from django.db import transaction

from expect.accounts.models import User
from expect.audit import journal
from expect.kernel.clock import paris_day
from expect.kernel.days import require_plausible
from expect.kernel.errors import Refusal
from expect.programme import rules
from expect.programme.models import ParameterChange
from expect.programme.parameters import PARAMETERS, value


class ValueNotAllowed(Refusal):
    """The law or good sense does not allow that value, or it is the one in force."""


class DayNotAllowed(Refusal):
    """A figure changes tomorrow at the earliest."""


class NotGrounded(Refusal):
    """A figure changes under a text, for a reason."""


@transaction.atomic
def change_parameter(
    *, key: str, to: int, starts_on: date, text_reference: str, reason: str, by: User, at: datetime
) -> ParameterChange:
    """Set a figure from a day to come on; what was decided before stays, and so does what rests on it.

    Decided twice for a day, the last decision holds: a slip of the pen is mended before it takes effect. Raises
    NotAllowed, ImplausibleDay, ValueNotAllowed, DayNotAllowed, NotGrounded; KeyError for a figure that does not exist.
    """
    today = paris_day(at)
    carrier = rules.may_change_parameters(by, today).require()
    require_plausible(starts_on, today, field="starts_on")
    parameter = PARAMETERS[key]
    if not parameter.lowest <= to <= parameter.highest:
        raise ValueNotAllowed(
            f"Choisissez une valeur de {parameter.lowest} à {parameter.highest}.", field="to"
        )
    if to == value(key, starts_on):
        raise ValueNotAllowed(
            f"C’est déjà la valeur prévue à cette date : {parameter.worded(to)}.", field="to"
        )
    if starts_on <= today:
        raise DayNotAllowed(
            "Une règle ne change pas pour le passé : choisissez demain au plus tôt.", field="starts_on"
        )
    for field, written in (("text_reference", text_reference), ("reason", reason)):
        if not written.strip():
            raise NotGrounded("Dites sur quel texte ce changement repose, et pourquoi.", field=field)
    change = ParameterChange.objects.create(
        key=key,
        value=to,
        starts_on=starts_on,
        text_reference=text_reference.strip(),
        reason=reason.strip(),
        decided_by=by,
        decided_at=at,
    )
    journal.record(
        action="change_parameter",
        subject=change,
        by=by,
        membership=carrier,
        at=at,
        details={"key": key, "value": to, "starts_on": starts_on.isoformat()},
    )
    return change
