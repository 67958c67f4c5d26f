"""The report says who wrote it, and why where it is no missionary (spec R2)."""

from django.db import migrations, models

from expect.database.operations import ForbidDelete, FreezeColumns, Lift

TABLE = "reports_missionreport"
GUARDS = (ForbidDelete(TABLE), FreezeColumns(TABLE, ("public_id", "mission_id", "created_at")))


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0016_whose_turn_it_is'),
    ]

    operations = [
        *(Lift(guard) for guard in GUARDS),
        migrations.AddField(
            model_name='missionreport',
            name='written_by',
            field=models.CharField(blank=True, max_length=300, verbose_name='rédigé par'),
        ),
        migrations.AddField(
            model_name='missionreport',
            name='writer_reason',
            field=models.TextField(blank=True, max_length=500, verbose_name='pourquoi une autre personne'),
        ),
        *GUARDS,
    ]
