"""Writing many rows alike by one statement, with no object for each of them."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import CharField, Field, Model, QuerySet, TextField, Value

JSON_ROWS = {
    "postgresql": ("jsonb_array_elements(%s::jsonb)", "(value->>'{column}')::{type}"),
    "sqlite": ("json_each(%s)", "json_extract(value, '$.{column}')"),
}
"""By engine, how a list of JSON objects is read as rows, then one of their members as a value of that type."""


def insert_from(model: type[Model], found: QuerySet, *, ignore_conflicts: bool = False, **fields: Any) -> int:
    """Write one row of `model` for each one `found`, by INSERT … SELECT; returns how many were written.

    `fields` are values, or expressions on `found`; those that are not given take their default, the same for every row.
    With `ignore_conflicts`, a row that a unique constraint refuses is left out.
    """
    if ignore_conflicts:
        found = found.filter(pk__isnull=False)  # SQLite reads ON CONFLICT after a WHERE alone
    columns = _filled(model, fields)
    values = [_expression(field, value) for field, value in columns.items()]
    try:
        select, params = found.values_list(*values).query.get_compiler(connection=connection).as_sql()
    except EmptyResultSet:  # a filter on no key at all
        return 0
    return _insert(model, columns, select, params, ignore_conflicts)


def insert_rows(
    model: type[Model],
    rows: Sequence[Mapping[str, str | int | bool | date | Decimal | None]],
    *,
    ignore_conflicts: bool = False,
    **fields: Any,
) -> int:
    """Write these `rows` of `model`, by column, in their order, by one statement; returns how many were written.

    They travel as one JSON text: a row costs its own words, and no more. `fields` are the values that they share; the
    rest, and `ignore_conflicts`, are as in `insert_from`. Raises ValueError where the rows are not all of the same
    columns, or of one that the model has not; TypeError for a value that is none of those said above.
    """
    if not rows:
        return 0
    source, member = JSON_ROWS[connection.vendor]
    columns = _filled(model, fields)
    theirs = rows[0].keys()
    if theirs - {field.column for field in columns} or any(row.keys() != theirs for row in rows):
        raise ValueError(
            f"rows of {model._meta.label} that are not of the same columns, or of none: {[*theirs]}"
        )
    select, params = [], []
    for field, value in columns.items():
        if field.column in theirs:
            select.append(member.format(column=field.column, type=_bare_type(field)))
        else:
            select.append("%s")
            params.append(field.get_db_prep_save(value, connection))
    read = f"SELECT {', '.join(select)} FROM {source} WHERE TRUE"  # noqa: S608 - the models' own names
    sent = json.dumps([*rows], default=_as_text, ensure_ascii=False)
    return _insert(model, columns, read, [*params, sent], ignore_conflicts)


def _bare_type(field: Field) -> str:
    """The type that a value is read in: text without a width, for a cast to varchar(n) would cut it unsaid."""
    return "text" if isinstance(field, CharField | TextField) else field.db_type(connection)


def _as_text(value: Any) -> str:
    """A sum or a day; not an instant, which is a date too, and written otherwise on SQLite."""
    if isinstance(value, Decimal) or type(value) is date:
        return str(value)
    raise TypeError(f"no row holds a {type(value).__name__}: {value!r}")


def _filled(model: type[Model], fields: Mapping[str, Any]) -> dict[Field, Any]:
    """The columns of a new row in their order, with what is given of them, or their default."""
    given = {model._meta.get_field(name): value for name, value in fields.items()}
    columns = [field for field in model._meta.concrete_fields if not field.primary_key]
    return {field: given[field] if field in given else field.get_default() for field in columns}


def _insert(
    model: type[Model], columns: Iterable[Field], select: str, params: Sequence[Any], ignore_conflicts: bool
) -> int:
    quote = connection.ops.quote_name
    into = f"{quote(model._meta.db_table)} ({', '.join(quote(field.column) for field in columns)})"
    but = " ON CONFLICT DO NOTHING" if ignore_conflicts else ""
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {into} {select}{but}", params)
        return cursor.rowcount


def _expression(field: Field, value: Any) -> Any:
    return value if hasattr(value, "resolve_expression") else Value(value, output_field=field)
