"""What is kept is neither emptied, replaced nor given another key."""

from django.db import migrations

from expect.database.operations import ForbidDelete, Renew

KEPT = "cost embassyreview envelope grantedexception namedpost offer recordedanswer recordedreview reportlimitchange reviewlink solicitation termsacceptance termsamendment termsdraft termsversion"


class Migration(migrations.Migration):
    dependencies = [("missions", "0013_limits_in_the_database")]

    operations = [Renew(ForbidDelete(f"missions_{table}")) for table in KEPT.split()]
