from importlib import import_module

from django.apps import AppConfig


class MissionsConfig(AppConfig):
    """Stage 2: the mission."""

    name = "missions"
    verbose_name = "Missions"

    def ready(self):
        import_module("missions.specimens")  # declares the letter whose texts DAECT rewrites
