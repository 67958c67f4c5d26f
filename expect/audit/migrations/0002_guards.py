"""The journal is append-only: triggers on both engines (spec X2)."""

from django.db import migrations

from expect.database.operations import ForbidDelete, FreezeColumns

CONTENT = (
    "id",
    "at",
    "actor",
    "role",
    "membership",
    "action",
    "subject_type",
    "subject_id",
    "from_state",
    "to_state",
    "details",
)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        ForbidDelete("audit_entry"),
        FreezeColumns("audit_entry", columns=CONTENT, once_set=("position", "previous_hash", "hash")),
    ]
