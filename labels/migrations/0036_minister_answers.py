"""The minister answers an appeal on paper: who signed, and when (spec L9, X12)."""

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
KEPT = ForbidDelete(APPEAL)
ANSWER = ("outcome", "answer", "answered_by_id")


class Migration(migrations.Migration):

    dependencies = [
        ('labels', '0035_lodged_title_written'),
    ]

    operations = [
        Lift(KEPT),
        Lift(FreezeColumns(APPEAL, columns=LODGED, once_set=ANSWERED)),
        Lift(FreezeAfter(APPEAL, "answered_at", ANSWER)),
        migrations.AddField(
            model_name='appeal',
            name='signed_by',
            field=models.CharField(blank=True, max_length=150, verbose_name='réponse signée par'),
        ),
        migrations.AddField(
            model_name='appeal',
            name='signed_on',
            field=models.DateField(null=True, verbose_name='réponse datée du'),
        ),
        migrations.AddConstraint(
            model_name='appeal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('signed_by', ''), ('signed_on', None)), models.Q(('kind', 'to_minister'), ('letter__isnull', False), ('signed_on__isnull', False), models.Q(('signed_by', ''), _negated=True)), _connector='OR'), name='appeal_signed_by_the_minister'),
        ),
        KEPT,
        FreezeColumns(APPEAL, columns=LODGED, once_set=ANSWERED),
        FreezeAfter(APPEAL, "answered_at", (*ANSWER, "signed_by", "signed_on")),
    ]
