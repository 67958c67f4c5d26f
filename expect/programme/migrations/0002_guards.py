"""What was decided of a figure stays as it was: triggers on both engines."""

from django.db import migrations

from expect.database.operations import ForbidDelete, FreezeColumns

TABLE = "programme_parameterchange"
COLUMNS = ("key", "value", "starts_on", "text_reference", "reason", "decided_by_id", "decided_at")


class Migration(migrations.Migration):
    dependencies = [("programme", "0001_parameters")]

    operations = [ForbidDelete(TABLE), FreezeColumns(TABLE, columns=COLUMNS)]
