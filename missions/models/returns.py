"""The report's limit, each change with its reason (spec R1)."""

from django.conf import settings
from django.db import models

from missions.models.limits import held


@held()
class ReportLimitChange(models.Model):
    """One value of a mission's report limit, and why it was set; the last one stands on the mission.

    Empty: no report is expected any more. Triggers forbid any change or deletion.
    """

    mission = models.ForeignKey("missions.Mission", models.PROTECT, related_name="limit_changes")
    due_on = models.DateField("rapport attendu le", null=True, blank=True)
    reason = models.CharField("motif", max_length=300)
    set_at = models.DateTimeField("fixé le")
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "limite de remise du rapport"
        verbose_name_plural = "limites de remise du rapport"
        constraints = []

    def __str__(self):
        return f"{self.mission} : {self.due_on}"
