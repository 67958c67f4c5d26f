"""What people keep of the lists they live in, and of the forms they have not sent."""

from django.conf import settings
from django.db import models
from django.urls import reverse

from expect.database.fields import PublicIdField


class SavedView(models.Model):
    """A list as one person wants it again: its filters, search and sort, under a name (spec X5)."""

    public_id = PublicIdField()
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="personne"
    )
    listing = models.CharField("liste", max_length=80)
    name = models.CharField("nom", max_length=60)
    query = models.CharField("adresse", max_length=2000)
    created_at = models.DateTimeField("enregistrée le")

    class Meta:
        verbose_name = "vue enregistrée"
        verbose_name_plural = "vues enregistrées"
        constraints = [
            models.UniqueConstraint(fields=["owner", "listing", "name"], name="web_saved_view_named_once")
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self) -> str:
        return f"{reverse(self.listing)}?{self.query}"


class Mark(models.Model):
    """One's own « à faire », with a note and a day if one wants; nobody else sees it (spec X4).

    A kind of row that may be kept in sight has its own, whose foreign key to the row is named `marks` at the other end.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    note = models.CharField("note", max_length=200, blank=True)
    due_on = models.DateField("pour le", null=True, blank=True)
    created_at = models.DateTimeField("marqué le")

    class Meta:
        abstract = True


class UnfinishedForm(models.Model):
    """What one person typed in the form of an address and has not sent yet, as they typed it (spec L7).

    `base` reads what the thing held when they began, `mark` what they typed: two marks that differ are two texts.
    """

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="personne"
    )
    address = models.CharField("adresse", max_length=200)
    content = models.JSONField("saisie")
    base = models.CharField("ce qui était enregistré", max_length=16)
    mark = models.CharField("empreinte", max_length=16)
    kept_at = models.DateTimeField("gardée le")

    class Meta:
        verbose_name = "saisie en cours"
        verbose_name_plural = "saisies en cours"
        constraints = [models.UniqueConstraint(fields=["by", "address"], name="web_unfinished_form_once")]
        indexes = [models.Index(fields=["address"], name="web_unfinished_at")]

    def __str__(self):
        return self.address
