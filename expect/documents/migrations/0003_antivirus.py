"""What people bring is scanned where an antivirus is configured (spec X6)."""

from django.conf import settings
from django.db import migrations, models

from expect.database.operations import ForbidDelete, FreezeAfter, FreezeColumns, Lift

TABLE = "documents_storedfile"
STORED = ("id", "public_id", "path", "name", "content_type", "size", "sha256", "created_at", "created_by_id")


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0002_guards"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Lift(ForbidDelete(TABLE)),
        Lift(FreezeColumns(TABLE, columns=STORED)),
        migrations.AddField(
            model_name="storedfile",
            name="infection",
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddField(
            model_name="storedfile",
            name="scan_wanted",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="storedfile",
            name="scanned_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name="storedfile",
            index=models.Index(
                condition=models.Q(("scan_wanted", True), ("scanned_at", None)),
                fields=["id"],
                name="file_unscanned",
            ),
        ),
        migrations.AddConstraint(
            model_name="storedfile",
            constraint=models.CheckConstraint(
                condition=models.Q(("infection", ""), ("scanned_at__isnull", False), _connector="OR"),
                name="file_infection_seen",
            ),
        ),
        ForbidDelete(TABLE),
        FreezeColumns(TABLE, columns=(*STORED, "scan_wanted"), once_set=("scanned_at",)),
        FreezeAfter(TABLE, "scanned_at", ("infection",)),
    ]
