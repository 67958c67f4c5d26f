"""What was decided of a text stays as it was: triggers on both engines."""

from django.db import migrations

from expect.database.operations import ForbidDelete, FreezeColumns

TABLE = "programme_textchange"
COLUMNS = ("key", "body", "starts_on", "reason", "decided_by_id", "decided_at")


class Migration(migrations.Migration):
    dependencies = [("programme", "0003_texts")]

    operations = [ForbidDelete(TABLE), FreezeColumns(TABLE, columns=COLUMNS)]
