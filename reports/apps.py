from importlib import import_module

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Stage 3: the report."""

    name = "reports"
    verbose_name = "Rapports"

    def ready(self):
        for declared in ("specimens", "email_specimens"):  # what leaves in texts that DAECT rewrites
            import_module(f"reports.{declared}")
        import_module("missions.views.following").is_followed_by(
            import_module("reports.views.of_mission").links
        )
