from django.apps import AppConfig


class DatabaseConfig(AppConfig):
    """Counters, heartbeats and what differs between SQLite and PostgreSQL."""

    name = "expect.database"
    label = "database"
    verbose_name = "Base de données"
