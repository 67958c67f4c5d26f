"""An appeal without object has no author; a court number changes with a correction of its own (spec L9)."""

from django.db import migrations, models

from expect.database.operations import (
    ForbidDelete,
    FreezeAfter,
    FreezeColumns,
    FreezeWithout,
    FreezeWithoutNew,
    Lift,
)

APPEAL, CASE = "labels_appeal", "labels_courtcase"
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


class Migration(migrations.Migration):

    dependencies = [
        ('labels', '0028_updated_by'),
    ]

    operations = [
        Lift(ForbidDelete(APPEAL)),
        Lift(FreezeColumns(APPEAL, columns=LODGED, once_set=ANSWERED)),
        Lift(FreezeAfter(APPEAL, "answered_at", ("outcome", "answer"))),
        migrations.RemoveConstraint(
            model_name='appeal',
            name='appeal_answered',
        ),
        migrations.AddConstraint(
            model_name='appeal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at', None), ('answered_by', None), ('letter', None), ('outcome', '')), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False), ('letter__isnull', False), ('outcome__in', ('upheld', 'rejected', 'inadmissible')), models.Q(('answer', ''), _negated=True)), models.Q(('answered_at__isnull', False), ('implicit_on__isnull', False), ('letter', None), ('outcome', 'moot'), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='appeal_answered'),
        ),
        ForbidDelete(APPEAL),
        FreezeColumns(APPEAL, columns=LODGED, once_set=ANSWERED),
        FreezeAfter(APPEAL, "answered_at", ("outcome", "answer", "answered_by_id")),
        Lift(FreezeWithout(CASE, "correction_id", ("number",))),
        FreezeWithoutNew(CASE, "correction_id", ("number",)),
    ]
