"""The files that a person of DAECT keeps in sight."""

from django.conf import settings
from django.db import models


class FileMark(models.Model):
    """One's own « à faire » on a file, with a note and a day if one wants; nobody else sees it."""

    application = models.ForeignKey("labels.LabelApplication", models.PROTECT, related_name="marks")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    note = models.CharField("note", max_length=200, blank=True)
    due_on = models.DateField("pour le", null=True, blank=True)
    created_at = models.DateTimeField("marqué le")

    class Meta:
        verbose_name = "dossier à faire"
        verbose_name_plural = "dossiers à faire"
        constraints = [models.UniqueConstraint(name="mark_once", fields=["owner", "application"])]

    def __str__(self):
        return f"À faire : {self.application}"
