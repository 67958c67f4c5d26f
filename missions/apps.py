from importlib import import_module

from django.apps import AppConfig


class MissionsConfig(AppConfig):
    """Stage 2: the mission."""

    name = "missions"
    verbose_name = "Missions"

    def ready(self):
        for declared in ("specimens", "email_specimens"):  # what leaves in texts that DAECT rewrites
            import_module(f"missions.{declared}")
