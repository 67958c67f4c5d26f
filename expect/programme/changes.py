"""A figure of the programme is changed, from a day to come, under a text."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from expect.accounts.models import User
from expect.audit import journal
from expect.kernel.clock import paris_day
from expect.kernel.errors import Refusal
from expect.programme import rules
from expect.programme.models import ParameterChange
from expect.programme.parameters import PARAMETERS, value
from expect.web import french


class ValueNotAllowed(Refusal):
    """The law or good sense does not allow that value, or it is the one in force."""


class DayNotAllowed(Refusal):
    """A figure changes tomorrow at the earliest, and once a day."""


@transaction.atomic
def change_parameter(
    *, key: str, to: int, starts_on: date, text_reference: str, reason: str, by: User, at: datetime
) -> ParameterChange:
    """Set a figure from a day to come on; what was decided before stays, and so does what rests on it.

    Raises NotAllowed, ValueNotAllowed, DayNotAllowed; KeyError for a figure that does not exist.
    """
    today = paris_day(at)
    carrier = rules.may_change_parameters(by, today).require()
    parameter = PARAMETERS[key]
    if not parameter.lowest <= to <= parameter.highest:
        raise ValueNotAllowed(
            f"Choisissez une valeur de {parameter.lowest} à {parameter.highest}.", field="to"
        )
    if to == value(key, starts_on):
        raise ValueNotAllowed(
            f"C’est déjà la valeur prévue à cette date : {parameter.worded(to)}.", field="to"
        )
    if starts_on <= today:
        raise DayNotAllowed(
            "Une règle ne change pas pour le passé : choisissez demain au plus tôt.", field="starts_on"
        )
    try:
        with transaction.atomic():
            change = ParameterChange.objects.create(
                key=key,
                value=to,
                starts_on=starts_on,
                text_reference=text_reference,
                reason=reason,
                decided_by=by,
                decided_at=at,
            )
    except IntegrityError as error:
        raise DayNotAllowed(
            f"Un changement est déjà prévu le {french.day(starts_on)} : choisissez un autre jour.",
            field="starts_on",
        ) from error
    journal.record(
        action="change_parameter",
        subject=change,
        by=by,
        membership=carrier,
        at=at,
        details={"key": key, "value": to, "starts_on": starts_on.isoformat()},
    )
    return change
