"""A lodging, a recusal of a session that met and a session that was closed stay what they were (spec L7, L8)."""

from django.db import migrations, models
from django.db.models import Q

from expect.database.operations import (
    ForbidDelete,
    FreezeAfter,
    FreezeColumns,
    FreezeRowsOf,
    Lift,
    RefuseRows,
)

SESSION = "labels_committeesession"
SESSION_GUARDS = (
    FreezeRowsOf("labels_sessionmember", SESSION, "session_id", "held_at"),
    ForbidDelete(SESSION),
    FreezeColumns(
        SESSION,
        columns=("public_id", "planned_at", "planned_by_id"),
        once_set=("closed_at", "held_at", "notified_at", "cancelled_at"),
    ),
    FreezeAfter(SESSION, "held_at", ("name", "held_on", "cut_off_on", "place", "starts_at", "ends_at")),
)
"""SQLite rebuilds their table, or the one that they read."""

NOT_A_LODGING = """COALESCE(
    OLD."submitted_at" <> NEW."submitted_at", (OLD."submitted_at" IS NULL) <> (NEW."submitted_at" IS NULL)
) AND NOT (
    OLD."state" IN ('draft', 'changes_requested') AND NEW."state" = 'submitted' AND NEW."submitted_at" IS NOT NULL
    AND (OLD."submitted_at" IS NULL OR OLD."submitted_at" < NEW."submitted_at")
)"""
"""The day of the lodging changes otherwise than by one, later than the former."""
AFTER_THE_MEETING = """EXISTS (
    SELECT 1 FROM "labels_committeesession" AS "session"
    WHERE "session"."id" = {row}."session_id" AND "session"."held_at" IS NOT NULL
) AND ({row}."lifted_at" IS NOT NULL OR NOT EXISTS (
    SELECT 1 FROM "labels_labelapplication" AS "file"
    WHERE "file"."id" = {row}."application_id" AND "file"."session_id" = {row}."session_id"
    AND "file"."state" = 'examined'
) OR EXISTS (
    SELECT 1 FROM "labels_decision" AS "decision"
    WHERE "decision"."application_id" = {row}."application_id" AND "decision"."session_id" = {row}."session_id"
))"""
"""Once the committee has met, a recusal is lifted no more; it is added at the table alone, to a file not yet decided."""


class Migration(migrations.Migration):
    dependencies = [("labels", "0044_letters_of_before")]

    operations = [
        *(Lift(guard) for guard in SESSION_GUARDS),
        migrations.RemoveConstraint(model_name="committeesession", name="session_closed"),
        migrations.AddConstraint(
            model_name="committeesession",
            constraint=models.CheckConstraint(
                name="session_closed",
                condition=Q(state="planned", closed_at=None)
                | Q(state="cancelled")
                | Q(state__in=["closed", "held", "notified"], closed_at__isnull=False),
            ),
        ),
        *SESSION_GUARDS,
        RefuseRows("labels_labelapplication", NOT_A_LODGING, events=("UPDATE",)),
        RefuseRows("labels_recusal", AFTER_THE_MEETING, events=("INSERT", "UPDATE")),
    ]
