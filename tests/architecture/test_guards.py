"""The triggers that migrations wrote are in the database, even after tables were rebuilt, and hold."""

import re

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.migrations.loader import MigrationLoader

from expect.database.operations import (
    ForbidDelete,
    FreezeColumns,
    FreezeRowsOf,
    Lift,
    RefuseRows,
    Renew,
    _Guard,
)

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


WORD = re.compile(r"\w+")


def test_every_guard_stands_and_says_what_it_should():
    """By its name, and by each table and column that its condition names: an older, shorter one is found out."""
    sqlite = connection.vendor == "sqlite"
    query = (
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        if sqlite
        else "SELECT tgname, pg_get_triggerdef(oid) || pg_get_functiondef(tgfoid) FROM pg_trigger "
        "WHERE NOT tgisinternal"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        standing = {name: set(WORD.findall(said)) for name, said in cursor.fetchall()}
    wanted = {
        trigger.name: {*trigger.event.split(), *re.findall(r'"(\w+)"', trigger.when)}
        for guard in guards()
        for trigger in guard.triggers(sqlite)
    }
    assert wanted
    unsaid = {name: said - standing.get(name, set()) for name, said in wanted.items()}
    assert {name: left for name, left in unsaid.items() if left} == {}


def test_control_a_guard_that_says_less_than_it_should_is_found_out():
    """The same table, fewer columns: what the test above would compare."""
    frozen = next(guard for guard in guards() if isinstance(guard, FreezeColumns) and len(guard.columns) > 1)
    less = FreezeColumns(frozen.table, columns=frozen.columns[:1], once_set=frozen.once_set)
    said, should = (set(WORD.findall(guard.condition("IS NOT"))) for guard in (less, frozen))
    assert should - said


def test_a_table_whose_rows_freeze_is_not_emptied():
    """PostgreSQL alone empties a table as a whole."""
    frozen = [guard.table for guard in guards() if isinstance(guard, FreezeRowsOf | RefuseRows)]
    assert frozen
    if connection.vendor == "postgresql":
        for table in frozen:
            refused(f'TRUNCATE "{table}" CASCADE', "expect: ")


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
            refused(f'TRUNCATE "{table}" CASCADE', "expect: ")
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA recursive_triggers = OFF")
        try:
            for table in tables:
                refused(f'REPLACE INTO "{table}" DEFAULT VALUES', f"expect: (rows|a row) of {table} ")
        finally:
            cursor.execute("PRAGMA recursive_triggers = ON")


def test_a_kept_row_keeps_its_key():
    from tests.labels import factories as labels

    labels.lodged()
    refused(
        "UPDATE labels_applicationversion SET id = id + 1000", "rows of labels_applicationversion are kept"
    )
