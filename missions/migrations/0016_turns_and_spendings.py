"""Since when the terms are to be written, and the lines of one spending (spec M7, M13)."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models.functions import Coalesce

from expect.database.operations import ForbidDelete, FreezeColumns, Lift

FORMER = "public_id mission_id kind stage buyer label amount reference proof_id corrects_id recorded_at recorded_by_id"
COSTS = (
    FreezeColumns("missions_cost", tuple(FORMER.split())),
    ForbidDelete("missions_cost"),
)


def note_since_when(apps, schema_editor):
    """As it was told until now: the answer of the embassy, or the birth of the mission."""
    missions = apps.get_model("missions", "Mission").objects
    missions.filter(state__in=["draft", "returned"]).update(draft_since=Coalesce("reviewed_at", "created_at"))


def gather_the_spendings(apps, schema_editor):
    """A correction follows what it corrects; a line, the first one of its mission of the same kind and words."""
    costs = apps.get_model("missions", "Cost").objects
    first, of = {}, {}
    for line in costs.order_by("mission", "recorded_at", "pk"):
        spending = (line.mission_id, line.kind, line.label)
        head = of[line.corrects_id] if line.corrects_id else first.setdefault(spending, line.pk)
        of[line.pk] = head
        if head != line.pk:
            costs.filter(pk=line.pk).update(follows=head)


class Migration(migrations.Migration):

    dependencies = [("missions", "0015_claims_of_a_hosting")]

    operations = [
        *map(Lift, reversed(COSTS)),
        migrations.AddField(
            model_name="mission",
            name="draft_since",
            field=models.DateTimeField(blank=True, null=True, verbose_name="à préparer depuis le"),
        ),
        migrations.AddField(
            model_name="cost",
            name="follows",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="followers",
                to="missions.cost",
                verbose_name="suite de",
            ),
        ),
        migrations.RunPython(note_since_when, migrations.RunPython.noop),
        migrations.RunPython(gather_the_spendings, migrations.RunPython.noop),
    ]
