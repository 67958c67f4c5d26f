"""The guard of what 0020 wrote: PostgreSQL wants the rows changed in a transaction of their own."""

from django.db import migrations

from expect.database.operations import ForbidDelete, FreezeColumns

FROZEN = (
    "public_id mission_id kind stage buyer label amount reference proof_id corrects_id replaces_id follows_id "
    "recorded_at recorded_by_id"
)


class Migration(migrations.Migration):

    dependencies = [("missions", "0020_costs_replaced")]

    operations = [FreezeColumns("missions_cost", tuple(FROZEN.split())), ForbidDelete("missions_cost")]
