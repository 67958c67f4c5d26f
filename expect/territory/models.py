"""Where bodies are, where missions go, and which post answers for a country."""

import zoneinfo

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from expect.database.fields import NormalisedField, PublicIdField


class Region(models.Model):
    """A French region, or an overseas territory standing for one."""

    code = models.CharField("code Insee", max_length=3, unique=True)
    name = models.CharField("nom", max_length=100)

    class Meta:
        verbose_name = "région"
        verbose_name_plural = "régions"

    def __str__(self):
        return self.name

    @property
    def is_overseas(self) -> bool:
        """Outside metropolitan France: codes 01 to 06, and 97x, 98x for a territory standing for one."""
        return self.code.startswith(("0", "97", "98"))


class Department(models.Model):
    """A French département, or an overseas territory standing for one."""

    code = models.CharField("code Insee", max_length=3, unique=True)
    name = models.CharField("nom", max_length=100)
    region = models.ForeignKey(Region, models.PROTECT, related_name="departments", verbose_name="région")

    class Meta:
        verbose_name = "département"
        verbose_name_plural = "départements"

    def __str__(self):
        return self.name


class Country(models.Model):
    """A country or territory where a mission may go; France is not one."""

    code = models.CharField("code ISO à deux lettres", max_length=2, unique=True)
    iso3 = models.CharField("code ISO à trois lettres", max_length=3, unique=True)
    numeric = models.CharField("code ISO numérique", max_length=3, blank=True)
    name = models.CharField("nom", max_length=100)
    sort_name = NormalisedField(sources=("name",), max_length=100)

    class Meta:
        verbose_name = "pays"
        verbose_name_plural = "pays"
        indexes = [models.Index(fields=["sort_name"], name="country_sort_name")]

    def __str__(self):
        return self.name


def is_time_zone(name: str) -> None:
    """Raise ValidationError unless `name` is a zone of the IANA base."""
    if name not in zoneinfo.available_timezones():
        raise ValidationError("Indiquez un fuseau horaire de la base IANA, par exemple Africa/Dakar.")


class DiplomaticPost(models.Model):
    """An embassy, or the consulate general that stands for one."""

    public_id = PublicIdField()
    name = models.CharField("nom", max_length=200, unique=True)
    city = models.CharField("ville", max_length=100)
    time_zone = models.CharField("fuseau horaire", max_length=40, validators=[is_time_zone])
    email = models.EmailField("adresse électronique", blank=True)

    class Meta:
        verbose_name = "poste diplomatique"
        verbose_name_plural = "postes diplomatiques"

    def __str__(self):
        return self.name


class PostCountry(models.Model):
    """A post in charge of a country, from `starts_on` to `ends_on`, both counted; open where empty (spec M8)."""

    post = models.ForeignKey(DiplomaticPost, models.CASCADE, related_name="charges", verbose_name="poste")
    country = models.ForeignKey(Country, models.PROTECT, related_name="charges", verbose_name="pays")
    starts_on = models.DateField("depuis le", null=True, blank=True)
    ends_on = models.DateField("jusqu’au", null=True, blank=True)

    class Meta:
        verbose_name = "pays couvert"
        verbose_name_plural = "pays couverts"
        constraints = [
            models.UniqueConstraint(
                name="post_country_one_current",
                fields=["country"],
                condition=Q(ends_on__isnull=True),
                violation_error_message="Un autre poste est déjà chargé de ce pays.",
            ),
            models.CheckConstraint(
                name="post_country_dates_in_order",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message="La date de fin précède la date de début.",
            ),
        ]

    def __str__(self):
        return f"{self.post} : {self.country}"


class ReferenceLoad(models.Model):
    """The digest of the shipped file last loaded into a table: the same file is not read again."""

    name = models.CharField("fichier", max_length=60, primary_key=True)
    sha256 = models.CharField("empreinte", max_length=64)
    loaded_at = models.DateTimeField("chargé le")

    class Meta:
        verbose_name = "chargement"
        verbose_name_plural = "chargements"

    def __str__(self):
        return self.name
