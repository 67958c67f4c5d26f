"""A change that keeps the validation overtakes the letter too (spec M11, decision 0102)."""

from django.db import migrations

from expect.database.operations import ForbidDelete, FreezeColumns, Lift

AMENDMENT = "missions_termsamendment"
KEPT = "public_id mission_id version_id reason touched letter_id amended_at amended_by_id"
GUARDS = (FreezeColumns(AMENDMENT, tuple(KEPT.split())), ForbidDelete(AMENDMENT))


class Migration(migrations.Migration):
    dependencies = [("missions", "0027_limits_across_tables")]

    operations = [
        *map(Lift, reversed(GUARDS)),
        migrations.RemoveConstraint(model_name="termsamendment", name="amendment_letter_void"),
        *GUARDS,
    ]
