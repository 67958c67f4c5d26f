"""What is contested before its author may be contested before the minister too (spec L9; CRPA L. 411-2)."""

from django.db import migrations, models

from expect.database.operations import ForbidDelete, FreezeAfter, FreezeColumns, Lift

APPEAL = "labels_appeal"
LODGED = (
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
    "implicit_on",
)
ANSWERED = ("answered_at", "answered_by_id", "letter_id")
GUARDS = (
    ForbidDelete(APPEAL),
    FreezeColumns(APPEAL, columns=LODGED, once_set=ANSWERED),
    FreezeAfter(APPEAL, "answered_at", ("outcome", "answer", "answered_by_id")),
)


class Migration(migrations.Migration):

    dependencies = [
        ('labels', '0031_refusal_kept'),
    ]

    operations = [
        *(Lift(guard) for guard in GUARDS),
        migrations.RemoveConstraint(
            model_name='appeal',
            name='appeal_one_open',
        ),
        migrations.RemoveConstraint(
            model_name='appeal',
            name='appeal_answered',
        ),
        migrations.AddConstraint(
            model_name='appeal',
            constraint=models.UniqueConstraint(condition=models.Q(('answered_at', None), ('implicit_on', None)), fields=('application', 'kind'), name='appeal_one_open_of_kind'),
        ),
        migrations.AddConstraint(
            model_name='appeal',
            constraint=models.UniqueConstraint(condition=models.Q(('answered_at', None), ('implicit_on__isnull', False)), fields=('application', 'kind', 'implicit_on'), name='appeal_one_open_against_silence'),
        ),
        migrations.AddConstraint(
            model_name='appeal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at', None), ('answered_by', None), ('letter', None), ('outcome', '')), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False), ('letter__isnull', False), ('outcome__in', ('upheld', 'rejected', 'inadmissible')), models.Q(('answer', ''), _negated=True)), models.Q(('answered_at__isnull', False), ('letter', None), ('outcome', 'moot'), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='appeal_answered'),
        ),
        *GUARDS,
    ]
