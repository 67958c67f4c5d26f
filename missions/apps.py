from django.apps import AppConfig


class MissionsConfig(AppConfig):
    """Stage 2: the mission."""

    name = "missions"
    verbose_name = "Missions"
