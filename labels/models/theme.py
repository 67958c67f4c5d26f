"""What the expertise is about (spec L3)."""

from django.db import models


class Theme(models.Model):
    """A theme; the six published ones start the list [001], which DAECT edits."""

    code = models.SlugField("code", max_length=40, unique=True)
    name = models.CharField("intitulé", max_length=120)
    pictogram = models.CharField(
        "pictogramme", max_length=80, blank=True, help_text="Nom d’un pictogramme du DSFR."
    )
    rank = models.PositiveSmallIntegerField("ordre")
    active = models.BooleanField("proposé aux candidats", default=True)

    class Meta:
        verbose_name = "thème"
        verbose_name_plural = "thèmes"

    def __str__(self):
        return self.name
