"""A holder is asked once for a need, by whichever of its labels (spec M3)."""

from django.db import migrations, models
from django.db.models import Q

from expect.database.operations import ForbidDelete, FreezeAfter, FreezeColumns, Lift

ASKED = "public_id request_id label_id organisation_id message answer_by sent_at sent_by_id rank ranked fit"
SOLICITATIONS = (
    FreezeColumns(
        "missions_solicitation",
        tuple(ASKED.split()),
        once_set=("answered_at", "answered_by_id", "decided_at", "reminded_at", "silence_told_at"),
    ),
    FreezeAfter("missions_solicitation", "answered_at", ("answer_reason",)),
    FreezeAfter("missions_solicitation", "decided_at", ("choice_reason", "cancel_reason")),
    ForbidDelete("missions_solicitation"),
)


class Migration(migrations.Migration):

    dependencies = [("missions", "0017_turns_and_spendings_held")]

    operations = [
        *map(Lift, reversed(SOLICITATIONS)),
        migrations.RemoveConstraint(model_name="solicitation", name="solicitation_once"),
        migrations.AddConstraint(
            model_name="solicitation",
            constraint=models.UniqueConstraint(
                name="solicitation_once",
                fields=["request", "organisation"],
                condition=~Q(state="cancelled"),
            ),
        ),
        *SOLICITATIONS,
    ]
