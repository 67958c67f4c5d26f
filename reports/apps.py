from importlib import import_module

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Stage 3: the report."""

    name = "reports"
    verbose_name = "Rapports"

    def ready(self):
        import_module("reports.specimens")  # declares the letters whose texts DAECT rewrites
