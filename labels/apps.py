from importlib import import_module

from django.apps import AppConfig


class LabelsConfig(AppConfig):
    """Stage 1: the label."""

    name = "labels"
    verbose_name = "Labels"

    def ready(self):
        import_module("labels.specimens")  # declares the letters whose texts DAECT rewrites
