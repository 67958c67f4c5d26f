"""Database functions with their two dialects."""

from django.db.models import Func, IntegerField


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
