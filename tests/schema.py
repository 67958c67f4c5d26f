"""The schema is migrated once and copied: the migrations, played by each process of each run, cost ten seconds a time.

The first process makes its database as ever, and keeps a copy, named after all that the migrations are made of; the
others, in this run or a later one, start from it. Django then plays the migrations that are missing: none.
"""

import fcntl
import hashlib
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

ROOT = Path(settings.BASE_DIR)
MADE_OF = ("labels/themes.py", "requirements.txt", "expect/database/*.py")
KEPT = ROOT / "var" / "schema"


def fingerprint() -> str:
    """Of the migrations, and of what they are made of."""
    migrations = [path for room in ("", "expect/") for path in ROOT.glob(f"{room}*/migrations/*.py")]
    made_of = [path for pattern in MADE_OF for path in ROOT.glob(pattern)]
    content = hashlib.sha256()
    for path in sorted({*migrations, *made_of}):
        content.update(f"{path.relative_to(ROOT)}\n".encode() + path.read_bytes())
    return content.hexdigest()[:16]


class InFile:
    """SQLite: a file, copied where the test database is to be."""

    def __init__(self):
        self.copy = KEPT / f"{fingerprint()}.sqlite3"
        self.exists = self.copy.exists()

    def start(self) -> None:
        database = Path(connection.settings_dict["TEST"]["NAME"])
        for leftover in ("-wal", "-shm"):
            database.with_name(database.name + leftover).unlink(missing_ok=True)
        shutil.copyfile(self.copy, database)

    def keep(self) -> None:
        being_made = self.copy.with_suffix(".part")
        being_made.unlink(missing_ok=True)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(being_made)])
        being_made.rename(self.copy)


class InServer:
    """PostgreSQL: a database, the template of the test databases."""

    def __init__(self):
        self.copy = f"expect_schema_{fingerprint()}"
        with connection._nodb_cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [self.copy])
            self.exists = cursor.fetchone() is not None

    def start(self) -> None:
        connection.settings_dict["TEST"]["TEMPLATE"] = self.copy

    def keep(self) -> None:
        made = connection.settings_dict["NAME"]
        connection.close()
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{self.copy}" TEMPLATE "{made}"')


@pytest.fixture(scope="session")
def turn():
    """Until it has its database, a process keeps the others from making the same."""
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield lock


@pytest.fixture(scope="session")
def schema(turn, django_db_modify_db_settings, django_db_blocker):
    """The copy kept, from which the database is about to be made."""
    with django_db_blocker.unblock():
        schema = InFile() if connection.vendor == "sqlite" else InServer()
        if schema.exists:
            schema.start()
    return schema


@pytest.fixture(scope="session")
def django_db_keepdb(schema, django_db_keepdb):
    """Django throws away the file it finds, unless told to keep it."""
    return django_db_keepdb or (schema.exists and isinstance(schema, InFile))


@pytest.fixture(scope="session")
def django_db_setup(turn, schema, django_db_setup, django_db_blocker):
    """The database is there: its copy is kept if there was none, and the next process may make its own."""
    if not schema.exists:
        with django_db_blocker.unblock():
            schema.keep()
    fcntl.flock(turn, fcntl.LOCK_UN)
