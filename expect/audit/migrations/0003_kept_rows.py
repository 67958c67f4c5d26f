"""What is kept is neither emptied, replaced nor given another key."""

from django.db import migrations

from expect.database.operations import ForbidDelete, Renew

KEPT = "entry"


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_guards")]

    operations = [Renew(ForbidDelete(f"audit_{table}")) for table in KEPT.split()]
