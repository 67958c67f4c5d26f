"""One table of bodies (spec L1)."""

from django.db import models
from django.urls import reverse

from expect.accounts.enums import OrganisationKind
from expect.database.fields import NormalisedField, PublicIdField


class Organisation(models.Model):
    """A body that may apply, or hold the label; shipped with the reference list or entered by hand (spec L1).

    `legal_email` is used while nobody acts for it (spec X14).
    """

    public_id = PublicIdField()
    kind = models.CharField("nature", max_length=30, choices=OrganisationKind)
    name = models.CharField("nom", max_length=300)
    siren = models.CharField("SIREN", max_length=9, blank=True)
    insee_code = models.CharField("code INSEE", max_length=9, blank=True)
    postcodes = models.CharField("codes postaux", max_length=400, blank=True)
    department = models.ForeignKey(
        "territory.Department",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="département",
    )
    region = models.ForeignKey(
        "territory.Region", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="région"
    )
    population = models.PositiveIntegerField("population", null=True, blank=True)
    own_regime = models.BooleanField(
        "régime propre",
        default=False,
        help_text="Gouvernements de Polynésie française et de Nouvelle-Calédonie.",
    )
    legal_email = models.EmailField(
        "adresse légale", blank=True, help_text="Où écrire tant que personne n’agit pour l’organisme."
    )
    source = models.CharField("source", max_length=120, blank=True)
    search_text = NormalisedField(sources=("name", "siren", "insee_code", "postcodes"), max_length=800)
    sort_name = NormalisedField(sources=("name",), max_length=300)

    class Meta:
        verbose_name = "organisme"
        verbose_name_plural = "organismes"
        constraints = [
            models.CheckConstraint(
                name="organisation_kind_known", condition=models.Q(kind__in=OrganisationKind.values)
            ),
            models.UniqueConstraint(
                name="organisation_siren_unique", fields=["siren"], condition=~models.Q(siren="")
            ),
        ]
        indexes = [
            models.Index(fields=["sort_name"], name="organisation_sort_name"),
            models.Index(fields=["insee_code"], name="organisation_insee_code"),
        ]

    def __str__(self):
        return self.name

    def description(self) -> str:
        """« Commune, Loire-Atlantique »: what goes with a body's name; reads `department`."""
        place = self.department or self.region
        kind = OrganisationKind(self.kind).label
        return f"{kind}, {place}" if place else kind

    def is_overseas(self) -> bool:
        """Whether it is outside metropolitan France; reads `region`, and `department` where there is none."""
        place = self.region or (self.department and self.department.region)
        return bool(place and place.is_overseas)

    def get_absolute_url(self) -> str:
        return reverse("accounts:body", args=[self.public_id])
