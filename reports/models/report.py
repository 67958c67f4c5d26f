"""What the missionaries write on their return (spec R2, R3)."""

from typing import TypedDict

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from expect.database.fields import PublicIdField
from reports.enums import Reached, ReportState


class PersonMet(TypedDict):
    """Somebody the missionaries met; any of the three may be empty, not all."""

    name: str
    function: str
    institution: str


class MissionReport(models.Model):
    """One report per mission, validated by the holder's signatory before it is delivered (spec R2).

    `revision` counts the saves of the draft, so that two tabs never overwrite one another; `people_met` is a list of
    PersonMet. `written_by` says who wrote; where it is no missionary, `writer_reason` says why. Those delivered before
    say neither.
    """

    public_id = PublicIdField()
    mission = models.OneToOneField("missions.Mission", models.PROTECT, related_name="+")
    state = models.CharField("état", max_length=20, choices=ReportState, default=ReportState.DRAFT)
    revision = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField("commencé le")
    updated_at = models.DateTimeField("modifié le")
    left_on = models.DateField("départ effectif", null=True, blank=True)
    returned_on = models.DateField("retour effectif", null=True, blank=True)
    account = models.TextField("compte rendu sur l’objet de la mission", max_length=20000, blank=True)
    people_met = models.JSONField("personnes rencontrées", default=list, blank=True)
    can_be_completed = models.BooleanField("peut être complétée par une action", null=True, blank=True)
    completion = models.TextField("laquelle", max_length=2000, blank=True)
    can_last = models.BooleanField("peut déboucher sur une coopération plus longue", null=True, blank=True)
    cooperation = models.TextField("laquelle", max_length=2000, blank=True)
    written_by = models.CharField("rédigé par", max_length=300, blank=True)
    writer_reason = models.TextField("pourquoi une autre personne", max_length=500, blank=True)

    handed_in_at = models.DateTimeField("transmis au signataire le", null=True, blank=True)
    handed_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    sent_back_reason = models.TextField("à reprendre", max_length=2000, blank=True)
    delivered_at = models.DateTimeField("remis le", null=True, blank=True)
    delivered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    more_requested_at = models.DateTimeField("complément demandé le", null=True, blank=True)
    more_reason = models.TextField("complément attendu", max_length=3000, blank=True)
    more_due_on = models.DateField("complément attendu le", null=True, blank=True)
    accepted_at = models.DateTimeField("accepté le", null=True, blank=True)

    class Meta:
        verbose_name = "rapport de mission"
        verbose_name_plural = "rapports de mission"
        constraints = [
            models.CheckConstraint(name="report_state_known", condition=Q(state__in=ReportState.values)),
            models.CheckConstraint(
                name="report_dates",
                condition=Q(returned_on=None) | Q(left_on=None) | Q(returned_on__gte=F("left_on")),
            ),
            models.CheckConstraint(
                name="report_delivered",
                condition=~Q(
                    state__in=[ReportState.DELIVERED, ReportState.MORE_REQUESTED, ReportState.ACCEPTED]
                )
                | Q(delivered_at__isnull=False, delivered_by__isnull=False),
            ),
            models.CheckConstraint(
                name="report_more_requested",
                condition=~Q(state=ReportState.MORE_REQUESTED)
                | Q(more_requested_at__isnull=False, more_due_on__isnull=False) & ~Q(more_reason=""),
            ),
            models.CheckConstraint(
                name="report_accepted",
                condition=~Q(state=ReportState.ACCEPTED) | Q(accepted_at__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["state", "delivered_at"], name="report_by_state")]

    def __str__(self):
        return f"Rapport de la mission {self.mission}"

    def get_absolute_url(self) -> str:
        return reverse("reports:report", args=[self.public_id])


class ResultOutcome(models.Model):
    """Whether one expected result of the terms was reached (spec R3)."""

    report = models.ForeignKey(MissionReport, models.CASCADE, related_name="outcomes")
    result = models.ForeignKey("missions.ExpectedResult", models.PROTECT, related_name="+")
    reached = models.CharField("atteint", max_length=20, choices=Reached, blank=True)
    comment = models.CharField("précisions", max_length=500, blank=True)

    class Meta:
        verbose_name = "résultat"
        verbose_name_plural = "résultats"
        constraints = [models.UniqueConstraint(name="result_outcome_once", fields=["report", "result"])]

    def __str__(self):
        return f"{self.result} : {self.get_reached_display()}"


class ReportAttachment(models.Model):
    """A file joined to the report (spec R3, X6)."""

    public_id = PublicIdField()
    report = models.ForeignKey(MissionReport, models.CASCADE, related_name="attachments")
    file = models.OneToOneField("documents.StoredFile", models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "pièce jointe"
        verbose_name_plural = "pièces jointes"

    def __str__(self):
        return str(self.file)


class ReportVersion(models.Model):
    """The report as it was delivered, and its PDF; triggers forbid any change or deletion."""

    report = models.ForeignKey(MissionReport, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    delivered_at = models.DateTimeField()
    document = models.OneToOneField("documents.IssuedDocument", models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "version remise"
        verbose_name_plural = "versions remises"
        constraints = [models.UniqueConstraint(name="report_version_once", fields=["report", "number"])]

    def __str__(self):
        return f"{self.report}, version {self.number}"

    def title(self) -> str:
        """« Version 2 »."""
        return f"Version {self.number}"
