"""Migration operations that write the guards of both engines: triggers that raw SQL meets as well.

A guarded row says so with a message starting with « expect: », on SQLite and on PostgreSQL alike.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.migrations.operations.base import Operation


@dataclass(frozen=True)
class Trigger:
    """One trigger of a guard: its name, what it stands before, and the WHEN clause that makes it speak."""

    name: str
    event: str
    when: str = ""
    per: str = "ROW"


class _Guard(Operation):
    """Triggers on one table, made and dropped with the migration."""

    reversible = True
    event = suffix = sentence = ""

    def __init__(self, table: str):
        self.table = table

    def state_forwards(self, app_label, state):
        pass

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        sqlite = schema_editor.connection.vendor == "sqlite"
        message = f"expect: {self.sentence.format(table=self.table)}"
        if not sqlite:
            schema_editor.execute(
                f'CREATE FUNCTION "{self.trigger_name}"() RETURNS trigger LANGUAGE plpgsql AS '
                f"$$ BEGIN {self.function(message)} END $$"
            )
        for each in self.triggers(sqlite):
            before = f'CREATE TRIGGER "{each.name}" BEFORE {each.event} ON "{self.table}"'
            if sqlite:
                schema_editor.execute(f"{before} {each.when} BEGIN SELECT RAISE(ABORT, '{message}'); END")
            else:
                play = f'EXECUTE FUNCTION "{self.trigger_name}"()'
                schema_editor.execute(f"{before} FOR EACH {each.per} {each.when} {play}")

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        sqlite = schema_editor.connection.vendor == "sqlite"
        for each in self.triggers(sqlite):
            on = "" if sqlite else f' ON "{self.table}"'
            schema_editor.execute(f'DROP TRIGGER IF EXISTS "{each.name}"{on}')
        if not sqlite:
            schema_editor.execute(f'DROP FUNCTION IF EXISTS "{self.trigger_name}"()')

    @property
    def trigger_name(self) -> str:
        """Its first trigger; on PostgreSQL the function that they play too."""
        return f"{self.table}_{self.suffix}"

    def function(self, message: str) -> str:
        """What it plays on PostgreSQL."""
        return f"RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation';"

    def triggers(self, sqlite: bool) -> Iterator[Trigger]:
        """Its triggers on that engine."""
        yield Trigger(
            self.trigger_name, self.event, self.condition("IS NOT" if sqlite else "IS DISTINCT FROM")
        )

    def condition(self, differs: str) -> str:
        """The WHEN clause; `differs` is the engine's null-safe inequality."""
        return ""


class ForbidDelete(_Guard):
    """Rows of `table` are kept: never deleted, nor emptied with their table, nor replaced, nor given another key.

    Where `fact` is named, deletion alone is forbidden only once it is set. SQLite replaces a row without playing its
    deletion, unless the connection asks for it, as ours do: from any other, nothing is written here.
    """

    event = "DELETE"
    suffix = "no_delete"
    sentence = "rows of {table} are kept"

    def __init__(self, table: str, fact: str = ""):
        super().__init__(table)
        self.fact = fact

    def deconstruct(self):
        return type(self).__name__, [self.table], {"fact": self.fact} if self.fact else {}

    def describe(self):
        return f"Forbid deletion from {self.table}"

    def triggers(self, sqlite):
        yield from super().triggers(sqlite)
        renumbered = 'OLD."id" <> NEW."id"'
        if sqlite:
            silent = "(SELECT recursive_triggers FROM pragma_recursive_triggers) = 0"
            yield Trigger(f"{self.table}_no_replace", "INSERT", f"WHEN ({silent})")
            yield Trigger(f"{self.table}_no_renumber", "UPDATE", f"WHEN ({silent} OR {renumbered})")
        else:
            yield Trigger(f"{self.table}_no_truncate", "TRUNCATE", per="STATEMENT")
            yield Trigger(f"{self.table}_no_renumber", "UPDATE", f"WHEN ({renumbered})")

    def condition(self, differs):
        return f'WHEN (OLD."{self.fact}" IS NOT NULL)' if self.fact else ""


class FreezeColumns(_Guard):
    """`columns` of a row of `table` never change; those of `once_set` may be set once, from NULL."""

    event = "UPDATE"
    suffix = "frozen"
    sentence = "a row of {table} does not change"

    def __init__(self, table: str, columns: tuple[str, ...] = (), once_set: tuple[str, ...] = ()):
        super().__init__(table)
        self.columns, self.once_set = tuple(columns), tuple(once_set)

    def deconstruct(self):
        return type(self).__name__, [self.table], {"columns": self.columns, "once_set": self.once_set}

    def describe(self):
        return f"Freeze columns of {self.table}"

    def condition(self, differs):
        changed = [f'OLD."{column}" {differs} NEW."{column}"' for column in self.columns]
        changed += [f'(OLD."{c}" IS NOT NULL AND OLD."{c}" {differs} NEW."{c}")' for c in self.once_set]
        return f"WHEN ({' OR '.join(changed)})"


class FreezeAfter(_Guard):
    """`columns` of a row of `table` no longer change once `fact` is set; they go with it in the same write."""

    event = "UPDATE"
    sentence = "a row of {table} does not change"

    def __init__(self, table: str, fact: str, columns: tuple[str, ...]):
        super().__init__(table)
        self.fact, self.columns = fact, tuple(columns)

    @property
    def suffix(self) -> str:
        return f"frozen_after_{self.fact}"

    def deconstruct(self):
        return type(self).__name__, [self.table, self.fact], {"columns": self.columns}

    def describe(self):
        return f"Freeze columns of {self.table} after {self.fact}"

    def condition(self, differs):
        changed = " OR ".join(f'OLD."{column}" {differs} NEW."{column}"' for column in self.columns)
        return f'WHEN (OLD."{self.fact}" IS NOT NULL AND ({changed}))'


class FreezeWithout(_Guard):
    """`columns` of a row of `table` change only with `fact`, or one of several, in the same write."""

    event = "UPDATE"
    sentence = "a row of {table} does not change by itself"

    def __init__(self, table: str, fact: str | tuple[str, ...], columns: tuple[str, ...]):
        super().__init__(table)
        self.facts, self.columns = (fact,) if isinstance(fact, str) else tuple(fact), tuple(columns)

    @property
    def suffix(self) -> str:
        return f"frozen_without_{'_or_'.join(self.facts)}"

    def deconstruct(self):
        return type(self).__name__, [self.table, self.facts], {"columns": self.columns}

    def describe(self):
        return f"Freeze columns of {self.table} without {' or '.join(self.facts)}"

    def condition(self, differs):
        known, changed = (
            " OR ".join(f'OLD."{column}" {differs} NEW."{column}"' for column in columns)
            for columns in (self.facts, self.columns)
        )
        return f"WHEN (NOT ({known}) AND ({changed}))"


class FreezeWithoutNew(FreezeWithout):
    """The same, the fact written in that very write: it is there, and is not the former one."""

    def condition(self, differs):
        known = " OR ".join(
            f'(NEW."{fact}" IS NOT NULL AND OLD."{fact}" {differs} NEW."{fact}")' for fact in self.facts
        )
        changed = " OR ".join(f'OLD."{column}" {differs} NEW."{column}"' for column in self.columns)
        return f"WHEN (NOT ({known}) AND ({changed}))"


class FreezeRowsOf(_Guard):
    """Rows of `table` are neither added, changed nor removed once the row of `parent` that `key` names has a `fact`.

    The table is never emptied as a whole. Its triggers read `parent`: SQLite rebuilds neither before it is lifted.
    A change for which `unless` holds, SQL on OLD and NEW, of other tables too, passes all the same.
    """

    sentence = "what belongs to a row of {table} does not change"

    def __init__(self, table: str, parent: str, key: str, fact: str, unless: str = ""):
        super().__init__(table)
        self.parent, self.key, self.fact, self.unless = parent, key, fact, unless

    @property
    def suffix(self) -> str:
        return f"frozen_after_{self.fact}"

    def deconstruct(self):
        told = {"unless": self.unless} if self.unless else {}
        return type(self).__name__, [self.table, self.parent, self.key, self.fact], told

    def describe(self):
        return f"Freeze rows of {self.table} after {self.fact} of {self.parent}"

    def triggers(self, sqlite):
        for event, rows in (("INSERT", ("NEW",)), ("UPDATE", ("OLD", "NEW")), ("DELETE", ("OLD",))):
            held = " OR ".join(self.held(row, sqlite) for row in rows)
            if sqlite and event == "UPDATE" and self.unless:
                held = f"({held}) AND ({self.unless}) IS NOT TRUE"
            yield Trigger(f"{self.trigger_name}_{event.lower()}", event, f"WHEN ({held})")
        if not sqlite:
            yield Trigger(f"{self.trigger_name}_truncate", "TRUNCATE", per="STATEMENT")

    def function(self, message: str) -> str:
        """PostgreSQL reads no other table in a WHEN: the function asks whether the change passes."""
        refuse = super().function(message)
        if not self.unless:
            return refuse
        return f"IF TG_OP = 'UPDATE' THEN IF {self.unless} THEN RETURN NEW; END IF; END IF; {refuse}"

    def held(self, row: str, sqlite: bool) -> str:
        """Whether the parent of that row has its fact; PostgreSQL wants a function where a WHEN reads another table."""
        key = f'{row}."{self.key}"'
        return f"EXISTS ({self.parent_held(key)})" if sqlite else f'"{self.trigger_name}_held"({key})'

    def parent_held(self, key: str) -> str:
        return f'SELECT 1 FROM "{self.parent}" WHERE "id" = {key} AND "{self.fact}" IS NOT NULL'  # noqa: S608

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        if schema_editor.connection.vendor != "sqlite":
            schema_editor.execute(
                f'CREATE FUNCTION "{self.trigger_name}_held"(bigint) RETURNS boolean LANGUAGE sql STABLE AS '
                f"$$ SELECT EXISTS ({self.parent_held('$1')}) $$"
            )
        super().database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        super().database_backwards(app_label, schema_editor, from_state, to_state)
        if schema_editor.connection.vendor != "sqlite":
            schema_editor.execute(f'DROP FUNCTION IF EXISTS "{self.trigger_name}_held"(bigint)')


class RefuseRows(_Guard):
    """A row of `table` is not added, changed or removed where `condition` holds: SQL on `{row}`, of other tables too.

    `events` are those that it stands before (« UPDATE OF a column » too); before a change alone, it may read OLD and
    NEW. Its triggers read these tables: SQLite rebuilds none before it is lifted.
    """

    suffix = "refused"
    sentence = "a row of {table} is written with what it follows from"

    def __init__(self, table: str, condition: str, events: tuple[str, ...] = ("INSERT",)):
        super().__init__(table)
        self.where, self.events = condition, tuple(events)

    def deconstruct(self):
        return type(self).__name__, [self.table, self.where], {"events": self.events}

    def describe(self):
        return f"Refuse rows of {self.table}"

    def triggers(self, sqlite):
        for event in self.events:
            where = self.where.format(row="OLD" if event == "DELETE" else "NEW")
            name = f"{self.trigger_name}_{event.lower().replace(' ', '_')}"
            yield Trigger(name, event, f"WHEN ({where})" if sqlite else "")
        if not sqlite:
            yield Trigger(f"{self.trigger_name}_truncate", "TRUNCATE", per="STATEMENT")

    def function(self, message: str) -> str:
        """PostgreSQL reads no other table in a WHEN: the function asks, and lets the row pass."""
        refuse = super().function(message)
        return (
            f"IF TG_OP = 'TRUNCATE' THEN {refuse} "
            f"ELSIF TG_OP = 'DELETE' THEN IF {self.where.format(row='OLD')} THEN {refuse} END IF; RETURN OLD; "
            f"ELSE IF {self.where.format(row='NEW')} THEN {refuse} END IF; RETURN NEW; END IF;"
        )


class Lift(Operation):
    """Take `guard` off a table that the migration is about to rebuild: SQLite would drop it without a word.

    So of a guard that only reads the rebuilt table (FreezeRowsOf its parent, RefuseRows): SQLite would not rename it.
    """

    reversible = True

    def __init__(self, guard: _Guard):
        self.guard = guard

    def deconstruct(self):
        return type(self).__name__, [self.guard], {}

    def describe(self):
        return f"Lift: {self.guard.describe()}"

    def state_forwards(self, app_label, state):
        pass

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        self.guard.database_backwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        self.guard.database_forwards(app_label, schema_editor, from_state, to_state)


class Renew(Lift):
    """Write `guard` again, which says more than when it was first written."""

    def describe(self):
        return f"Renew: {self.guard.describe()}"

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        super().database_forwards(app_label, schema_editor, from_state, to_state)
        self.guard.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        """The guard is not made to say less."""
