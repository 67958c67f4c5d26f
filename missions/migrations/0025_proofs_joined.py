"""The proof of a line may come after it, once (spec M7)."""

from django.db import migrations

from expect.database.operations import FreezeColumns, Lift

KEPT = (
    "public_id mission_id kind stage buyer label amount reference corrects_id replaces_id follows_id recorded_at "
    "recorded_by_id"
)
BEFORE = FreezeColumns("missions_cost", (*KEPT.split(), "proof_id"))


class Migration(migrations.Migration):
    dependencies = [("missions", "0024_contestations_settled")]

    operations = [Lift(BEFORE), FreezeColumns("missions_cost", tuple(KEPT.split()), once_set=("proof_id",))]
