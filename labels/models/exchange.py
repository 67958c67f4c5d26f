"""What is said around a file: messages between the body and DAECT, and DAECT's own notes."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from expect.database.fields import PublicIdField
from labels.enums import Side


class FileMessage(models.Model):
    """A message in the file, from one side to the other; its words are frozen by triggers.

    `read_at` is when somebody of the other side first opened it. Where its author awaits an answer, `settled_at` is
    when the other side answered or said that none was needed.
    """

    public_id = PublicIdField()
    application = models.ForeignKey("labels.LabelApplication", models.PROTECT, related_name="messages")
    side = models.CharField("de", max_length=10, choices=Side)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    text = models.TextField("message", max_length=4000)
    awaits_answer = models.BooleanField("réponse attendue", default=False)
    written_at = models.DateTimeField("écrit le")
    read_at = models.DateTimeField("lu le", null=True, blank=True)
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    settled_at = models.DateTimeField("clos le", null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "message"
        verbose_name_plural = "messages"
        constraints = [
            models.CheckConstraint(name="message_side_known", condition=Q(side__in=Side.values)),
            models.CheckConstraint(
                name="message_read",
                condition=Q(read_at=None, read_by=None) | Q(read_at__isnull=False, read_by__isnull=False),
            ),
            models.CheckConstraint(
                name="message_settled",
                condition=Q(settled_at=None, settled_by=None)
                | Q(settled_at__isnull=False, settled_by__isnull=False, awaits_answer=True),
            ),
        ]
        indexes = [
            models.Index(fields=["application", "side"], condition=Q(read_at=None), name="message_unread"),
            models.Index(
                fields=["application", "side"],
                condition=Q(awaits_answer=True, settled_at=None),
                name="message_to_answer",
            ),
        ]

    def __str__(self):
        return f"Message de {self.author}"


class MessageAttachment(models.Model):
    """A file sent with a message. Frozen by triggers."""

    public_id = PublicIdField()
    message = models.ForeignKey(FileMessage, models.PROTECT, related_name="attachments")
    file = models.OneToOneField("documents.StoredFile", models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "pièce jointe à un message"
        verbose_name_plural = "pièces jointes aux messages"

    def __str__(self):
        return str(self.file)


class InternalNote(models.Model):
    """What DAECT writes for itself on a file, never seen outside. Frozen by triggers."""

    application = models.ForeignKey("labels.LabelApplication", models.PROTECT, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    text = models.TextField("note", max_length=4000)
    written_at = models.DateTimeField("écrite le")

    class Meta:
        verbose_name = "note interne"
        verbose_name_plural = "notes internes"

    def __str__(self):
        return f"Note de {self.author}"
