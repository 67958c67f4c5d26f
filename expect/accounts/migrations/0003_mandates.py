"""Elections, mandates confirmed, interims, legal addresses (spec X14)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import expect.database.fields

from expect.database.operations import ForbidDelete, FreezeColumns

class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_cache_table'),
        ('documents', '0002_guards'),
    ]

    operations = [
        migrations.AddField(
            model_name='invitation',
            name='role_ends_on',
            field=models.DateField(blank=True, null=True, verbose_name='dernier jour du rôle'),
        ),
        migrations.AddField(
            model_name='organisation',
            name='legal_email',
            field=models.EmailField(blank=True, help_text='Où écrire tant que personne n’agit pour l’organisme.', max_length=254, verbose_name='adresse légale'),
        ),
        migrations.CreateModel(
            name='MandateStatement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', expect.database.fields.PublicIdField(default=expect.database.fields.new_public_id, editable=False, max_length=12, unique=True, verbose_name='identifiant public')),
                ('capacity', models.CharField(max_length=150, verbose_name='qualité')),
                ('stated_on', models.DateField(verbose_name='le')),
                ('stated_at', models.DateTimeField()),
                ('membership', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='statements', to='accounts.membership')),
                ('proof', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.storedfile')),
                ('stated_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'confirmation de mandat',
                'verbose_name_plural': 'confirmations de mandat',
                'constraints': [models.CheckConstraint(condition=models.Q(('capacity', ''), _negated=True), name='mandate_capacity_said')],
            },
        ),
        migrations.CreateModel(
            name='Renewal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', expect.database.fields.PublicIdField(default=expect.database.fields.new_public_id, editable=False, max_length=12, unique=True, verbose_name='identifiant public')),
                ('kind', models.CharField(choices=[('commune', 'Commune'), ('departement', 'Département'), ('region', 'Région'), ('special_status', 'Collectivité à statut particulier'), ('overseas', 'Collectivité d’outre-mer'), ('epci', 'Établissement public de coopération intercommunale'), ('syndicat', 'Syndicat'), ('association_of_officials', 'Association d’élus'), ('association_of_authorities', 'Association de collectivités')], max_length=30, verbose_name='nature des organismes')),
                ('held_on', models.DateField(verbose_name='date')),
                ('text_reference', models.CharField(max_length=300, verbose_name='texte')),
                ('recorded_at', models.DateTimeField(verbose_name='enregistré le')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='enregistré par')),
            ],
            options={
                'verbose_name': 'renouvellement',
                'verbose_name_plural': 'renouvellements',
                'constraints': [models.UniqueConstraint(fields=('kind', 'held_on'), name='renewal_once'), models.CheckConstraint(condition=models.Q(('kind__in', ['commune', 'departement', 'region', 'special_status', 'overseas', 'epci', 'syndicat', 'association_of_officials', 'association_of_authorities'])), name='renewal_kind_known'), models.CheckConstraint(condition=models.Q(('text_reference', ''), _negated=True), name='renewal_grounded')],
            },
        ),
        ForbidDelete("accounts_renewal"),
        FreezeColumns(
            "accounts_renewal", columns=("kind", "held_on", "text_reference", "recorded_at", "recorded_by_id")
        ),
        ForbidDelete("accounts_mandatestatement"),
        FreezeColumns(
            "accounts_mandatestatement",
            columns=("membership_id", "capacity", "proof_id", "stated_on", "stated_at", "stated_by_id"),
        ),
    ]
