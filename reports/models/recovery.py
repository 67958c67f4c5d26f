"""What becomes of an issued demand, as others tell DAECT (spec R5)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from expect.database.fields import PublicIdField
from reports.enums import RecoveryStep

CLEARING = (RecoveryStep.PAID, RecoveryStep.REMITTED, RecoveryStep.WRITTEN_OFF)


class RecoveryEntry(models.Model):
    """One line of the register: on that day, under that reference, this happened. Triggers forbid any change.

    `amount`, in euros, is what the line takes off the sum owed: something where it was paid, remitted or written off,
    nothing or something where a contestation was answered, a sum put back where a line is cancelled.
    """

    public_id = PublicIdField()
    demand = models.ForeignKey("reports.ReimbursementDemand", models.PROTECT, related_name="entries")
    step = models.CharField("étape", max_length=20, choices=RecoveryStep)
    happened_on = models.DateField("date")
    amount = models.DecimalField("montant en euros", max_digits=12, decimal_places=2, default=0)
    reference = models.CharField("référence", max_length=120, blank=True)
    note = models.TextField("précisions", max_length=2000, blank=True)
    cancels = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="cancelled_by")
    recorded_at = models.DateTimeField("enregistrée le")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "écriture de recouvrement"
        verbose_name_plural = "écritures de recouvrement"
        constraints = [
            models.CheckConstraint(name="recovery_step_known", condition=Q(step__in=RecoveryStep.values)),
            models.CheckConstraint(
                name="recovery_amount",
                condition=Q(step__in=CLEARING, amount__gt=0)
                | Q(step=RecoveryStep.ANSWERED, amount__gte=0)
                | Q(step=RecoveryStep.CANCELLED, amount__lt=0)
                | Q(
                    step__in=[RecoveryStep.HANDED_OVER, RecoveryStep.CONTESTED, RecoveryStep.MAINTAINED],
                    amount=0,
                ),
            ),
            models.CheckConstraint(
                name="recovery_cancels",
                condition=Q(step=RecoveryStep.CANCELLED, cancels__isnull=False)
                | ~Q(step=RecoveryStep.CANCELLED) & Q(cancels=None),
            ),
        ]

    def __str__(self):
        return f"{self.demand} : {self.get_step_display()}"
