"""What DAECT says of a contestation; a validation recorded wrongly is withdrawn (spec X13)."""

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models

from expect.database.operations import ForbidDelete, FreezeAfter, FreezeColumns, Lift

KEPT = {
    "recordedanswer": "public_id solicitation_id acceptance_id channel author received_on scan_id",
    "recordedreview": "review_id channel author received_on scan_id",
}
CONTESTED = ("contested_at", "contested_by_id")
SETTLED = {"recordedanswer": ("settlement",), "recordedreview": ("settlement", "withdrawn")}


def guards(*, settled: bool):
    """What is recorded stays as it was, then what is said of it, once each."""
    for table, columns in KEPT.items():
        once = (*CONTESTED, "settled_at", "settled_by_id") if settled else CONTESTED
        yield FreezeColumns(f"missions_{table}", tuple(columns.split()), once_set=once)
        yield FreezeAfter(f"missions_{table}", "contested_at", ("contest_reason",))
        if settled:
            yield FreezeAfter(f"missions_{table}", "settled_at", SETTLED[table])
        yield ForbidDelete(f"missions_{table}")


class Migration(migrations.Migration):

    dependencies = [
        ("missions", "0023_marks"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        *map(Lift, reversed(list(guards(settled=False)))),
        migrations.AddField(
            model_name='recordedanswer',
            name='settled_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='conclu le'),
        ),
        migrations.AddField(
            model_name='recordedanswer',
            name='settled_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='recordedanswer',
            name='settlement',
            field=models.TextField(blank=True, max_length=2000, verbose_name='suite donnée'),
        ),
        migrations.AddField(
            model_name='recordedreview',
            name='settled_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='conclu le'),
        ),
        migrations.AddField(
            model_name='recordedreview',
            name='settled_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='recordedreview',
            name='settlement',
            field=models.TextField(blank=True, max_length=2000, verbose_name='suite donnée'),
        ),
        migrations.AddField(
            model_name='recordedreview',
            name='withdrawn',
            field=models.BooleanField(default=False, verbose_name='retiré par la DAECT'),
        ),
        migrations.AddConstraint(
            model_name='recordedanswer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('settled_at', None), ('settled_by', None), ('settlement', '')), models.Q(('contested_at__isnull', False), ('settled_at__isnull', False), ('settled_by__isnull', False), models.Q(('settlement', ''), _negated=True)), _connector='OR'), name='answer_recorded_settled_whole'),
        ),
        migrations.AddConstraint(
            model_name='recordedanswer',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('settlement'), 2000)), name='recordedanswer_settlement_fits'),
        ),
        migrations.AddConstraint(
            model_name='recordedreview',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('settled_at', None), ('settled_by', None), ('settlement', '')), models.Q(('contested_at__isnull', False), ('settled_at__isnull', False), ('settled_by__isnull', False), models.Q(('settlement', ''), _negated=True)), _connector='OR'), name='recorded_settled_whole'),
        ),
        migrations.AddConstraint(
            model_name='recordedreview',
            constraint=models.CheckConstraint(condition=models.Q(('withdrawn', False), ('settled_at__isnull', False), _connector='OR'), name='recorded_withdrawn_once_settled'),
        ),
        migrations.AddConstraint(
            model_name='recordedreview',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('settlement'), 2000)), name='recordedreview_settlement_fits'),
        ),
        *guards(settled=True),
    ]
