"""The missions that a person of DAECT keeps in sight."""

from django.db import models

from expect.web.models import Mark
from missions.models.limits import held


@held()
class MissionMark(Mark):
    """One's own « à faire » on a mission."""

    mission = models.ForeignKey("missions.Mission", models.PROTECT, related_name="marks")

    class Meta:
        verbose_name = "mission à faire"
        verbose_name_plural = "missions à faire"
        constraints = [models.UniqueConstraint(name="mission_mark_once", fields=["owner", "mission"])]

    def __str__(self):
        return f"À faire : {self.mission}"
