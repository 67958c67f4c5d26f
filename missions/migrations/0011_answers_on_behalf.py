"""What a holder answered by letter, e-mail or telephone, recorded by DAECT with its proof (spec X13)."""

import django.db.models.deletion
import expect.database.fields
from django.conf import settings
from django.db import migrations, models

from expect.database.operations import ForbidDelete, FreezeAfter, FreezeColumns


class Migration(migrations.Migration):

    dependencies = [
        ('documents', '0004_infected'),
        ('missions', '0010_turns_in_silence'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='recordedreview',
            name='channel',
            field=models.CharField(choices=[('telegram', 'Télégramme diplomatique'), ('email', 'Courriel'), ('paper', 'Courrier'), ('phone', 'Téléphone')], max_length=20, verbose_name='reçu par'),
        ),
        migrations.CreateModel(
            name='RecordedAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', expect.database.fields.PublicIdField(default=expect.database.fields.new_public_id, editable=False, max_length=12, unique=True, verbose_name='identifiant public')),
                ('channel', models.CharField(choices=[('telegram', 'Télégramme diplomatique'), ('email', 'Courriel'), ('paper', 'Courrier'), ('phone', 'Téléphone')], max_length=20, verbose_name='reçu par')),
                ('author', models.CharField(max_length=150, verbose_name='auteur')),
                ('received_on', models.DateField(verbose_name='reçu le')),
                ('contested_at', models.DateTimeField(blank=True, null=True, verbose_name='contesté le')),
                ('contest_reason', models.TextField(blank=True, max_length=2000, verbose_name='motif de la contestation')),
                ('acceptance', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='record', to='missions.termsacceptance')),
                ('contested_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('scan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.storedfile')),
                ('solicitation', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='record', to='missions.solicitation')),
            ],
            options={
                'verbose_name': 'réponse enregistrée pour un titulaire',
                'verbose_name_plural': 'réponses enregistrées pour les titulaires',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('acceptance__isnull', False), ('solicitation', None)), models.Q(('acceptance', None), ('solicitation__isnull', False)), _connector='OR'), name='answer_recorded_of_one'), models.CheckConstraint(condition=models.Q(('channel__in', ['email', 'paper']), models.Q(('acceptance', None), ('channel', 'phone')), _connector='OR'), name='answer_recorded_channel'), models.CheckConstraint(condition=models.Q(models.Q(('contest_reason', ''), ('contested_at', None), ('contested_by', None)), models.Q(('contested_at__isnull', False), ('contested_by__isnull', False), models.Q(('contest_reason', ''), _negated=True)), _connector='OR'), name='answer_recorded_contest_whole')],
            },
        ),
        ForbidDelete("missions_recordedanswer"),
        FreezeColumns(
            "missions_recordedanswer",
            ("public_id", "solicitation_id", "acceptance_id", "channel", "author", "received_on", "scan_id"),
            once_set=("contested_at", "contested_by_id"),
        ),
        FreezeAfter("missions_recordedanswer", "contested_at", ("contest_reason",)),
    ]
