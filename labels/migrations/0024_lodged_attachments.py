"""An attachment that was lodged is kept, as the version that names it is (spec L7)."""

from django.db import migrations

from expect.database.operations import ForbidDelete, FreezeAfter

TABLE = "labels_evidenceattachment"


class Migration(migrations.Migration):
    dependencies = [
        ("labels", "0023_court_cases"),
    ]

    operations = [
        ForbidDelete(TABLE, fact="lodged_at"),
        FreezeAfter(TABLE, "lodged_at", columns=("public_id", "application_id", "file_id", "lodged_at")),
    ]
