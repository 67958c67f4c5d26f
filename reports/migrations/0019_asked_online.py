"""A letter keeps what its own online answer asked; what was recorded otherwise may be taken back (spec R5)."""

from django.db import migrations, models

from expect.database.operations import ForbidDelete, FreezeAfter, FreezeColumns, Lift

LETTER = "reports_priorletter"
SENT = ("public_id", "demand_id", "document_id", "authority_id", "sent_at", "sent_by_id")
KEPT = (
    ForbidDelete(LETTER),
    FreezeColumns(LETTER, SENT, once_set=("answered_at", "answered_by_id")),
)
BEFORE = (*KEPT, FreezeAfter(LETTER, "answered_at", columns=("answer",)))
AFTER = (*KEPT, FreezeAfter(LETTER, "answered_at", columns=("answer", "asked_online")))


def from_the_journal(apps, schema_editor):
    """Answered online, a hearing is asked for: by that answer, unless the journal says that it did not."""
    lines = apps.get_model("audit", "Entry").objects.filter(action="answer_prior_letter")
    silent = lines.filter(details__hearing_asked=False).values("subject_id")
    letters = apps.get_model("reports", "PriorLetter").objects
    asked = letters.filter(answered_at__isnull=False, hearing_asked=True)
    asked.exclude(public_id__in=silent).update(asked_online=True)
    schema_editor.connection.check_constraints()


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_kept_rows"), ("reports", "0018_hearings")]

    operations = [
        *map(Lift, BEFORE),
        migrations.AddField(
            model_name="priorletter",
            name="asked_online",
            field=models.BooleanField(default=False, verbose_name="le demande dans ses observations en ligne"),
        ),
        migrations.RunPython(from_the_journal, migrations.RunPython.noop),
        *AFTER,
    ]
