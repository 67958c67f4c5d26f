"""What ended a file without the committee stays as it was decided, and an appeal is against one thing (spec L9)."""

from django.db import migrations, models

from expect.database.operations import ForbidDelete, FreezeAfter, FreezeColumns

APPEAL, DISMISSAL, FILE = "labels_appeal", "labels_dismissal", "labels_labelapplication"
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
    "dismissal_id",
)
ANSWERED = ("answered_at", "answered_by_id", "letter_id")
DECIDED = (
    "public_id",
    "application_id",
    "version_id",
    "kind",
    "reason",
    "decided_at",
    "authority_id",
    "letter_id",
)


class Migration(migrations.Migration):

    dependencies = [
        ('labels', '0038_dismissals_of_before'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='labelapplication',
            name='closed_at',
        ),
        migrations.RemoveField(
            model_name='labelapplication',
            name='inadmissible_at',
        ),
        migrations.RemoveField(
            model_name='labelapplication',
            name='inadmissible_letter',
        ),
        migrations.RemoveField(
            model_name='labelapplication',
            name='inadmissible_reason',
        ),
        migrations.RemoveConstraint(
            model_name='labelapplication',
            name='application_refusal_replaced',
        ),
        migrations.AddConstraint(
            model_name='labelapplication',
            constraint=models.CheckConstraint(condition=models.Q(('implicit_on', None), ('state__in', ['submitted', 'changes_requested', 'admissible', 'examined', 'deferred']), _connector='OR'), name='application_refusal_replaced'),
        ),
        migrations.AddConstraint(
            model_name='appeal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decision__isnull', False), ('dismissal', None), ('implicit_on', None)), models.Q(('decision', None), ('dismissal__isnull', False), ('implicit_on', None)), models.Q(('decision', None), ('dismissal', None), ('implicit_on__isnull', False)), _connector='OR'), name='appeal_against_one'),
        ),
        migrations.AddConstraint(
            model_name='labelapplication',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('dismissal__isnull', False), ('state__in', ['inadmissible', 'closed'])), models.Q(models.Q(('state__in', ['inadmissible', 'closed']), _negated=True), ('dismissal', None)), _connector='OR'), name='application_dismissed'),
        ),
        ForbidDelete(FILE),
        ForbidDelete(APPEAL),
        FreezeColumns(APPEAL, columns=LODGED, once_set=ANSWERED),
        FreezeAfter(APPEAL, "answered_at", ("outcome", "answer", "answered_by_id", "signed_by", "signed_on")),
        ForbidDelete(DISMISSAL),
        FreezeColumns(DISMISSAL, columns=DECIDED),
    ]
