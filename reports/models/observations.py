"""What a holder answered to a prior letter otherwise than online, as DAECT recorded it (spec R5, X13)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from expect.database.fields import PublicIdField
from reports.enums import AnswerChannel


class RecordedObservations(models.Model):
    """Observations that came by letter, by e-mail or by word of mouth, with the proof of them.

    They stand until they are cancelled, with the reason: recorded on another letter, or wrongly. The holder may contest
    them, once; nothing moves by itself. Triggers keep what was recorded. Those of before had no author, nor a scan.
    """

    public_id = PublicIdField()
    letter = models.ForeignKey("reports.PriorLetter", models.PROTECT, related_name="recorded")
    channel = models.CharField("reçues", max_length=20, choices=AnswerChannel)
    author = models.CharField("auteur", max_length=100, blank=True)
    received_on = models.DateField("reçues le")
    scan = models.OneToOneField("documents.StoredFile", models.PROTECT, null=True, related_name="+")
    text = models.TextField("observations", max_length=6000, blank=True)
    hearing_asked = models.BooleanField("demande à être entendu", default=False)
    recorded_at = models.DateTimeField("enregistrées le")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    cancelled_at = models.DateTimeField("annulées le", null=True, blank=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    cancel_reason = models.TextField("motif de l’annulation", max_length=2000, blank=True)
    contested_at = models.DateTimeField("contestées le", null=True, blank=True)
    contested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    contest_reason = models.TextField("motif de la contestation", max_length=2000, blank=True)

    class Meta:
        verbose_name = "observations enregistrées"
        verbose_name_plural = "observations enregistrées"
        constraints = [
            models.CheckConstraint(
                name="observations_channel_known", condition=Q(channel__in=AnswerChannel.values)
            ),
            models.CheckConstraint(
                name="observations_say_something", condition=~Q(text="") | Q(hearing_asked=True)
            ),
            models.CheckConstraint(
                name="observations_proved", condition=Q(scan__isnull=False) | Q(author="")
            ),
            models.CheckConstraint(
                name="observations_cancelled",
                condition=Q(cancelled_at=None, cancelled_by=None, cancel_reason="")
                | Q(cancelled_at__isnull=False, cancelled_by__isnull=False) & ~Q(cancel_reason=""),
            ),
            models.CheckConstraint(
                name="observations_contested",
                condition=Q(contested_at=None, contested_by=None, contest_reason="")
                | Q(contested_at__isnull=False, contested_by__isnull=False) & ~Q(contest_reason=""),
            ),
        ]

    def __str__(self):
        return f"{self.letter}, {self.get_channel_display().lower()}"
