"""DAECT's own notes on a file, which nobody else ever reads."""

from datetime import datetime

from django.db import transaction

from expect.accounts.models import User
from expect.audit import journal
from expect.kernel.clock import paris_day
from expect.kernel.errors import Refusal
from labels import rules
from labels.models import InternalNote, LabelApplication


@transaction.atomic
def add_note(*, application: LabelApplication, text: str, by: User, at: datetime) -> InternalNote:
    """Add a note; none is ever changed nor taken away. Raises NotAllowed, Refusal."""
    membership = rules.may_add_note(by, application, paris_day(at)).require()
    if not text.strip():
        raise Refusal("Écrivez votre note.", field="text")
    note = InternalNote.objects.create(application=application, author=by, text=text.strip(), written_at=at)
    journal.record(action="add_note", subject=application, by=by, membership=membership, at=at)
    return note
