"""The triggers that migrations wrote are in the database, even after tables were rebuilt."""

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from expect.database.operations import ForbidDelete, FreezeAfter, FreezeColumns, FreezeWithout, Lift


@pytest.mark.django_db
def test_every_guard_stands():
    loader, wanted = MigrationLoader(connection), set()
    for _, migration in sorted(loader.disk_migrations.items()):
        for operation in migration.operations:
            if isinstance(operation, ForbidDelete | FreezeColumns | FreezeAfter | FreezeWithout):
                wanted.add(operation.trigger_name)
            elif isinstance(operation, Lift):
                wanted.discard(operation.guard.trigger_name)
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        standing = {name for (name,) in cursor.fetchall()}
    assert wanted
    assert wanted <= standing
