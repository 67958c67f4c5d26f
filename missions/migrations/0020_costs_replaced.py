"""A line names the one in whose place it was written (spec M7)."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

from expect.database.operations import ForbidDelete, FreezeColumns, Lift

FORMER = (
    "public_id mission_id kind stage buyer label amount reference proof_id corrects_id follows_id recorded_at "
    "recorded_by_id"
)
COSTS = (
    FreezeColumns("missions_cost", tuple(FORMER.split())),
    ForbidDelete("missions_cost"),
)


def name_what_was_replaced(apps, schema_editor):
    """One act wrote the contrary line, then the right one with the same words, at the same instant."""
    costs = apps.get_model("missions", "Cost").objects
    for contrary in costs.filter(corrects__isnull=False).select_related("corrects").order_by("pk"):
        wrong = contrary.corrects
        written = costs.filter(
            pk__gt=contrary.pk,
            corrects=None,
            replaces=None,
            follows=contrary.follows_id,
            recorded_at=contrary.recorded_at,
            recorded_by=contrary.recorded_by_id,
            stage=wrong.stage,
            label=wrong.label,
        ).order_by("pk")
        if right := written.first():
            costs.filter(pk=right.pk).update(replaces=wrong)


class Migration(migrations.Migration):

    dependencies = [("missions", "0019_words_in_their_limits")]

    operations = [
        *map(Lift, reversed(COSTS)),
        migrations.AddField(
            model_name="cost",
            name="replaces",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="replacement",
                to="missions.cost",
                verbose_name="remplace",
            ),
        ),
        migrations.AddConstraint(
            model_name="cost",
            constraint=models.CheckConstraint(
                name="cost_replaces", condition=Q(replaces=None) | Q(corrects=None, follows__isnull=False)
            ),
        ),
        migrations.RunPython(name_what_was_replaced, migrations.RunPython.noop),
    ]
