"""Writing many rows alike by one statement, without reading them."""

from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Field, Model, QuerySet, Value


def insert_from(model: type[Model], found: QuerySet, *, ignore_conflicts: bool = False, **fields: Any) -> int:
    """Write one row of `model` for each one `found`, by INSERT … SELECT; returns how many were written.

    `fields` are values, or expressions on `found`; those that are not given take their default, the same for every row.
    With `ignore_conflicts`, a row that a unique constraint refuses is left out.
    """
    if ignore_conflicts:
        found = found.filter(pk__isnull=False)  # SQLite reads ON CONFLICT after a WHERE alone
    given = {model._meta.get_field(name): value for name, value in fields.items()}
    columns = [field for field in model._meta.concrete_fields if not field.primary_key]
    values = [_expression(field, given.get(field, field.get_default())) for field in columns]
    try:
        select, params = found.values_list(*values).query.get_compiler(connection=connection).as_sql()
    except EmptyResultSet:  # a filter on no key at all
        return 0
    quote = connection.ops.quote_name
    into = f"{quote(model._meta.db_table)} ({', '.join(quote(field.column) for field in columns)})"
    but = " ON CONFLICT DO NOTHING" if ignore_conflicts else ""
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {into} {select}{but}", params)
        return cursor.rowcount


def _expression(field: Field, value: Any) -> Any:
    return value if hasattr(value, "resolve_expression") else Value(value, output_field=field)
