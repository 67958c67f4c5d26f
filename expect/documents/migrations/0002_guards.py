"""What was kept or issued does not change: triggers on both engines (spec X6, L11)."""

from django.db import migrations

from expect.database.operations import ForbidDelete, FreezeColumns

STORED = ("id", "public_id", "path", "name", "content_type", "size", "sha256", "created_at", "created_by_id")
ISSUED = ("id", "public_id", "kind", "title", "template", "context", "issued_at")


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial")]

    operations = [
        ForbidDelete("documents_storedfile"),
        FreezeColumns("documents_storedfile", columns=STORED),
        ForbidDelete("documents_issueddocument"),
        FreezeColumns("documents_issueddocument", columns=ISSUED, once_set=("file_id",)),
    ]
