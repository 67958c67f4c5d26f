"""How a legal act reached the body to which it is addressed (spec X11)."""

import django.db.models.deletion
import expect.database.fields
from django.conf import settings
from django.db import migrations, models

from expect.database.operations import ForbidDelete, FreezeColumns


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_mandates'),
        ('documents', '0003_antivirus'),
    ]

    operations = [
        migrations.CreateModel(
            name='ElectronicConsent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', expect.database.fields.PublicIdField(default=expect.database.fields.new_public_id, editable=False, max_length=12, unique=True, verbose_name='identifiant public')),
                ('agreed_at', models.DateTimeField(verbose_name='donné le')),
                ('ended_at', models.DateTimeField(null=True, verbose_name='retiré le')),
                ('agreed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
            ],
            options={
                'verbose_name': 'accord pour la notification électronique',
                'verbose_name_plural': 'accords pour la notification électronique',
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('organisation',), name='consent_one_open'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ended_by', None)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False)), _connector='OR'), name='consent_ended')],
            },
        ),
        migrations.CreateModel(
            name='ProofOfService',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', expect.database.fields.PublicIdField(default=expect.database.fields.new_public_id, editable=False, max_length=12, unique=True, verbose_name='identifiant public')),
                ('way', models.CharField(choices=[('opened', 'Ouverture en ligne'), ('registered', 'Lettre recommandée')], max_length=20, verbose_name='voie')),
                ('received_on', models.DateField(verbose_name='reçu le')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='motif de la correction')),
                ('recorded_at', models.DateTimeField(verbose_name='enregistré le')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.issueddocument')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('scan', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.storedfile')),
            ],
            options={
                'verbose_name': 'preuve de notification',
                'verbose_name_plural': 'preuves de notification',
                'constraints': [models.UniqueConstraint(condition=models.Q(('reason', '')), fields=('document',), name='service_proved_once'), models.CheckConstraint(condition=models.Q(('way', 'opened'), ('scan__isnull', False), _connector='OR'), name='service_registered_scanned'), models.CheckConstraint(condition=models.Q(('way__in', ['opened', 'registered'])), name='service_way_known')],
            },
        ),
        ForbidDelete("accounts_electronicconsent"),
        FreezeColumns(
            "accounts_electronicconsent",
            columns=("organisation_id", "agreed_at", "agreed_by_id"),
            once_set=("ended_at", "ended_by_id"),
        ),
        ForbidDelete("accounts_proofofservice"),
        FreezeColumns(
            "accounts_proofofservice",
            columns=(
                "document_id",
                "organisation_id",
                "way",
                "received_on",
                "scan_id",
                "reason",
                "recorded_at",
                "recorded_by_id",
            ),
        ),
    ]
