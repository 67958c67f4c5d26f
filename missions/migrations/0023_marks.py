"""The missions that a person of DAECT keeps in sight (spec X4)."""

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('missions', '0022_whose_turn_the_report_is'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='MissionMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='note')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='pour le')),
                ('created_at', models.DateTimeField(verbose_name='marqué le')),
                ('mission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='marks', to='missions.mission')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'mission à faire',
                'verbose_name_plural': 'missions à faire',
                'constraints': [models.UniqueConstraint(fields=('owner', 'mission'), name='mission_mark_once'), models.CheckConstraint(condition=models.Q(django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('note'), 200)), name='missionmark_note_fits')],
            },
        ),
    ]
