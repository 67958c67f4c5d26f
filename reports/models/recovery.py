"""What becomes of an issued demand, as others tell DAECT (spec R5)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from expect.database.fields import PublicIdField
from reports.enums import Contestation, RecoveryStep

S = RecoveryStep
MONEY = (S.PAID, S.REMITTED, S.WRITTEN_OFF)
"""The lines that take a sum off what is owed, never nothing."""

UNREFERENCED = (S.MAINTAINED, S.CANCELLED)
"""The lines that DAECT writes by itself, without the paper of anybody else."""


class RecoveryEntry(models.Model):
    """One line of the register: on that day, under that reference, this happened. Triggers forbid any change.

    `amount`, in euros, is what the line takes off the sum owed: something where it was paid, remitted or written off,
    nothing or something where a contestation was answered, a sum put back where a line is cancelled. `give_back` is
    what was paid and is no longer owed: the accountant gives it back, and a line that says so takes it off. Of a
    contestation, `kind` says before whom, `answer_by` the day on which silence rejects it, where it does (spec X10).
    """

    public_id = PublicIdField()
    demand = models.ForeignKey("reports.ReimbursementDemand", models.PROTECT, related_name="entries")
    step = models.CharField("étape", max_length=20, choices=RecoveryStep)
    happened_on = models.DateField("date")
    amount = models.DecimalField("montant en euros", max_digits=12, decimal_places=2, default=0)
    give_back = models.DecimalField("à restituer, en euros", max_digits=12, decimal_places=2, default=0)
    kind = models.CharField("voie de contestation", max_length=20, choices=Contestation, blank=True)
    answer_by = models.DateField("rejetée par le silence le", null=True, blank=True)
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
                condition=Q(step__in=MONEY, amount__gt=0, give_back=0)
                | Q(step=S.ANSWERED, amount__gte=0, give_back__gte=0)
                | Q(step=S.GIVEN_BACK, amount=0, give_back__lt=0)
                | Q(step=S.CANCELLED, amount__lte=0)
                | Q(step__in=[S.HANDED_OVER, S.CONTESTED, S.MAINTAINED], amount=0, give_back=0),
            ),
            models.CheckConstraint(
                name="recovery_cancels",
                condition=Q(step=S.CANCELLED, cancels__isnull=False) | ~Q(step=S.CANCELLED) & Q(cancels=None),
            ),
            models.CheckConstraint(
                name="recovery_referenced", condition=Q(step__in=UNREFERENCED) | ~Q(reference="")
            ),
            models.CheckConstraint(
                name="recovery_contested",
                condition=Q(step=S.CONTESTED, kind__in=["", *Contestation.values])
                | ~Q(step=S.CONTESTED) & Q(kind="", answer_by=None),
            ),
        ]

    def __str__(self):
        return f"{self.demand} : {self.get_step_display()}"
