"""What is kept is neither emptied, replaced nor given another key."""

from django.db import migrations

from expect.database.operations import ForbidDelete, Renew

KEPT = "parameterchange textchange"


class Migration(migrations.Migration):
    dependencies = [("programme", "0004_text_guards")]

    operations = [Renew(ForbidDelete(f"programme_{table}")) for table in KEPT.split()]
