"""The triggers that migrations wrote are in the database, even after tables were rebuilt, and hold."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.migrations.loader import MigrationLoader

from expect.database.operations import ForbidDelete, Lift, Renew, _Guard

pytestmark = pytest.mark.django_db


def guards() -> list[_Guard]:
    """Those that stand once every migration is played."""
    loader, standing = MigrationLoader(None), {}
    for key in loader.graph._generate_plan(loader.graph.leaf_nodes(), at_end=True):
        for operation in loader.graph.nodes[key].operations:
            if isinstance(operation, _Guard):
                standing[operation.trigger_name] = operation
            elif isinstance(operation, Lift) and not isinstance(operation, Renew):
                standing.pop(operation.guard.trigger_name)
    return list(standing.values())


def test_every_guard_stands():
    sqlite = connection.vendor == "sqlite"
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if sqlite
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        standing = {name for (name,) in cursor.fetchall()}
    wanted = {trigger.name for guard in guards() for trigger in guard.triggers(sqlite)}
    assert wanted
    assert wanted <= standing


def refused(sql: str, message: str) -> None:
    with pytest.raises(IntegrityError, match=message), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_no_kept_table_is_emptied_nor_replaced_behind_the_guards():
    """PostgreSQL empties a table without playing the triggers of its rows; SQLite replaces a row so, where the
    connection is not one of ours.
    """
    tables = [guard.table for guard in guards() if isinstance(guard, ForbidDelete)]
    assert len(tables) > 50
    if connection.vendor == "postgresql":
        for table in tables:
            refused(f'TRUNCATE "{table}" CASCADE', "expect: rows of .* are kept")
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA recursive_triggers = OFF")
        try:
            for table in tables:
                refused(f'REPLACE INTO "{table}" DEFAULT VALUES', f"expect: rows of {table} are kept")
        finally:
            cursor.execute("PRAGMA recursive_triggers = ON")


def test_a_kept_row_keeps_its_key():
    from tests.labels import factories as labels

    labels.lodged()
    refused(
        "UPDATE labels_applicationversion SET id = id + 1000", "rows of labels_applicationversion are kept"
    )
