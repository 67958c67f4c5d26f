from typing import Any

from django.apps import AppConfig
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created


class DatabaseConfig(AppConfig):
    """Counters, heartbeats and what differs between SQLite and PostgreSQL."""

    name = "expect.database"
    label = "database"
    verbose_name = "Base de données"

    def ready(self):
        connection_created.connect(compile_nothing)


def compile_nothing(connection: BaseDatabaseWrapper, **_: Any) -> None:
    """Have PostgreSQL compile no statement: it takes longer than running it (decision 0104).

    Asked once connected, not in the address: poolers refuse options at startup.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET jit = off")
