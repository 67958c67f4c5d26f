"""Migration operations that write the guards of both engines: triggers that raw SQL meets as well.

A guarded row says so with a message starting with « expect: », on SQLite and on PostgreSQL alike.
"""

from django.db.migrations.operations.base import Operation


class _Guard(Operation):
    """A trigger on one table, made and dropped with the migration."""

    reversible = True
    event = suffix = sentence = ""

    def __init__(self, table: str):
        self.table = table

    def state_forwards(self, app_label, state):
        pass

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        name, message = self.trigger_name, f"expect: {self.sentence.format(table=self.table)}"
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(
                f'CREATE TRIGGER "{name}" BEFORE {self.event} ON "{self.table}" {self.condition("IS NOT")} '
                f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
            )
        else:
            schema_editor.execute(
                f'CREATE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql AS '
                f"$$ BEGIN RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
            )
            schema_editor.execute(
                f'CREATE TRIGGER "{name}" BEFORE {self.event} ON "{self.table}" FOR EACH ROW '
                f'{self.condition("IS DISTINCT FROM")} EXECUTE FUNCTION "{name}"()'
            )

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(f'DROP TRIGGER "{self.trigger_name}"')
        else:
            schema_editor.execute(f'DROP TRIGGER "{self.trigger_name}" ON "{self.table}"')
            schema_editor.execute(f'DROP FUNCTION "{self.trigger_name}"()')

    @property
    def trigger_name(self) -> str:
        return f"{self.table}_{self.suffix}"

    def condition(self, differs: str) -> str:
        """The WHEN clause; `differs` is the engine's null-safe inequality."""
        return ""


class ForbidDelete(_Guard):
    """Rows of `table` are never deleted; where `fact` is named, once it is set."""

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


class Lift(Operation):
    """Take `guard` off a table that the migration is about to rebuild: SQLite would drop it without a word."""

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
