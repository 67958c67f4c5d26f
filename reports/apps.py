from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Stage 3: the report."""

    name = "reports"
    verbose_name = "Rapports"
