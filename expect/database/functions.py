"""Database functions with their two dialects."""

from django.db.models import Aggregate, Func, IntegerField, TextField, Value


class DaysBetween(Func):
    """Whole days from the second date to the first: DaysBetween("ends_on", "starts_on").

    Holds in a CHECK constraint against raw SQL on SQLite and on PostgreSQL.
    """

    arity = 2
    output_field = IntegerField()
    template = "(%(expressions)s)"
    arg_joiner = " - "

    def as_sqlite(self, compiler, connection, **extra):
        return self.as_sql(
            compiler,
            connection,
            template="CAST(julianday(%(expressions)s) AS INTEGER)",
            arg_joiner=") - julianday(",
            **extra,
        )


class Lines(Aggregate):
    """The texts of a group, one to a line, in no order of its own: Lines("themes__name")."""

    function = "STRING_AGG"
    output_field = TextField()

    def __init__(self, expression, **extra):
        super().__init__(expression, Value("\n"), **extra)

    def as_sqlite(self, compiler, connection, **extra):
        return self.as_sql(compiler, connection, function="GROUP_CONCAT", **extra)
