"""A person of DAECT keeps some files in sight, on their own work list (spec X4)."""

from datetime import date, datetime

from django.db import transaction

from expect.accounts.models import User
from expect.kernel.clock import paris_day
from labels import rules
from labels.models import FileMark, LabelApplication


@transaction.atomic
def mark(
    *, application: LabelApplication, by: User, at: datetime, note: str = "", due_on: date | None = None
) -> FileMark:
    """Put a file among one's own things to do; marked already, it takes the new note and day. Raises NotAllowed."""
    rules.may_mark(by, application, paris_day(at)).require()
    wanted = {"note": note, "due_on": due_on}
    found, _ = FileMark.objects.update_or_create(
        owner=by, application=application, defaults=wanted, create_defaults=wanted | {"created_at": at}
    )
    return found


def unmark(*, application: LabelApplication, by: User) -> None:
    """Done: the file leaves one's list. Done twice, it changes nothing more."""
    FileMark.objects.filter(owner=by, application=application).delete()
