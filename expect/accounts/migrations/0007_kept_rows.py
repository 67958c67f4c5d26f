"""What is kept is neither emptied, replaced nor given another key."""

from django.db import migrations

from expect.database.operations import ForbidDelete, Renew

KEPT = "electronicconsent mandatestatement proofofservice renewal"


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_employers")]

    operations = [Renew(ForbidDelete(f"accounts_{table}")) for table in KEPT.split()]
