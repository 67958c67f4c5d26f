"""The people met, one by one: what was a text becomes a row a line (spec R3)."""

import json

from django.db import migrations, models

from expect.database.operations import ForbidDelete, FreezeColumns, Lift

TABLE = "reports_missionreport"
GUARDS = (ForbidDelete(TABLE), FreezeColumns(TABLE, ("public_id", "mission_id", "created_at")))


def to_rows(apps, schema_editor):
    for report in apps.get_model("reports", "MissionReport").objects.all():
        named = [line.strip() for line in report.people_met.splitlines() if line.strip()]
        rows = [{"name": name, "function": "", "institution": ""} for name in named]
        type(report).objects.filter(pk=report.pk).update(people_met=json.dumps(rows))


def to_text(apps, schema_editor):
    for report in apps.get_model("reports", "MissionReport").objects.all():
        rows = json.loads(report.people_met)
        lines = (", ".join(filter(None, person.values())) for person in rows)
        type(report).objects.filter(pk=report.pk).update(people_met="\n".join(lines))


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0007_limits'),
    ]

    operations = [
        *(Lift(guard) for guard in GUARDS),
        migrations.RunPython(to_rows, to_text),
        migrations.AlterField(
            model_name='missionreport',
            name='people_met',
            field=models.JSONField(blank=True, default=list, verbose_name='personnes rencontrées'),
        ),
        *GUARDS,
    ]
