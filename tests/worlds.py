"""What many tests begin with is built by its acts once in each process; afterwards its statements are played again.

A label takes two hundred questions and writings, and a fifth of a second: more than most tests that begin with one.
`@built_once` marks a builder. Called first in a test, or after other builders only, it writes each time the same rows
with the same keys: the statements that wrote them are kept, with the files and what waits for the commit, and the
next test that asks for the same plays them, guards and all, without asking the acts again.

A test that changes the settings or the code, that commits for real, or that has written anything of its own builds
its worlds by the acts, as ever.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache, wraps
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.db.models import Model

from expect.kernel.clock import now

ASKS = ("SELECT", "SAVEPOINT", "RELEASE")
UNDOES = "ROLLBACK"
ASIDE = ('"django_session"', 'SET "last_login"')
"""What signing in writes: no builder reads it."""
OTHERWISE = {"monkeypatch", "settings", "transactional_db", "live_server"}
"""Who asks for one of these may build otherwise than the others."""
MOST = 600
"""Worlds kept by a process."""


@dataclass
class World:
    """What a builder did, to be done again."""

    statements: list[tuple[str, Any, bool]] = field(default_factory=list)
    files: dict[Path, bytes] = field(default_factory=dict)
    awaited: list[tuple] = field(default_factory=list)
    made: Any = None
    whole: bool = True


class Trail:
    """What the running test has built since its beginning; None once it has done anything else."""

    def __init__(self):
        self.steps: tuple | None = None
        self.building: World | None = None
        self.playing = False
        self.worlds: dict[tuple, World] = {}

    def watch(self, execute: Callable, sql: str, params: Any, many: bool, context: dict) -> Any:
        """Each statement of the process passes here."""
        verb = sql.lstrip()[:9].upper()
        if self.building and verb.startswith(UNDOES):
            self.building.whole = False
        elif not self.playing and not verb.startswith((*ASKS, UNDOES)):
            if self.building:
                self.building.statements.append((sql, params, many))
            elif not any(words in sql for words in ASIDE):
                self.steps = None
        return execute(sql, params, many, context)

    def build(self, make: Callable, step: tuple, args: tuple, kwargs: dict) -> Any:
        """By its acts, watched."""
        before, waiting = set(stored()), len(connection.run_on_commit)
        steps, self.steps, self.building = self.steps, None, World()
        try:
            made = make(*args, **kwargs)
        finally:
            world, self.building = self.building, None
        if world.whole:
            world.made = made
            world.files = {path: (settings.FILES_ROOT / path).read_bytes() for path in set(stored()) - before}
            world.awaited = [(function, robust) for _, function, robust in connection.run_on_commit[waiting:]]
            self.steps = (*steps, step)
            self.worlds[self.steps] = world
        return made

    def play(self, world: World, step: tuple, given: Iterable) -> Any:
        """The same writings, none of the questions; the rows given are read again, as an act leaves them."""
        self.playing = True
        try:
            with connection.cursor() as cursor:
                for sql, params, many in world.statements:
                    (cursor.executemany if many else cursor.execute)(sql, params)
        finally:
            self.playing = False
        for path, content in world.files.items():
            kept = settings.FILES_ROOT / path
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_bytes(content)
        within = set(connection.savepoint_ids)
        connection.run_on_commit += [(within, function, robust) for function, robust in world.awaited]
        for row in given:
            if isinstance(row, Model):
                row.refresh_from_db()
        self.steps = (*self.steps, step)
        return found_again(world.made)


trail = Trail()


def built_once(make: Callable) -> Callable:
    """Mark a builder: a function, or the class of a world."""

    @wraps(make, updated=())
    def builder(*args, **kwargs):
        begun = trail.steps is not None and connection.in_atomic_block
        step = told((make.__qualname__, make.__module__, args, kwargs)) if begun else None
        if step is None:
            return make(*args, **kwargs)
        if not trail.steps:
            number_from_the_start()
        step = (step, now() if time_machine.escape_hatch.is_travelling() else None)
        world = trail.worlds.get((*trail.steps, step))
        if world:
            return trail.play(world, step, (*args, *kwargs.values()))
        if len(trail.worlds) < MOST:
            return trail.build(make, step, args, kwargs)
        return make(*args, **kwargs)

    return builder


def told(value: Any) -> Any:
    """What a builder was given, as a key; None: it can't be told."""
    match value:
        case None | str() | int() | date() | datetime() | time() | timedelta() | Decimal():
            return type(value), value
        case Model():
            return type(value), value.pk
        case list() | tuple():
            parts = tuple(map(told, value))
        case dict():
            parts = tuple((name, told(part)) for name, part in value.items())
            return None if any(part is None for _, part in parts) else parts
        case _ if is_dataclass(value):
            parts = (type(value), *(told(getattr(value, one.name)) for one in fields(value)))
        case _:
            return None
    return None if None in parts else parts


def found_again(made: Any) -> Any:
    """What a builder gave, as the rows now say it."""
    match made:
        case Model():
            return type(made)._base_manager.get(pk=made.pk)
        case list() | tuple():
            return type(made)(map(found_again, made))
        case _ if is_dataclass(made):
            return replace(made, **{one.name: found_again(getattr(made, one.name)) for one in fields(made)})
        case _:
            return made


def stored() -> list[Path]:
    """The files kept, by their path."""
    root = Path(settings.FILES_ROOT)
    return [path.relative_to(root) for path in root.rglob("*") if path.is_file()]


def number_from_the_start() -> None:
    """PostgreSQL's numbers are not given back by what is undone; SQLite's are."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(first_numbers())


@cache
def first_numbers() -> str:
    """The question that puts each sequence back where the rows of the migrations left it."""
    with connection.cursor() as cursor:
        cursor.execute(SEQUENCES)
        table_keys = cursor.fetchall()
        starts = []
        for sequence, table, column in table_keys:
            cursor.execute(f"SELECT coalesce(max({column}), 0) + 1 FROM {table}")
            starts.append(f"setval('{sequence}', {cursor.fetchone()[0]}, false)")
    return "SELECT " + ", ".join(starts)


SEQUENCES = """
SELECT sequence.oid::regclass::text, owner.oid::regclass::text, quote_ident(attname)
FROM pg_class sequence
JOIN pg_depend ON objid = sequence.oid AND deptype IN ('a', 'i')
JOIN pg_class owner ON owner.oid = refobjid
JOIN pg_attribute ON attrelid = refobjid AND attnum = refobjsubid
WHERE sequence.relkind = 'S' AND owner.relnamespace = 'public'::regnamespace
"""


@pytest.fixture(autouse=True)
def begun(request):
    """Each test begins anew."""
    if trail.watch not in connection.execute_wrappers:
        connection.execute_wrappers.append(trail.watch)
    trail.steps = None if OTHERWISE & set(asked(request.node)) else ()
    yield
    trail.steps = None


def asked(test: pytest.Item) -> Iterator[str]:
    """What a test, or our own fixtures for it, ask for: pytest-django's ask for `monkeypatch` in every test."""
    info = test._fixtureinfo
    yield from info.argnames
    for *_, fixture in info.name2fixturedefs.values():
        if fixture.func.__module__.startswith("tests."):
            yield from (fixture.argname, *fixture.argnames)
