"""What the expertise is about (spec L3)."""

from django.conf import settings
from django.db import models

from expect.database.fields import NormalisedField, PublicIdField
from labels.enums import ThemeAct


class Theme(models.Model):
    """A theme; the six published ones start the list [001], which DAECT edits.

    `name_key` keeps two from being alike.
    """

    code = models.SlugField("code", max_length=40, unique=True)
    name = models.CharField("intitulé", max_length=120)
    pictogram = models.CharField(
        "pictogramme", max_length=80, blank=True, help_text="Nom d’un pictogramme du DSFR."
    )
    rank = models.PositiveSmallIntegerField("ordre")
    active = models.BooleanField("proposé aux candidats", default=True)
    name_key = NormalisedField(sources=("name",), max_length=120)

    class Meta:
        verbose_name = "thème"
        verbose_name_plural = "thèmes"
        constraints = [
            models.UniqueConstraint(
                name="theme_name_once", fields=["name_key"], condition=~models.Q(name_key="")
            )
        ]

    def __str__(self):
        return self.name


class ThemeChange(models.Model):
    """What was changed in the list of themes, from what to what; frozen by triggers."""

    public_id = PublicIdField()
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="+")
    act = models.CharField("changement", max_length=20, choices=ThemeAct)
    before = models.CharField("avant", max_length=120, blank=True)
    after = models.CharField("après", max_length=120, blank=True)
    changed_at = models.DateTimeField("le")
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "changement de thème"
        verbose_name_plural = "changements de thèmes"

    def __str__(self):
        return f"{self.theme} : {self.get_act_display()}"
