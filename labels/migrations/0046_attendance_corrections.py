"""Who came to a session is put right by a correction, until its minutes or its notification (spec L8, decision 0093)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from expect.database.operations import ForbidDelete, FreezeColumns, FreezeRowsOf, Lift, RefuseRows

MEMBER, SESSION, CORRECTION = (
    "labels_sessionmember",
    "labels_committeesession",
    "labels_attendancecorrection",
)
WHO_CAME = (MEMBER, SESSION, "session_id", "held_at")
STILL_OPEN = """"session"."state" = 'held' AND NOT EXISTS (
    SELECT 1 FROM "labels_minutes" AS "minutes" WHERE "minutes"."session_id" = "session"."id"
)"""
AS_CORRECTED = f"""
    OLD."id" = NEW."id" AND OLD."session_id" = NEW."session_id" AND OLD."user_id" = NEW."user_id"
    AND OLD."answer" = NEW."answer" AND OLD."answer_reason" = NEW."answer_reason"
    AND COALESCE(OLD."answered_at" = NEW."answered_at", OLD."answered_at" IS NULL AND NEW."answered_at" IS NULL)
    AND COALESCE(OLD."seated" = NEW."seated", OLD."seated" IS NULL AND NEW."seated" IS NULL)
    AND OLD."present" <> NEW."present" AND NEW."present" = (
        SELECT "correction"."present" FROM "{CORRECTION}" AS "correction"
        WHERE "correction"."member_id" = NEW."id" ORDER BY "correction"."id" DESC LIMIT 1
    ) AND EXISTS (SELECT 1 FROM "{SESSION}" AS "session" WHERE "session"."id" = NEW."session_id" AND {STILL_OPEN})
"""  # noqa: S608
"""The presence alone changes, to what the last correction of this member says."""
NOTHING_TO_CORRECT = f"""NOT EXISTS (
    SELECT 1 FROM "{MEMBER}" AS "member" JOIN "{SESSION}" AS "session" ON "session"."id" = "member"."session_id"
    WHERE "member"."id" = {{row}}."member_id" AND "member"."seated" AND "member"."present" <> {{row}}."present"
    AND {STILL_OPEN}
)"""  # noqa: S608
"""The member did not sit, or what is recorded says the same already; or the session is no longer open to it."""


class Migration(migrations.Migration):
    dependencies = [
        ("labels", "0045_guards_of_what_was"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AttendanceCorrection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("present", models.BooleanField(verbose_name="présence")),
                ("reason", models.TextField(max_length=1000, verbose_name="motif")),
                ("corrected_at", models.DateTimeField(verbose_name="corrigé le")),
                (
                    "corrected_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="labels.sessionmember",
                    ),
                ),
            ],
            options={
                "verbose_name": "présence corrigée",
                "verbose_name_plural": "présences corrigées",
                "constraints": [
                    models.CheckConstraint(
                        name="attendance_correction_reasoned",
                        condition=models.Q(("reason", ""), _negated=True),
                    )
                ],
            },
        ),
        ForbidDelete(CORRECTION),
        FreezeColumns(
            CORRECTION, columns=("member_id", "present", "reason", "corrected_at", "corrected_by_id")
        ),
        RefuseRows(CORRECTION, NOTHING_TO_CORRECT),
        Lift(FreezeRowsOf(*WHO_CAME)),
        FreezeRowsOf(*WHO_CAME, unless=AS_CORRECTED),
    ]
