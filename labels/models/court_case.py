"""What a body took to court (spec L9)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from expect.database.fields import PublicIdField
from labels.enums import Judgment


class CourtCase(models.Model):
    """What was notified on a file, or its silence, taken to a court, then what was judged. Frozen by triggers.

    `filed_on` is the day on which the court received it. Recorded by DAECT: no act of ours depends on it. `number`
    changes with a `correction` alone, the last one.
    """

    public_id = PublicIdField()
    correction = models.ForeignKey(
        "labels.CourtCaseCorrection", models.PROTECT, null=True, related_name="+", verbose_name="correction"
    )
    application = models.ForeignKey("labels.LabelApplication", models.PROTECT, related_name="court_cases")
    court = models.CharField("juridiction", max_length=150)
    number = models.CharField("numéro de la requête", max_length=40)
    filed_on = models.DateField("enregistrée le")
    recorded_at = models.DateTimeField("inscrite le")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    judgment = models.CharField("issue", max_length=20, choices=Judgment, blank=True)
    judged_on = models.DateField("jugée le", null=True)
    judgment_recorded_at = models.DateTimeField("issue inscrite le", null=True)
    judgment_recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = "recours contentieux"
        verbose_name_plural = "recours contentieux"
        constraints = [
            models.UniqueConstraint(name="court_case_once", fields=["court", "number"]),
            models.CheckConstraint(name="court_case_named", condition=~Q(court="") & ~Q(number="")),
            models.CheckConstraint(
                name="court_case_judged",
                condition=Q(judgment="", judged_on=None, judgment_recorded_at=None, judgment_recorded_by=None)
                | Q(
                    judgment__in=Judgment.values,
                    judged_on__gte=F("filed_on"),
                    judgment_recorded_at__isnull=False,
                    judgment_recorded_by__isnull=False,
                ),
            ),
        ]

    def __str__(self):
        return f"{self.court}, n° {self.number}"


class CourtCaseCorrection(models.Model):
    """A mistyped number put right: the `former` one, why, by whom. Frozen by triggers."""

    case = models.ForeignKey(CourtCase, models.PROTECT, related_name="corrections")
    former = models.CharField("ancien numéro", max_length=40)
    reason = models.CharField("raison", max_length=300)
    corrected_at = models.DateTimeField("corrigé le")
    corrected_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "numéro de requête corrigé"
        verbose_name_plural = "numéros de requête corrigés"
        constraints = [
            models.CheckConstraint(
                name="court_case_correction_reasoned", condition=~Q(former="") & ~Q(reason="")
            )
        ]

    def __str__(self):
        return self.former
