"""Messages and notes: who finds which, what is unread, what awaits an answer."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from expect.accounts.models import User
from expect.accounts.selectors import is_daect, organisations_of
from expect.documents.models import StoredFile
from labels.enums import Side
from labels.models import FileMessage, InternalNote, LabelApplication, MessageAttachment
from labels.selectors.committee import every_file
from labels.selectors.files import told


def files_with_thread(user: User, day: date) -> QuerySet[LabelApplication]:
    """For DAECT, the files whose messages it may read: those lodged, and the drafts from which a body wrote to it."""
    if not is_daect(user, day):
        return LabelApplication.objects.none()
    written = FileMessage.objects.filter(application=OuterRef("pk"), side=Side.BODY)
    return every_file().filter(Q(submitted_at__isnull=False) | Exists(written))


def thread_of(application: LabelApplication) -> QuerySet[FileMessage]:
    """The messages of a file, oldest first, with their attachments."""
    found = FileMessage.objects.filter(application=application).select_related("author", "read_by")
    return found.prefetch_related("attachments__file").order_by("written_at", "pk")


def received_messages(user: User, day: date) -> QuerySet[FileMessage]:
    """The messages written to the sides on which one stands."""
    mine = Q(side=Side.DAECT, application__organisation__in=organisations_of(user, day))
    if is_daect(user, day):
        mine |= Q(side=Side.BODY)
    return FileMessage.objects.filter(mine).select_related("application__organisation", "author")


def visible_message_attachments(user: User, day: date) -> QuerySet[MessageAttachment]:
    """The files sent with the messages that one may read (spec X1, X6)."""
    found = MessageAttachment.objects.select_related("file", "message__application")
    if is_daect(user, day):
        return found
    return found.filter(message__application__organisation__in=organisations_of(user, day))


def infected_sent_untold() -> QuerySet[MessageAttachment]:
    """The files sent with messages that the antivirus holds back, of which nobody who sent them was told yet."""
    infected = MessageAttachment.objects.filter(file__in=StoredFile.objects.infected())
    untold = infected.filter(~Exists(told("labels/sent_file_held_back", MessageAttachment)))
    return untold.select_related("file", "message__author", "message__application__organisation").order_by(
        "pk"
    )


def unread_by(side: str) -> Exists:
    """Whether a file holds a message that `side` has not opened."""
    received = FileMessage.objects.filter(application=OuterRef("pk"), read_at=None)
    return Exists(received.exclude(side=side))


def to_answer(side: str, application: OuterRef | LabelApplication) -> QuerySet[FileMessage]:
    """The messages of a file that await an answer from `side`."""
    waiting = FileMessage.objects.filter(application=application, awaits_answer=True, settled_at=None)
    return waiting.exclude(side=side)


def notes_on(application: LabelApplication) -> QuerySet[InternalNote]:
    """DAECT's notes on a file, the latest first."""
    return InternalNote.objects.filter(application=application).select_related("author").order_by("-pk")
