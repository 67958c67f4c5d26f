"""What is kept is neither emptied, replaced nor given another key."""

from django.db import migrations

from expect.database.operations import ForbidDelete, Renew

KEPT = "issueddocument storedfile"


class Migration(migrations.Migration):
    dependencies = [("documents", "0004_infected")]

    operations = [Renew(ForbidDelete(f"documents_{table}")) for table in KEPT.split()]
