"""What the holder changed in terms that the embassy has, or has validated (spec M8, M14)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from expect.database.fields import PublicIdField
from missions.enums import Substance
from missions.models.limits import held


@held()
class TermsAmendment(models.Model):
    """A version that replaces the one before the embassy, and why; triggers forbid any change or deletion.

    `touched` names what it changes of the mission's substance; empty, the validation stands. `letter` is the mission
    letter that it is the first to overtake, if one was issued: void where the substance changes, else to be replaced
    (spec M11).
    """

    public_id = PublicIdField()
    mission = models.ForeignKey("missions.Mission", models.PROTECT, related_name="amendments")
    version = models.OneToOneField("missions.TermsVersion", models.PROTECT, related_name="amendment")
    reason = models.TextField("motif", max_length=2000)
    touched = models.JSONField("substance changée", default=list, blank=True)
    letter = models.OneToOneField(
        "documents.IssuedDocument", models.PROTECT, null=True, blank=True, related_name="+"
    )
    amended_at = models.DateTimeField("changés le")
    amended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "changement des termes"
        verbose_name_plural = "changements des termes"
        constraints = [
            models.CheckConstraint(name="amendment_reasoned", condition=~Q(reason="")),
        ]

    def __str__(self):
        return f"{self.version}"

    def touched_words(self) -> str:
        """« les dates et les personnes »; empty where the substance is the same."""
        return " et ".join(Substance(code).label for code in self.touched)
