"""In what capacity a signatory engages a body, and since which elections (spec X14)."""

from django.conf import settings
from django.db import models

from expect.accounts.enums import OrganisationKind
from expect.accounts.models.membership import Membership
from expect.database.fields import PublicIdField


class Renewal(models.Model):
    """The elections by which all bodies of a kind were renewed on a day; frozen by triggers.

    Recorded by mistake, they are cancelled for a reason, and ask nothing any more; their line stays.
    """

    public_id = PublicIdField()
    kind = models.CharField("nature des organismes", max_length=30, choices=OrganisationKind)
    held_on = models.DateField("date")
    text_reference = models.CharField("texte", max_length=300)
    recorded_at = models.DateTimeField("enregistré le")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="enregistré par"
    )
    cancelled_at = models.DateTimeField("annulé le", null=True, blank=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    cancellation_reason = models.CharField("motif de l’annulation", max_length=300, blank=True)

    class Meta:
        verbose_name = "renouvellement"
        verbose_name_plural = "renouvellements"
        constraints = [
            models.UniqueConstraint(
                name="renewal_once", fields=["kind", "held_on"], condition=models.Q(cancelled_at=None)
            ),
            models.CheckConstraint(
                name="renewal_cancelled",
                condition=models.Q(cancelled_at=None, cancelled_by=None, cancellation_reason="")
                | models.Q(cancelled_at__isnull=False, cancelled_by__isnull=False)
                & ~models.Q(cancellation_reason=""),
            ),
            models.CheckConstraint(
                name="renewal_kind_known", condition=models.Q(kind__in=OrganisationKind.values)
            ),
            models.CheckConstraint(name="renewal_grounded", condition=~models.Q(text_reference="")),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, {self.held_on}"


class MandateStatement(models.Model):
    """A signatory's capacity, said or shown on a Paris day, with the proof if one was brought; frozen by triggers.

    The last one speaks; `stated_by` is the signatory, or DAECT for a paper received otherwise.
    """

    public_id = PublicIdField()
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="statements")
    capacity = models.CharField("qualité", max_length=150)
    proof = models.OneToOneField("documents.StoredFile", models.PROTECT, null=True, related_name="+")
    stated_on = models.DateField("le")
    stated_at = models.DateTimeField()
    stated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "confirmation de mandat"
        verbose_name_plural = "confirmations de mandat"
        constraints = [
            models.CheckConstraint(name="mandate_capacity_said", condition=~models.Q(capacity="")),
        ]

    def __str__(self):
        return f"{self.membership.user}, {self.capacity}"
