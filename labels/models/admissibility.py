"""What DAECT found of each point on which the admissibility of a file rests (spec L1–L6)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from labels.enums import Criterion, Finding


class AdmissibilityCheck(models.Model):
    """What somebody found of one point, in one version; frozen by triggers once something was decided on it."""

    application = models.ForeignKey("labels.LabelApplication", models.PROTECT, related_name="checks")
    version = models.ForeignKey("labels.ApplicationVersion", models.PROTECT, related_name="checks")
    criterion = models.CharField("point", max_length=20, choices=Criterion)
    finding = models.CharField("constat", max_length=20, choices=Finding)
    remark = models.CharField("remarque", max_length=1000, blank=True)
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    checked_at = models.DateTimeField("vérifié le")
    frozen_at = models.DateTimeField("figé le", null=True, blank=True)

    class Meta:
        verbose_name = "point vérifié"
        verbose_name_plural = "points vérifiés"
        constraints = [
            models.UniqueConstraint(name="check_once", fields=["version", "criterion"]),
            models.CheckConstraint(name="check_criterion_known", condition=Q(criterion__in=Criterion.values)),
            models.CheckConstraint(
                name="check_finding",
                condition=Q(finding__in=[Finding.MET, Finding.NOT_APPLICABLE])
                | Q(finding=Finding.TO_CORRECT) & ~Q(remark=""),
            ),
        ]

    def __str__(self):
        return f"{self.get_criterion_display()} : {self.get_finding_display().lower()}"
