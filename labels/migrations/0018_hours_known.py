"""The sessions held before their hours were recorded claim none (spec L8)."""

from datetime import time

from django.db import migrations, models
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import F, Q

WITH_HOURS = ("labels", "0010_session_as_an_object")


def forget_hours(apps, schema_editor):
    """What was held before the columns were there has the hours that the migration wrote, not those of anybody."""
    applied = MigrationRecorder(schema_editor.connection).migration_qs.filter(
        app=WITH_HOURS[0], name=WITH_HOURS[1]
    )
    since = applied.values_list("applied", flat=True).first()
    if since:
        sessions = apps.get_model("labels", "CommitteeSession").objects
        sessions.filter(held_at__lt=since, revision=0).update(starts_at=None, ends_at=None)


def give_hours_back(apps, schema_editor):
    """As 0010 wrote them: the columns are about to want some."""
    sessions = apps.get_model("labels", "CommitteeSession").objects
    sessions.filter(starts_at=None).update(starts_at=time(9, 30), ends_at=time(12, 30))


class Migration(migrations.Migration):
    dependencies = [
        ("labels", "0015_seats"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="committeesession",
            name="session_hours",
        ),
        migrations.AlterField(
            model_name="committeesession",
            name="ends_at",
            field=models.TimeField(blank=True, null=True, verbose_name="fin"),
        ),
        migrations.AlterField(
            model_name="committeesession",
            name="starts_at",
            field=models.TimeField(blank=True, null=True, verbose_name="début"),
        ),
        migrations.AlterField(
            model_name="sessionmember",
            name="answer",
            field=models.CharField(
                blank=True,
                choices=[("coming", "Vient"), ("declined", "Ne vient pas")],
                max_length=10,
                verbose_name="réponse",
            ),
        ),
        migrations.AlterField(
            model_name="sessionmember",
            name="present",
            field=models.BooleanField(default=False, verbose_name="présence"),
        ),
        migrations.RunPython(forget_hours, give_hours_back),
        migrations.AddConstraint(
            model_name="committeesession",
            constraint=models.CheckConstraint(
                condition=Q(starts_at__isnull=False, ends_at__isnull=False, starts_at__lt=F("ends_at"))
                | Q(starts_at=None, ends_at=None, state__in=["held", "notified"]),
                name="session_hours",
            ),
        ),
    ]
