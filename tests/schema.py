"""The schema is migrated once and copied: the migrations, played by each process of each run, cost ten seconds a time.

The first process makes its database as ever, and keeps a copy, named after all that the migrations are made of; the
others, in this run or a later one, start from it. Django then plays the migrations that are missing: none.

After a test that committed, the rows are put back as the migrations left them: emptying every table, as Django does,
costs PostgreSQL half a second, and takes from the tests that follow the themes, the texts and the figures in force.
"""

import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from functools import cache, cached_property
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction

from tools.services import postgres_binaries

ROOT = Path(settings.BASE_DIR)
MADE_OF = ("labels/themes.py", "requirements.txt", "expect/database/*.py")
KEPT = ROOT / "var" / "schema"
LARGE = 64 * 8192
"""Bytes of a PostgreSQL table whose deleted rows are worth sweeping at once."""


@cache
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

    @cached_property
    def exists(self) -> bool:
        return self.copy.exists()

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

    def put_back(self) -> None:
        """Page by page, beneath the guards."""
        connection.ensure_connection()
        with closing(sqlite3.connect(self.copy)) as copy:
            copy.backup(connection.connection)


class InServer:
    """PostgreSQL: a database, the template of the test databases; and a file, for the servers to come."""

    def __init__(self):
        self.copy = f"expect_schema_{fingerprint()}"
        self.file = KEPT / f"{fingerprint()}.sql"

    @cached_property
    def exists(self) -> bool:
        with connection._nodb_cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [self.copy])
            there = cursor.fetchone() is not None
        if not there and self.file.exists():
            self._load()
        return there or self.file.exists()

    def start(self) -> None:
        connection.settings_dict["TEST"]["TEMPLATE"] = self.copy

    def keep(self) -> None:
        """With what the migrations wrote: the rows to put back after each test."""
        with connection.cursor() as cursor:
            cursor.execute(KEEP_ROWS)
        made = connection.settings_dict["NAME"]
        connection.close()
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{self.copy}" TEMPLATE "{made}"')
        being_made = self.file.with_suffix(".part")
        self._ask("pg_dump", "--no-sync", f"--file={being_made}", f"--dbname={self.copy}")
        being_made.rename(self.file)

    def _load(self) -> None:
        being_made = f"{self.copy}_part"
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{being_made}"')
            cursor.execute(f'CREATE DATABASE "{being_made}"')
        stops = "--set=ON_ERROR_STOP=1"
        self._ask("psql", "--quiet", stops, f"--file={self.file}", f"--dbname={being_made}")
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'ALTER DATABASE "{being_made}" RENAME TO "{self.copy}"')

    def _ask(self, program: str, *arguments: str) -> None:
        """One of PostgreSQL's own programs, on this server."""
        server = connection.settings_dict
        where = {"PGHOST": server["HOST"], "PGPORT": str(server["PORT"]), "PGUSER": server["USER"]}
        environment = os.environ | where | {"PGPASSWORD": server["PASSWORD"]}
        command = [postgres_binaries() / program, *arguments]
        subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)

    def put_back(self) -> None:
        """Only the tables that a test wrote in; a large one would slow those that follow by its dead rows."""
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")  # neither guards nor foreign keys
            cursor.execute(PUT_ROWS_BACK)
        with connection.cursor() as cursor:
            cursor.execute(WRITTEN, [LARGE])
            for (table,) in cursor.fetchall():
                cursor.execute(f'VACUUM "{table}"')


KEEP_ROWS = """
DO $$ DECLARE name text; filled boolean; BEGIN
  CREATE SCHEMA kept;
  FOR name IN SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace LOOP
    EXECUTE format('SELECT EXISTS (SELECT FROM public.%I)', name) INTO filled;
    IF filled THEN EXECUTE format('CREATE TABLE kept.%I AS TABLE public.%I', name, name); END IF;
  END LOOP;
END $$
"""
WRITTEN = """
SELECT relname FROM pg_class
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND pg_relation_size(oid) > %s
"""
PUT_ROWS_BACK = f"""
DO $$ DECLARE name text; BEGIN
  FOR name IN {WRITTEN % 0} LOOP EXECUTE format('DELETE FROM public.%I', name); END LOOP;
  FOR name IN SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'kept'::regnamespace LOOP
    EXECUTE format('INSERT INTO public.%I TABLE kept.%I', name, name);
  END LOOP;
END $$
"""


def kept() -> InFile | InServer:
    """The copy for this engine."""
    return InFile() if connection.vendor == "sqlite" else InServer()


def put_rows_back(test: object) -> None:
    """In the place of Django's flush, after a test that committed."""
    kept().put_back()


@pytest.fixture(scope="session")
def turn():
    """Until it has its database, a process keeps the others from making the same on that engine."""
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / f"{connection.vendor}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield lock


@pytest.fixture(scope="session")
def schema(turn, django_db_modify_db_settings, django_db_blocker):
    """The copy kept, from which the database is about to be made."""
    with django_db_blocker.unblock():
        schema = kept()
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
