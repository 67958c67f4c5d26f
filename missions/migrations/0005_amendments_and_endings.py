"""What changes after the embassy has the terms, and ends before time: written once (spec M8, M14)."""

import django.db.models.deletion
import expect.database.fields
from django.conf import settings
from django.db import migrations, models

from expect.database.operations import ForbidDelete, FreezeColumns


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_proof_of_service'),
        ('documents', '0003_antivirus'),
        ('labels', '0015_seats'),
        ('missions', '0004_lists_in_order'),
        ('territory', '0002_apostrophes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='TermsAmendment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', expect.database.fields.PublicIdField(default=expect.database.fields.new_public_id, editable=False, max_length=12, unique=True, verbose_name='identifiant public')),
                ('reason', models.TextField(max_length=2000, verbose_name='motif')),
                ('touched', models.JSONField(blank=True, default=list, verbose_name='substance changée')),
                ('amended_at', models.DateTimeField(verbose_name='changés le')),
            ],
            options={
                'verbose_name': 'changement des termes',
                'verbose_name_plural': 'changements des termes',
            },
        ),
        migrations.RemoveConstraint(
            model_name='mission',
            name='mission_state_known',
        ),
        migrations.RemoveConstraint(
            model_name='mission',
            name='mission_validated',
        ),
        migrations.AddField(
            model_name='mission',
            name='interrupt_reason',
            field=models.TextField(blank=True, max_length=2000, verbose_name='motif d’interruption'),
        ),
        migrations.AddField(
            model_name='mission',
            name='interrupted_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='interruption enregistrée le'),
        ),
        migrations.AddField(
            model_name='mission',
            name='interrupted_on',
            field=models.DateField(blank=True, null=True, verbose_name='interrompue le'),
        ),
        migrations.AlterField(
            model_name='mission',
            name='state',
            field=models.CharField(choices=[('draft', 'En préparation'), ('accepted', 'Termes acceptés'), ('awaiting_embassy', 'Soumise à l’ambassade'), ('returned', 'Renvoyée par l’ambassade'), ('refused', 'Refusée par l’ambassade'), ('validated', 'Validée'), ('interrupted', 'Interrompue'), ('completed', 'Achevée'), ('closed', 'Close'), ('cancelled', 'Annulée')], default='draft', max_length=20, verbose_name='état'),
        ),
        migrations.AddConstraint(
            model_name='mission',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'accepted', 'awaiting_embassy', 'returned', 'refused', 'validated', 'interrupted', 'completed', 'closed', 'cancelled'])), name='mission_state_known'),
        ),
        migrations.AddConstraint(
            model_name='mission',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['validated', 'interrupted', 'completed', 'closed']), _negated=True), models.Q(('report_due_on__isnull', False), ('validated_at__isnull', False)), _connector='OR'), name='mission_validated'),
        ),
        migrations.AddConstraint(
            model_name='mission',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('interrupted_at', None), ('interrupted_on', None), models.Q(('state', 'interrupted'), _negated=True)), models.Q(('interrupted_at__isnull', False), ('interrupted_on__range', (models.F('departs_on'), models.F('returns_on'))), models.Q(('interrupt_reason', ''), _negated=True)), _connector='OR'), name='mission_interrupted'),
        ),
        migrations.AddField(
            model_name='termsamendment',
            name='amended_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='termsamendment',
            name='letter',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.issueddocument'),
        ),
        migrations.AddField(
            model_name='termsamendment',
            name='mission',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='amendments', to='missions.mission'),
        ),
        migrations.AddField(
            model_name='termsamendment',
            name='version',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='amendment', to='missions.termsversion'),
        ),
        migrations.AddConstraint(
            model_name='termsamendment',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='amendment_reasoned'),
        ),
        migrations.AddConstraint(
            model_name='termsamendment',
            constraint=models.CheckConstraint(condition=models.Q(('letter', None), models.Q(('touched', []), _negated=True), _connector='OR'), name='amendment_letter_void'),
        ),
        ForbidDelete("missions_termsamendment"),
        FreezeColumns(
            "missions_termsamendment",
            (
                "public_id",
                "mission_id",
                "version_id",
                "reason",
                "touched",
                "letter_id",
                "amended_at",
                "amended_by_id",
            ),
        ),
    ]
