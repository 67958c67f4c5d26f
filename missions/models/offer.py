"""« Nous pourrions »: a holder says that it could meet an open need (spec M1)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from missions.models.limits import held


@held()
class Offer(models.Model):
    """A holder's word that it could meet a need, before anybody asked; it binds nobody, and may be taken back.

    One at a time for a holder and a need. Triggers keep what was said; only the taking back is added.
    """

    request = models.ForeignKey("missions.ExpertiseRequest", models.PROTECT, related_name="offers")
    label = models.ForeignKey("labels.Label", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    message = models.TextField("message", max_length=1000)
    offered_at = models.DateTimeField("proposé le")
    offered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    taken_back_at = models.DateTimeField("reprise le", null=True, blank=True)
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "proposition"
        verbose_name_plural = "propositions"
        constraints = [
            models.UniqueConstraint(
                name="offer_one_standing",
                fields=["request", "organisation"],
                condition=Q(taken_back_at=None),
            ),
            models.CheckConstraint(name="offer_says_something", condition=~Q(message="")),
            models.CheckConstraint(
                name="offer_taken_back_by_somebody",
                condition=Q(taken_back_at=None, taken_back_by=None)
                | Q(taken_back_at__isnull=False, taken_back_by__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.organisation} → {self.request}"
