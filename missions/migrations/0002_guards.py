from django.db import migrations

from expect.database.operations import ForbidDelete, FreezeColumns

KEPT = {
    "missions_termsversion": "mission_id number content sha256 created_at",
    "missions_termsacceptance": "version_id party accepted_at accepted_by_id capacity",
    "missions_embassyreview": "public_id version_id mission_id post_id outcome remarks given_at given_by_id",
    "missions_reportlimitchange": "mission_id due_on reason set_at set_by_id",
    "missions_cost": (
        "public_id mission_id kind stage buyer label amount reference proof_id corrects_id recorded_at recorded_by_id"
    ),
}


class Migration(migrations.Migration):
    """What a party accepted, what the embassy answered, what was spent: written once (spec M5, M7, M8, R1)."""

    dependencies = [("missions", "0001_initial")]

    operations = [
        operation
        for table, columns in KEPT.items()
        for operation in (FreezeColumns(table, tuple(columns.split())), ForbidDelete(table))
    ]
