"""A need that a post or a holder brought otherwise than here, recorded by DAECT with what it received (spec M1, X13)."""

import django.db.models.deletion
from django.db import migrations, models

from expect.database.operations import ForbidDelete, FreezeAfter, FreezeColumns, Lift

TABLE = "missions_recordedanswer"
KEPT = "public_id solicitation_id acceptance_id channel author received_on scan_id".split()


def guards(*subject: str):
    """What is recorded stays as it was, then what is said of it, once each; `subject` is what more it speaks of."""
    once = ("contested_at", "contested_by_id", "settled_at", "settled_by_id")
    yield FreezeColumns(TABLE, (*KEPT, *subject), once_set=once)
    yield FreezeAfter(TABLE, "contested_at", ("contest_reason",))
    yield FreezeAfter(TABLE, "settled_at", ("settlement",))
    yield ForbidDelete(TABLE)


class Migration(migrations.Migration):

    dependencies = [("missions", "0025_proofs_joined")]

    operations = [
        *map(Lift, reversed(list(guards()))),
        migrations.AlterModelOptions(
            name='recordedanswer',
            options={'verbose_name': 'écrit enregistré au nom d’un tiers', 'verbose_name_plural': 'écrits enregistrés au nom de tiers'},
        ),
        migrations.RemoveConstraint(
            model_name='recordedanswer',
            name='answer_recorded_of_one',
        ),
        migrations.RemoveConstraint(
            model_name='recordedanswer',
            name='answer_recorded_channel',
        ),
        migrations.AddField(
            model_name='recordedanswer',
            name='request',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='record', to='missions.expertiserequest'),
        ),
        migrations.AddConstraint(
            model_name='recordedanswer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('acceptance', None), ('request__isnull', False), ('solicitation', None)), models.Q(('acceptance__isnull', False), ('request', None), ('solicitation', None)), models.Q(('acceptance', None), ('request', None), ('solicitation__isnull', False)), _connector='OR'), name='answer_recorded_of_one'),
        ),
        migrations.AddConstraint(
            model_name='recordedanswer',
            constraint=models.CheckConstraint(condition=models.Q(('channel__in', ['email', 'paper']), models.Q(('acceptance', None), ('channel', 'phone')), models.Q(('channel', 'telegram'), ('request__isnull', False)), _connector='OR'), name='answer_recorded_channel'),
        ),
        *guards("request_id"),
    ]
