from importlib import import_module

from django.apps import AppConfig


class LabelsConfig(AppConfig):
    """Stage 1: the label."""

    name = "labels"
    verbose_name = "Labels"

    def ready(self):
        for declared in ("specimens", "session_specimens"):  # the letters whose texts DAECT rewrites
            import_module(f"labels.{declared}")
