from django.apps import AppConfig


class LabelsConfig(AppConfig):
    """Stage 1: the label."""

    name = "labels"
    verbose_name = "Labels"
