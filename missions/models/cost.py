"""Money the ministry spends on a mission, line by line (spec M7)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from expect.database.fields import PublicIdField
from missions.enums import Buyer, CostKind, CostStage
from missions.models.limits import held

TRACED = (CostStage.PAID, CostStage.RECOVERED)
"""The stages at which money moves: a line says its accounting reference."""


@held()
class Cost(models.Model):
    """One line, in euros; never changed, save the proof that comes after it, once (spec M7).

    A correction is a contrary line that names the one it `corrects`.
    What should have been written instead is a line of its own, which `replaces` the wrong one.
    The lines of one spending, estimated, committed, paid, recovered, corrected, all name its first line: `follows`.
    """

    public_id = PublicIdField()
    mission = models.ForeignKey("missions.Mission", models.PROTECT, related_name="costs")
    kind = models.CharField("nature", max_length=20, choices=CostKind)
    stage = models.CharField("étape", max_length=20, choices=CostStage)
    buyer = models.CharField("acheteur", max_length=20, choices=Buyer, default=Buyer.MINISTRY)
    label = models.CharField("libellé", max_length=200)
    amount = models.DecimalField("montant en euros", max_digits=12, decimal_places=2)
    reference = models.CharField("référence comptable", max_length=60, blank=True)
    proof = models.ForeignKey(
        "documents.StoredFile",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="justificatif",
    )
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="correction", verbose_name="corrige"
    )
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replacement", verbose_name="remplace"
    )
    follows = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="followers", verbose_name="suite de"
    )
    recorded_at = models.DateTimeField("enregistré le")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "frais"
        verbose_name_plural = "frais"
        constraints = [
            models.CheckConstraint(
                name="cost_sign",
                condition=Q(corrects=None, amount__gt=0) | Q(corrects__isnull=False, amount__lt=0),
            ),
            models.CheckConstraint(
                name="cost_paid_with_reference",
                condition=~Q(stage__in=TRACED) | ~Q(reference=""),
            ),
            models.CheckConstraint(
                name="cost_correction_follows", condition=Q(corrects=None) | Q(follows__isnull=False)
            ),
            models.CheckConstraint(
                name="cost_replaces", condition=Q(replaces=None) | Q(corrects=None, follows__isnull=False)
            ),
            models.CheckConstraint(
                name="cost_follows_another", condition=Q(follows=None) | ~Q(follows=F("id"))
            ),
        ]
        indexes = [models.Index(fields=["mission", "stage"], name="cost_of_mission")]

    @property
    def lacks_proof(self) -> bool:
        """Money went out or came back, and nothing shows it yet (spec M7)."""
        return self.stage in TRACED and self.proof_id is None and self.corrects_id is None

    def __str__(self):
        return f"{self.label} ({self.get_stage_display()})"
