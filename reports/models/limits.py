"""How the limit of a report is recalled, and moved (spec R6)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from expect.database.fields import PublicIdField
from reports.enums import ReminderStep


class ReportReminder(models.Model):
    """A step of the ladder, for a mission and a limit: sent, or overtaken by the next one (`sent_at` empty).

    `of_more` where the limit is the second one, that of what DAECT asked for more (spec R2). Triggers forbid any
    change.
    """

    mission = models.ForeignKey("missions.Mission", models.PROTECT, related_name="+")
    due_on = models.DateField("limite rappelée")
    of_more = models.BooleanField("limite du complément", default=False)
    step = models.SmallIntegerField("étape", choices=ReminderStep)
    noted_at = models.DateTimeField("constatée le")
    sent_at = models.DateTimeField("envoyée le", null=True, blank=True)

    class Meta:
        verbose_name = "rappel de rapport"
        verbose_name_plural = "rappels de rapport"
        constraints = [
            models.UniqueConstraint(
                name="reminder_once_per_limit", fields=["mission", "due_on", "of_more", "step"]
            ),
            models.CheckConstraint(name="reminder_step_known", condition=Q(step__in=ReminderStep.values)),
        ]

    def __str__(self):
        return f"{self.mission} : {self.get_step_display()}"

    def occasion(self) -> str:
        """What makes its e-mail one and the same, however often the job runs."""
        return f"{self.due_on:%Y%m%d}{'c' if self.of_more else ''}{self.step}"


class ExtensionRequest(models.Model):
    """More time that the holder asks for before the limit `due_on`, and the head's answer (spec R6).

    Granted, `granted_until` is the new limit; refused, it stays empty. While it waits, no demand is drafted (spec R4).
    """

    public_id = PublicIdField()
    mission = models.ForeignKey("missions.Mission", models.PROTECT, related_name="+")
    due_on = models.DateField("limite au jour de la demande")
    asked_until = models.DateField("délai demandé jusqu’au")
    reason = models.TextField("motif de la demande", max_length=2000)
    asked_at = models.DateTimeField("demandé le")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    granted_until = models.DateField("accordé jusqu’au", null=True, blank=True)
    answer = models.TextField("motif de la réponse", max_length=2000, blank=True)
    decided_at = models.DateTimeField("répondu le", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "demande de délai"
        verbose_name_plural = "demandes de délai"
        constraints = [
            models.UniqueConstraint(
                name="extension_one_pending", fields=["mission"], condition=Q(decided_at=None)
            ),
            models.CheckConstraint(name="extension_longer", condition=Q(asked_until__gt=F("due_on"))),
            models.CheckConstraint(name="extension_reasoned", condition=~Q(reason="")),
            models.CheckConstraint(
                name="extension_decided",
                condition=Q(decided_at=None, decided_by=None, granted_until=None, answer="")
                | Q(decided_at__isnull=False, decided_by__isnull=False) & ~Q(answer=""),
            ),
        ]

    def __str__(self):
        return f"Délai demandé, {self.mission}"

    def get_absolute_url(self) -> str:
        return reverse("reports:awaited", args=[self.mission.public_id])

    def outcome(self) -> str:
        """« accordée », « refusée », « en attente », « sans objet » once no report is to come."""
        if self.decided_at is None:
            over = self.mission.report_delivered_at or self.mission.report_due_on is None
            return "sans objet, aucun rapport n’est plus à remettre" if over else "en attente"
        return "accordée" if self.granted_until else "refusée"
