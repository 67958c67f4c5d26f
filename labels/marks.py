"""A person of DAECT keeps some files in sight, on their own work list (spec X4)."""

from datetime import date, datetime

from django.db import transaction

from expect.accounts.models import User
from expect.kernel.clock import paris_day
from expect.kernel.days import require_plausible
from expect.kernel.errors import Refusal
from labels import rules, selectors
from labels.models import FileMark, LabelApplication


class DayPast(Refusal):
    """What is still to do is for today, or for a day to come."""


@transaction.atomic
def mark(
    *, application: LabelApplication, by: User, at: datetime, note: str = "", due_on: date | None = None
) -> FileMark:
    """Put a file among one's own things to do; marked already, it takes the new note and day.

    A day that has passed since it was chosen may stay. Raises NotAllowed, ImplausibleDay, DayPast.
    """
    today = paris_day(at)
    rules.may_mark(by, application, today).require()
    require_plausible(due_on, today, field="due_on")
    if due_on and due_on < today and not _is_kept(application, by, due_on):
        raise DayPast(
            "Ce jour est passé\N{NO-BREAK SPACE}: choisissez aujourd’hui ou un jour à venir.", field="due_on"
        )
    wanted = {"note": note, "due_on": due_on}
    found, _ = FileMark.objects.update_or_create(
        owner=by, application=application, defaults=wanted, create_defaults=wanted | {"created_at": at}
    )
    return found


def unmark(*, application: LabelApplication, by: User) -> None:
    """Done: the file leaves one's list. Done twice, it changes nothing more."""
    FileMark.objects.filter(owner=by, application=application).delete()


def _is_kept(application: LabelApplication, by: User, due_on: date) -> bool:
    """Whether the mark has that day already."""
    found = selectors.own_mark(application, by)
    return found is not None and found.due_on == due_on
