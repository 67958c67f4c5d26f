"""What is kept is neither emptied, replaced nor given another key."""

from django.db import migrations

from expect.database.operations import ForbidDelete, Renew

KEPT = "extensionrequest missionreport priorletter recoveryentry reimbursementdemand reportreminder reportversion"


class Migration(migrations.Migration):
    dependencies = [("reports", "0011_what_was_recovered")]

    operations = [Renew(ForbidDelete(f"reports_{table}")) for table in KEPT.split()]
