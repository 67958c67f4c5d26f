"""The embassy answers by a link, or by what DAECT records for it (spec M8, X13)."""

import django.db.models.deletion
import expect.database.fields
from django.conf import settings
from django.db import migrations, models

from expect.database.operations import ForbidDelete, FreezeAfter, FreezeColumns


class Migration(migrations.Migration):

    dependencies = [
        ('documents', '0003_antivirus'),
        ('missions', '0005_amendments_and_endings'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='RecordedReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(choices=[('telegram', 'Télégramme diplomatique'), ('email', 'Courriel'), ('paper', 'Courrier')], max_length=20, verbose_name='reçu par')),
                ('author', models.CharField(max_length=150, verbose_name='signataire')),
                ('received_on', models.DateField(verbose_name='reçu le')),
                ('contested_at', models.DateTimeField(blank=True, null=True, verbose_name='contesté le')),
                ('contest_reason', models.TextField(blank=True, max_length=2000, verbose_name='motif de la contestation')),
                ('contested_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('review', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='record', to='missions.embassyreview')),
                ('scan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.storedfile')),
            ],
            options={
                'verbose_name': 'avis enregistré pour l’ambassade',
                'verbose_name_plural': 'avis enregistrés pour les ambassades',
                'constraints': [models.CheckConstraint(condition=models.Q(('channel__in', ['telegram', 'email', 'paper'])), name='recorded_channel_known'), models.CheckConstraint(condition=models.Q(models.Q(('contest_reason', ''), ('contested_at', None), ('contested_by', None)), models.Q(('contested_at__isnull', False), ('contested_by__isnull', False), models.Q(('contest_reason', ''), _negated=True)), _connector='OR'), name='recorded_contest_whole')],
            },
        ),
        migrations.CreateModel(
            name='ReviewLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', expect.database.fields.PublicIdField(default=expect.database.fields.new_public_id, editable=False, max_length=12, unique=True, verbose_name='identifiant public')),
                ('token_digest', models.CharField(max_length=64, unique=True)),
                ('created_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(blank=True, null=True)),
                ('agent', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='links', to='missions.termsversion')),
            ],
            options={
                'verbose_name': 'lien de réponse',
                'verbose_name_plural': 'liens de réponse',
                'constraints': [models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('created_at'))), name='review_link_expires')],
            },
        ),
        ForbidDelete("missions_reviewlink"),
        FreezeColumns(
            "missions_reviewlink",
            ("public_id", "version_id", "agent_id", "token_digest", "created_at", "expires_at"),
            once_set=("used_at",),
        ),
        ForbidDelete("missions_recordedreview"),
        FreezeColumns(
            "missions_recordedreview",
            ("review_id", "channel", "author", "received_on", "scan_id"),
            once_set=("contested_at", "contested_by_id"),
        ),
        FreezeAfter("missions_recordedreview", "contested_at", ("contest_reason",)),
    ]
