from django.apps import AppConfig


class DashboardConfig(AppConfig):
    """Work list and navigation; it has no table."""

    name = "expect.dashboard"
    label = "dashboard"
    verbose_name = "Tableau de bord"
