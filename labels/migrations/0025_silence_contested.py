"""The refusal that silence made is contested (spec L9, X10)."""

from django.conf import settings
from django.db import migrations, models

from expect.database.operations import ForbidDelete, FreezeAfter, FreezeColumns, Lift

TABLE = "labels_appeal"
FORMER = (
    "number",
    "application_id",
    "decision_id",
    "kind",
    "grounds",
    "paper_id",
    "received_on",
    "late",
    "silence_on",
    "registered_at",
    "registered_by_id",
    "receipt_id",
)
ANSWERED = ("answered_at", "answered_by_id", "letter_id")


class Migration(migrations.Migration):

    dependencies = [
        ('documents', '0004_infected'),
        ('labels', '0024_lodged_attachments'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Lift(ForbidDelete(TABLE)),
        Lift(FreezeColumns(TABLE, columns=FORMER, once_set=ANSWERED)),
        Lift(FreezeAfter(TABLE, "answered_at", ("outcome", "answer"))),
        migrations.RemoveConstraint(
            model_name='appeal',
            name='appeal_answered',
        ),
        migrations.AddField(
            model_name='appeal',
            name='implicit_on',
            field=models.DateField(null=True, verbose_name='refus implicite du'),
        ),
        migrations.AlterField(
            model_name='appeal',
            name='outcome',
            field=models.CharField(blank=True, choices=[('upheld', 'Accueilli'), ('rejected', 'Rejeté'), ('inadmissible', 'Irrecevable'), ('moot', 'Sans objet')], max_length=20, verbose_name='réponse'),
        ),
        migrations.AddConstraint(
            model_name='appeal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at', None), ('answered_by', None), ('letter', None), ('outcome', '')), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False), ('letter__isnull', False), ('outcome__in', ('upheld', 'rejected', 'inadmissible')), models.Q(('answer', ''), _negated=True)), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False), ('implicit_on__isnull', False), ('letter', None), ('outcome', 'moot'), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='appeal_answered'),
        ),
        migrations.AddConstraint(
            model_name='appeal',
            constraint=models.CheckConstraint(condition=models.Q(('decision', None), ('implicit_on', None), _connector='OR'), name='appeal_against_one'),
        ),
        ForbidDelete(TABLE),
        FreezeColumns(TABLE, columns=(*FORMER, "implicit_on"), once_set=ANSWERED),
        FreezeAfter(TABLE, "answered_at", ("outcome", "answer")),
    ]
