"""What the holder answered, and what was said at the hearing, stay as they were: the demand rests on them (spec R5)."""

from django.db import migrations

from expect.database.operations import FreezeAfter

LETTER = "reports_priorletter"
ANSWER = ("answer", "answer_channel", "hearing_asked")
HEARING = ("hearing_outcome", "hearing_on", "hearing_people", "hearing_said")


class Migration(migrations.Migration):
    dependencies = [("reports", "0004_lists_in_order")]

    operations = [
        FreezeAfter(LETTER, "answered_at", columns=ANSWER),
        FreezeAfter(LETTER, "hearing_recorded_at", columns=HEARING),
    ]
