"""The body and DAECT write to each other in the file, rather than by mail beside it."""

from collections.abc import Iterable
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import QuerySet

from expect.accounts.models import User
from expect.audit import journal
from expect.audit.transitions import hold
from expect.documents import uploads
from expect.kernel.clock import paris_day
from expect.kernel.errors import Refusal, StateChanged
from labels import emails, rules
from labels.models import FileMessage, LabelApplication, MessageAttachment

MOST_FILES = 3


class Empty(Refusal):
    """A message without words."""


@transaction.atomic
def write_message(
    *,
    application: LabelApplication,
    side: str,
    text: str,
    by: User,
    at: datetime,
    awaits_answer: bool = False,
    files: Iterable[UploadedFile] = (),
    last_read: str | None = None,
) -> FileMessage:
    """Write to the other side, which is told by e-mail; what it had asked is thereby answered.

    `last_read` is the public id of the last message that its author had before them: what came since stays unread and
    unanswered; by default, they had read all. Raises NotAllowed, Empty, Refusal, StateChanged, UploadRefused.
    """
    files = list(files)
    hold(application, application.state)
    membership = rules.may_write_message(by, application, side, paris_day(at)).require()
    if not text.strip():
        raise Empty("Écrivez votre message.", field="text")
    if len(files) > MOST_FILES:
        raise Refusal(f"Un message porte {MOST_FILES} fichiers au plus.")
    message = FileMessage.objects.create(
        application=application,
        side=side,
        author=by,
        text=text.strip(),
        awaits_answer=awaits_answer,
        written_at=at,
    )
    for file in files:
        stored = uploads.store(file, by=by, at=at)
        MessageAttachment.objects.create(message=message, file=stored)
    received = _received(application, side)
    if last_read is not None:
        thread = FileMessage.objects.filter(application=application, public_id=last_read)
        received = received.filter(pk__lte=thread.values("pk")[:1])
    received.filter(read_at=None).update(read_at=at, read_by=by)
    received.filter(awaits_answer=True, settled_at=None).update(settled_at=at, settled_by=by)
    journal.record(
        action="write_message",
        subject=application,
        by=by,
        membership=membership,
        at=at,
        details={"message": message.public_id},
    )
    emails.message_written(message, at=at)
    return message


@transaction.atomic
def settle_message(*, message: FileMessage, by: User, at: datetime) -> FileMessage:
    """Say that a message received needs no answer. Raises NotAllowed, StateChanged."""
    membership = rules.may_settle_message(by, message, paris_day(at)).require()
    waiting = FileMessage.objects.filter(pk=message.pk, settled_at=None)
    if not waiting.update(settled_at=at, settled_by=by):
        raise StateChanged("Ce message a déjà reçu sa réponse.")
    _received(message.application, rules.other_side(message.side)).filter(pk=message.pk, read_at=None).update(
        read_at=at, read_by=by
    )
    message.refresh_from_db()
    journal.record(
        action="settle_message",
        subject=message.application,
        by=by,
        membership=membership,
        at=at,
        details={"message": message.public_id},
    )
    return message


def mark_read(*, application: LabelApplication, side: str, by: User, at: datetime) -> int:
    """What the other side wrote is read, since `side` has opened it; how many messages that makes."""
    return _received(application, side).filter(read_at=None).update(read_at=at, read_by=by)


def _received(application: LabelApplication, side: str) -> QuerySet[FileMessage]:
    return FileMessage.objects.filter(application=application, side=rules.other_side(side))
