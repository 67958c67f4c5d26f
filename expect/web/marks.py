"""A person keeps some rows of a list in sight, on their own work list (spec X4)."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Model

from expect.kernel.clock import paris_day
from expect.kernel.days import require_plausible
from expect.kernel.errors import Refusal
from expect.web.models import Mark


class DayPast(Refusal):
    """What is still to do is for today, or for a day to come."""


@transaction.atomic
def keep(subject: Any, *, by: Any, at: datetime, note: str = "", due_on: date | None = None) -> Mark:
    """Put a row among one's own things to do; there already, it takes the new note and day.

    A step of the acts, which ask their own rule. A day that has passed since it was chosen may stay.
    Raises ImplausibleDay, DayPast.
    """
    today = paris_day(at)
    require_plausible(due_on, today, field="due_on")
    if due_on and due_on < today and not subject.marks.filter(owner=by, due_on=due_on).exists():
        raise DayPast(
            "Ce jour est passé\N{NO-BREAK SPACE}: choisissez aujourd’hui ou un jour à venir.", field="due_on"
        )
    wanted = {"note": note, "due_on": due_on}
    found, _ = subject.marks.update_or_create(
        owner=by, defaults=wanted, create_defaults=wanted | {"created_at": at}
    )
    return found


def unmark(*, subject: Any, by: Any) -> None:
    """Done: the row leaves one's list. Done twice, it changes nothing more."""
    subject.marks.filter(owner=by).delete()


def own_mark(subject: Any, user: Any) -> Mark | None:
    """One's own mark on a row."""
    return subject.marks.filter(owner=user).first()


def marked_by(user: Any, kind: type[Model]) -> set[int]:
    """The keys of the rows of that kind that one keeps in sight."""
    return set(kind.objects.filter(marks__owner=user).values_list("pk", flat=True))


def tell_marked(rows: Sequence[Any], user: Any, kind: type[Model]) -> None:
    """Give each row `is_marked`. What one keeps in sight is little: read whole, it costs less than asked row by row."""
    marked = marked_by(user, kind)
    for row in rows:
        row.is_marked = row.pk in marked
