"""An admissible file without a session says since when it waits for one (spec L8, X5)."""

from importlib import import_module

from django.db import migrations, models
from django.db.models import Q

from expect.database.operations import ForbidDelete, FreezeWithoutNew, Lift, RefuseRows

FILE = "labels_labelapplication"
KEPT_AS_LODGED = import_module("labels.migrations.0042_guards_say_more").KEPT_AS_LODGED
WAS = import_module("labels.migrations.0045_guards_of_what_was")
GUARDS = (
    ForbidDelete(FILE),
    FreezeWithoutNew(FILE, "submitted_at", ("lodged_title",)),
    RefuseRows(FILE, WAS.NOT_A_LODGING, events=("UPDATE",)),
    RefuseRows("labels_labelapplication_lodged_themes", KEPT_AS_LODGED, events=("INSERT", "DELETE")),
    RefuseRows("labels_recusal", WAS.AFTER_THE_MEETING, events=("INSERT", "UPDATE")),
)
"""SQLite rebuilds their table, or the one that they read."""


def date_releases(apps, schema_editor):
    """As the journal says: the last act that left the file without a session; without a trace, its admission."""
    acts = apps.get_model("audit", "Entry").objects.filter(
        subject_type="labels.LabelApplication", action__in=("release", "uphold")
    )
    files = apps.get_model("labels", "LabelApplication").objects.filter(state="admissible", session=None)
    for file in files.only("public_id", "admitted_at"):
        act = acts.filter(subject_id=file.public_id).order_by("pk").last()
        files.filter(pk=file.pk).update(released_at=act.at if act else file.admitted_at)


class Migration(migrations.Migration):
    dependencies = [("labels", "0046_attendance_corrections"), ("audit", "0003_kept_rows")]

    operations = [
        *(Lift(guard) for guard in GUARDS),
        migrations.AddField(
            model_name="labelapplication",
            name="released_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="sans séance depuis le"),
        ),
        migrations.RunPython(date_releases, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="labelapplication",
            constraint=models.CheckConstraint(
                name="application_released",
                condition=Q(state="admissible", session=None, released_at__isnull=False)
                | (~Q(state="admissible") | Q(session__isnull=False)) & Q(released_at=None),
            ),
        ),
        *GUARDS,
    ]
