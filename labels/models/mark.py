"""The files that a person of DAECT keeps in sight."""

from django.db import models

from expect.web.models import Mark


class FileMark(Mark):
    """One's own « à faire » on a file."""

    application = models.ForeignKey("labels.LabelApplication", models.PROTECT, related_name="marks")

    class Meta:
        verbose_name = "dossier à faire"
        verbose_name_plural = "dossiers à faire"
        constraints = [models.UniqueConstraint(name="mark_once", fields=["owner", "application"])]

    def __str__(self):
        return f"À faire : {self.application}"
