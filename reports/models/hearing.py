"""What became of the oral hearing that a holder asked for, as DAECT recorded it (spec R5)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from expect.database.fields import PublicIdField
from reports.enums import HearingOutcome


class Hearing(models.Model):
    """Held, declined, or nobody came: when, who was heard, what was said.

    It stands until it is cancelled, with the reason; one stands at a time. The holder may contest it, once; nothing
    moves by itself. Triggers keep what was recorded.
    """

    public_id = PublicIdField()
    letter = models.ForeignKey("reports.PriorLetter", models.PROTECT, related_name="hearings")
    outcome = models.CharField("entretien", max_length=20, choices=HearingOutcome)
    heard_on = models.DateField("jour de l’entretien", null=True, blank=True)
    people = models.CharField("personnes entendues", max_length=300, blank=True)
    said = models.TextField("ce qui a été dit", max_length=6000, blank=True)
    recorded_at = models.DateTimeField("enregistré le")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    cancelled_at = models.DateTimeField("annulé le", null=True, blank=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    cancel_reason = models.TextField("motif de l’annulation", max_length=2000, blank=True)
    contested_at = models.DateTimeField("contesté le", null=True, blank=True)
    contested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    contest_reason = models.TextField("motif de la contestation", max_length=2000, blank=True)

    class Meta:
        verbose_name = "entretien"
        verbose_name_plural = "entretiens"
        constraints = [
            models.UniqueConstraint(
                name="hearing_one_stands", fields=["letter"], condition=Q(cancelled_at=None)
            ),
            models.CheckConstraint(
                name="hearing_outcome_known", condition=Q(outcome__in=HearingOutcome.values)
            ),
            models.CheckConstraint(
                name="hearing_held",
                condition=~Q(outcome=HearingOutcome.HELD)
                | Q(heard_on__isnull=False) & ~Q(people="") & ~Q(said=""),
            ),
            models.CheckConstraint(
                name="hearing_cancelled",
                condition=Q(cancelled_at=None, cancelled_by=None, cancel_reason="")
                | Q(cancelled_at__isnull=False, cancelled_by__isnull=False) & ~Q(cancel_reason=""),
            ),
            models.CheckConstraint(
                name="hearing_contested",
                condition=Q(contested_at=None, contested_by=None, contest_reason="")
                | Q(contested_at__isnull=False, contested_by__isnull=False) & ~Q(contest_reason=""),
            ),
        ]

    def __str__(self):
        return f"{self.letter}, {self.get_outcome_display().lower()}"
