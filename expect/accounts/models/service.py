"""How a legal act reached the body to which it is addressed (spec X11)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from expect.accounts.enums import ServiceWay
from expect.accounts.models.organisation import Organisation
from expect.database.fields import PublicIdField


class ElectronicConsent(models.Model):
    """A body agrees that what it opens here is notified to it; each agreement and its end are kept by triggers."""

    public_id = PublicIdField()
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField("donné le")
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField("retiré le", null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "accord pour la notification électronique"
        verbose_name_plural = "accords pour la notification électronique"
        constraints = [
            models.UniqueConstraint(
                name="consent_one_open", fields=["organisation"], condition=Q(ended_at=None)
            ),
            models.CheckConstraint(
                name="consent_ended",
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.organisation}"


class ProofOfService(models.Model):
    """The Paris day on which an act was received, and what shows it; the last one speaks. Frozen by triggers.

    Opened here, it was by `recorded_by`, of the body; sent by registered letter, the scan of its acknowledgement is
    `scan`. A correction says its `reason`.
    """

    public_id = PublicIdField()
    document = models.ForeignKey("documents.IssuedDocument", models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    way = models.CharField("voie", max_length=20, choices=ServiceWay)
    received_on = models.DateField("reçu le")
    scan = models.OneToOneField("documents.StoredFile", models.PROTECT, null=True, related_name="+")
    reason = models.CharField("motif de la correction", max_length=300, blank=True)
    recorded_at = models.DateTimeField("enregistré le")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "preuve de notification"
        verbose_name_plural = "preuves de notification"
        constraints = [
            models.UniqueConstraint(name="service_proved_once", fields=["document"], condition=Q(reason="")),
            models.CheckConstraint(
                name="service_registered_scanned",
                condition=Q(way=ServiceWay.OPENED) | Q(scan__isnull=False),
            ),
            models.CheckConstraint(name="service_way_known", condition=Q(way__in=ServiceWay.values)),
        ]

    def __str__(self):
        return f"{self.document} : reçu le {self.received_on}"
