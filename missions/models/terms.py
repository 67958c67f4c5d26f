"""Drafts of the terms, their versions, and who accepted which (spec M5, M8)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from expect.database.fields import PublicIdField
from missions.enums import Party, ReviewOutcome
from missions.models.limits import held


@held()
class TermsDraft(models.Model):
    """The terms as one of the three parties saved them, before any acceptance (spec M4, M5).

    `number` is the mission's revision that it made; triggers forbid any change or deletion.
    """

    mission = models.ForeignKey("missions.Mission", models.PROTECT, related_name="drafts")
    number = models.PositiveIntegerField("numéro")
    content = models.JSONField("termes")
    party = models.CharField("partie", max_length=20, choices=Party)
    saved_at = models.DateTimeField("enregistré le")
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "projet de termes"
        verbose_name_plural = "projets de termes"
        constraints = [models.UniqueConstraint(name="terms_draft_once", fields=["mission", "number"])]

    def __str__(self):
        return f"{self.mission}, projet {self.number}"


class TermsVersion(models.Model):
    """The terms as they stood when the signatory accepted them; triggers forbid any change or deletion."""

    mission = models.ForeignKey("missions.Mission", models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = "version des termes"
        verbose_name_plural = "versions des termes"
        constraints = [models.UniqueConstraint(name="terms_version_once", fields=["mission", "number"])]

    def __str__(self):
        return f"{self.mission}, version {self.number}"


@held()
class TermsAcceptance(models.Model):
    """A party accepts a given version, with the commitments repeated for this mission (spec M5)."""

    version = models.ForeignKey(TermsVersion, models.PROTECT, related_name="acceptances")
    party = models.CharField("partie", max_length=20, choices=Party)
    accepted_at = models.DateTimeField("acceptés le")
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    capacity = models.CharField("en qualité de", max_length=150)

    class Meta:
        verbose_name = "acceptation des termes"
        verbose_name_plural = "acceptations des termes"
        constraints = [models.UniqueConstraint(name="terms_accepted_once", fields=["version", "party"])]

    def __str__(self):
        return f"{self.get_party_display()}, {self.version}"


@held()
class EmbassyReview(models.Model):
    """The answer of the post in charge of the country, on one version (spec M8)."""

    public_id = PublicIdField()
    version = models.OneToOneField(TermsVersion, models.PROTECT, related_name="review")
    mission = models.ForeignKey("missions.Mission", models.PROTECT, related_name="reviews")
    post = models.ForeignKey("territory.DiplomaticPost", models.PROTECT, related_name="+")
    outcome = models.CharField("avis", max_length=20, choices=ReviewOutcome)
    remarks = models.TextField("remarques", max_length=3000, blank=True)
    given_at = models.DateTimeField("rendu le")
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "avis de l’ambassade"
        verbose_name_plural = "avis des ambassades"
        constraints = [
            models.CheckConstraint(
                name="review_reasoned", condition=Q(outcome=ReviewOutcome.VALIDATED) | ~Q(remarks="")
            )
        ]

    def __str__(self):
        return f"{self.mission} : {self.get_outcome_display()}"
