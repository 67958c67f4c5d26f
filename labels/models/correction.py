"""What DAECT asks to be corrected in a lodged file (spec L7)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from expect.database.fields import PublicIdField
from labels.enums import Part


class CorrectionRequest(models.Model):
    """Parts to correct, by a day; settled when the file is lodged again, withdrawn or closed. Frozen by triggers."""

    public_id = PublicIdField()
    application = models.ForeignKey(
        "labels.LabelApplication", models.PROTECT, related_name="correction_requests"
    )
    asked_at = models.DateTimeField("demandée le")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    answer_by = models.DateField("réponse attendue pour le")
    settled_at = models.DateTimeField("close le", null=True, blank=True)

    class Meta:
        verbose_name = "demande de correction"
        verbose_name_plural = "demandes de correction"
        constraints = [
            models.UniqueConstraint(
                name="correction_one_open", fields=["application"], condition=Q(settled_at=None)
            )
        ]

    def __str__(self):
        return f"{self.application} : à corriger"


class CorrectionPoint(models.Model):
    """One part to correct, and DAECT's remark, which is read beside it. Frozen by triggers."""

    request = models.ForeignKey(CorrectionRequest, models.PROTECT, related_name="points")
    part = models.CharField("partie", max_length=20, choices=Part)
    remark = models.TextField("remarque", max_length=3000)

    class Meta:
        verbose_name = "point à corriger"
        verbose_name_plural = "points à corriger"
        constraints = [models.UniqueConstraint(name="correction_part_once", fields=["request", "part"])]

    def __str__(self):
        return self.get_part_display()
