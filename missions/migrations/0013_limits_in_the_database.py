"""Limits that form and act already refuse, held by the database as well (spec M3–M5)."""

from django.db import migrations, models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.lookups import LessThanOrEqual

from expect.database.functions import DaysBetween
from expect.database.operations import ForbidDelete, FreezeAfter, FreezeColumns, Lift

ASKED = "public_id request_id label_id organisation_id message answer_by sent_at sent_by_id rank ranked fit"
SOLICITATIONS = (
    ForbidDelete("missions_solicitation"),
    FreezeColumns(
        "missions_solicitation",
        tuple(ASKED.split()),
        once_set=("answered_at", "answered_by_id", "decided_at", "reminded_at", "silence_told_at"),
    ),
    FreezeAfter("missions_solicitation", "answered_at", ("answer_reason",)),
    FreezeAfter("missions_solicitation", "decided_at", ("choice_reason", "cancel_reason")),
)


def note_the_end_of_the_labels(apps, schema_editor):
    """A mission that leaves later than that does so by an exception of the head: nothing is noted of it."""
    missions = apps.get_model("missions", "Mission").objects
    ends_on = missions.filter(pk=OuterRef("pk")).values("label__ends_on")
    in_time = missions.filter(Q(departs_on=None) | Q(departs_on__lte=F("label__ends_on"))).values("pk")
    missions.filter(pk__in=in_time).update(leaves_by=Subquery(ends_on))


class Migration(migrations.Migration):

    dependencies = [('missions', '0012_named_posts')]

    operations = [
        *map(Lift, reversed(SOLICITATIONS)),
        migrations.AddField(
            model_name='mission',
            name='leaves_by',
            field=models.DateField(blank=True, null=True, verbose_name='départ au plus tard le'),
        ),
        migrations.AddConstraint(
            model_name='expectedresult',
            constraint=models.CheckConstraint(condition=Q(('rank__range', (1, 6))), name='expected_result_six'),
        ),
        migrations.AddConstraint(
            model_name='mission',
            constraint=models.CheckConstraint(condition=Q(('departs_on', None), LessThanOrEqual(DaysBetween('returns_on', 'departs_on'), 6), _connector='OR'), name='mission_seven_days'),
        ),
        migrations.AddConstraint(
            model_name='mission',
            constraint=models.CheckConstraint(condition=Q(('departs_on', None), ('leaves_by', None), ('departs_on__lte', F('leaves_by')), _connector='OR'), name='mission_leaves_under_its_label'),
        ),
        migrations.AddConstraint(
            model_name='solicitation',
            constraint=models.CheckConstraint(condition=Q(('answer_by__gt', F('sent_at'))), name='solicitation_answer_later'),
        ),
        *SOLICITATIONS,
        migrations.RunPython(note_the_end_of_the_labels, migrations.RunPython.noop),
    ]
