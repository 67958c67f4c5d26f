"""The session as an object: hours, agenda in order, answers to invitations, letters read, minutes (spec L8, L9)."""

import datetime
import django.db.models.deletion
import expect.database.fields
from django.conf import settings
from django.db import migrations, models

from expect.database.operations import ForbidDelete, FreezeAfter, FreezeColumns


class Migration(migrations.Migration):

    dependencies = [
        ('documents', '0002_guards'),
        ('labels', '0009_admissibility_checks'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AgendaPlace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rank', models.PositiveSmallIntegerField(verbose_name='rang')),
                ('fixed_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'verbose_name': 'rang à l’ordre du jour',
                'verbose_name_plural': 'rangs à l’ordre du jour',
            },
        ),
        migrations.CreateModel(
            name='LetterReading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('read_at', models.DateTimeField(verbose_name='relue le')),
            ],
            options={
                'verbose_name': 'relecture d’une lettre',
                'verbose_name_plural': 'relectures de lettres',
            },
        ),
        migrations.CreateModel(
            name='Minutes',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', expect.database.fields.PublicIdField(default=expect.database.fields.new_public_id, editable=False, max_length=12, unique=True, verbose_name='identifiant public')),
                ('number', models.PositiveSmallIntegerField(verbose_name='version')),
                ('established_at', models.DateTimeField(verbose_name='établi le')),
            ],
            options={
                'verbose_name': 'procès-verbal',
                'verbose_name_plural': 'procès-verbaux',
            },
        ),
        migrations.AddField(
            model_name='committeesession',
            name='ends_at',
            field=models.TimeField(default=datetime.time(12, 30), verbose_name='fin'),
        ),
        migrations.AddField(
            model_name='committeesession',
            name='revision',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='committeesession',
            name='starts_at',
            field=models.TimeField(default=datetime.time(9, 30), verbose_name='début'),
        ),
        migrations.AddField(
            model_name='sessionmember',
            name='answer',
            field=models.CharField(blank=True, choices=[('coming', 'Vient'), ('declined', 'Excusé')], max_length=10, verbose_name='réponse'),
        ),
        migrations.AddField(
            model_name='sessionmember',
            name='answer_reason',
            field=models.CharField(blank=True, max_length=300, verbose_name='raison'),
        ),
        migrations.AddField(
            model_name='sessionmember',
            name='answered_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='répondu le'),
        ),
        migrations.AlterField(
            model_name='opinion',
            name='view',
            field=models.CharField(choices=[('favourable', 'Favorable'), ('reserved', 'Réservé'), ('unfavourable', 'Défavorable'), ('abstained', 'Ne se prononce pas')], max_length=20, verbose_name='avis'),
        ),
        migrations.AddConstraint(
            model_name='committeesession',
            constraint=models.CheckConstraint(condition=models.Q(('starts_at__lt', models.F('ends_at'))), name='session_hours'),
        ),
        migrations.AddConstraint(
            model_name='sessionmember',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at', None)), models.Q(('answer__in', ['coming', 'declined']), ('answered_at__isnull', False)), _connector='OR'), name='session_member_answered'),
        ),
        migrations.AddConstraint(
            model_name='sessionmember',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answer', 'declined'), _negated=True), models.Q(('answer_reason', ''), _negated=True), _connector='OR'), name='session_member_declined'),
        ),
        migrations.AddField(
            model_name='agendaplace',
            name='application',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='labels.labelapplication'),
        ),
        migrations.AddField(
            model_name='agendaplace',
            name='session',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='places', to='labels.committeesession'),
        ),
        migrations.AddField(
            model_name='letterreading',
            name='decision',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='readings', to='labels.decision'),
        ),
        migrations.AddField(
            model_name='letterreading',
            name='read_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='minutes',
            name='document',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.issueddocument'),
        ),
        migrations.AddField(
            model_name='minutes',
            name='established_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='minutes',
            name='session',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='minutes', to='labels.committeesession'),
        ),
        migrations.AddConstraint(
            model_name='agendaplace',
            constraint=models.UniqueConstraint(fields=('session', 'application'), name='agenda_place_once'),
        ),
        migrations.AddConstraint(
            model_name='agendaplace',
            constraint=models.CheckConstraint(condition=models.Q(('rank__gte', 1)), name='agenda_rank_from_one'),
        ),
        migrations.AddConstraint(
            model_name='letterreading',
            constraint=models.UniqueConstraint(fields=('decision', 'read_by'), name='letter_read_once'),
        ),
        migrations.AddConstraint(
            model_name='minutes',
            constraint=models.UniqueConstraint(fields=('session', 'number'), name='minutes_numbered'),
        ),
        ForbidDelete("labels_agendaplace"),
        FreezeColumns(
            "labels_agendaplace", columns=("session_id", "application_id"), once_set=("fixed_at",)
        ),
        FreezeAfter("labels_agendaplace", "fixed_at", columns=("rank",)),
        ForbidDelete("labels_minutes"),
        FreezeColumns(
            "labels_minutes",
            columns=("session_id", "number", "document_id", "established_at", "established_by_id"),
        ),
    ]
