"""The constraints and the guard of what 0016 wrote: PostgreSQL wants the rows changed in a transaction of their own."""

from django.db import migrations, models
from django.db.models import F, Q

from expect.database.operations import ForbidDelete, FreezeColumns

FROZEN = (
    "public_id mission_id kind stage buyer label amount reference proof_id corrects_id follows_id recorded_at "
    "recorded_by_id"
)


class Migration(migrations.Migration):

    dependencies = [("missions", "0016_turns_and_spendings")]

    operations = [
        migrations.AddConstraint(
            model_name="mission",
            constraint=models.CheckConstraint(
                name="mission_drafted_since",
                condition=~Q(state__in=["draft", "returned"]) | Q(draft_since__isnull=False),
            ),
        ),
        migrations.AddConstraint(
            model_name="cost",
            constraint=models.CheckConstraint(
                name="cost_correction_follows", condition=Q(corrects=None) | Q(follows__isnull=False)
            ),
        ),
        migrations.AddConstraint(
            model_name="cost",
            constraint=models.CheckConstraint(
                name="cost_follows_another", condition=Q(follows=None) | ~Q(follows=F("id"))
            ),
        ),
        FreezeColumns("missions_cost", tuple(FROZEN.split())),
        ForbidDelete("missions_cost"),
    ]
