"""A refusal or an inadmissibility is contested, and answered (spec L9)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import expect.database.fields
from expect.database.operations import ForbidDelete, FreezeAfter, FreezeColumns


class Migration(migrations.Migration):

    dependencies = [
        ('documents', '0003_antivirus'),
        ('labels', '0013_inadmissibility_letter'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Appeal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', expect.database.fields.PublicIdField(default=expect.database.fields.new_public_id, editable=False, max_length=12, unique=True, verbose_name='identifiant public')),
                ('number', models.CharField(max_length=20, unique=True, verbose_name='numéro')),
                ('kind', models.CharField(choices=[('to_author', 'Recours gracieux'), ('to_minister', 'Recours hiérarchique')], max_length=20, verbose_name='nature')),
                ('grounds', models.TextField(max_length=6000, verbose_name='motifs du recours')),
                ('received_on', models.DateField(verbose_name='reçu le')),
                ('late', models.BooleanField(default=False, verbose_name='hors délai')),
                ('silence_on', models.DateField(verbose_name='rejet implicite le')),
                ('registered_at', models.DateTimeField(verbose_name='enregistré le')),
                ('outcome', models.CharField(blank=True, choices=[('upheld', 'Accueilli'), ('rejected', 'Rejeté'), ('inadmissible', 'Irrecevable')], max_length=20, verbose_name='réponse')),
                ('answer', models.TextField(blank=True, max_length=6000, verbose_name='motifs de la réponse')),
                ('answered_at', models.DateTimeField(null=True, verbose_name='répondu le')),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appeals', to='labels.labelapplication')),
                ('decision', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='appeals', to='labels.decision')),
                ('letter', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.issueddocument')),
                ('paper', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.storedfile')),
                ('receipt', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.issueddocument')),
                ('registered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'recours',
                'verbose_name_plural': 'recours',
                'indexes': [models.Index(fields=['answered_at', 'silence_on'], name='appeal_waiting')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('answered_at', None)), fields=('application',), name='appeal_one_open'), models.CheckConstraint(condition=models.Q(('grounds', ''), _negated=True), name='appeal_grounded'), models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at', None), ('answered_by', None), ('letter', None), ('outcome', '')), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False), ('letter__isnull', False), ('outcome__in', ['upheld', 'rejected', 'inadmissible']), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='appeal_answered')],
            },
        ),
        ForbidDelete("labels_appeal"),
        FreezeColumns(
            "labels_appeal",
            columns=(
                "number",
                "application_id",
                "decision_id",
                "kind",
                "grounds",
                "paper_id",
                "received_on",
                "late",
                "silence_on",
                "registered_at",
                "registered_by_id",
                "receipt_id",
            ),
            once_set=("answered_at", "answered_by_id", "letter_id"),
        ),
        FreezeAfter("labels_appeal", "answered_at", ("outcome", "answer")),
    ]
