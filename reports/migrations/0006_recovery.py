"""What becomes of an issued demand: the register of recovery (spec R5)."""

import django.db.models.deletion
import expect.database.fields
from django.conf import settings
from django.db import migrations, models

from expect.database.operations import ForbidDelete, FreezeAfter, FreezeColumns, Lift

TABLE = "reports_reimbursementdemand"
KEPT = ForbidDelete(TABLE)
FIXED = ("public_id", "mission_id", "due_on", "drafted_at")
ONCE = ("issued_at", "issued_by_id", "authority_id", "document_id", "dropped_at", "waived_at")
BEFORE = FreezeColumns(TABLE, FIXED, once_set=ONCE)
AFTER = FreezeColumns(TABLE, FIXED, once_set=(*ONCE, "handed_over_at", "maintained_at"))
ENTRY = (
    "public_id", "demand_id", "step", "happened_on", "amount", "reference", "note", "cancels_id", "recorded_at",
    "recorded_by_id",
)  # fmt: skip


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_proof_of_service'),
        ('documents', '0003_antivirus'),
        ('missions', '0004_lists_in_order'),
        ('reports', '0005_what_was_said_stays'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Lift(KEPT),
        Lift(BEFORE),
        migrations.CreateModel(
            name='RecoveryEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', expect.database.fields.PublicIdField(default=expect.database.fields.new_public_id, editable=False, max_length=12, unique=True, verbose_name='identifiant public')),
                ('step', models.CharField(choices=[('handed_over', 'Transmission à l’ordonnateur'), ('paid', 'Paiement'), ('remitted', 'Remise gracieuse'), ('written_off', 'Admission en non-valeur'), ('contested', 'Contestation'), ('answered', 'Réponse à la contestation'), ('maintained', 'Maintien après la remise du rapport'), ('cancelled', 'Annulation d’une écriture')], max_length=20, verbose_name='étape')),
                ('happened_on', models.DateField(verbose_name='date')),
                ('amount', models.DecimalField(decimal_places=2, default=0, max_digits=12, verbose_name='montant en euros')),
                ('reference', models.CharField(blank=True, max_length=120, verbose_name='référence')),
                ('note', models.TextField(blank=True, max_length=2000, verbose_name='précisions')),
                ('recorded_at', models.DateTimeField(verbose_name='enregistrée le')),
            ],
            options={
                'verbose_name': 'écriture de recouvrement',
                'verbose_name_plural': 'écritures de recouvrement',
            },
        ),
        migrations.RemoveConstraint(
            model_name='reimbursementdemand',
            name='demand_state_known',
        ),
        migrations.RemoveConstraint(
            model_name='reimbursementdemand',
            name='demand_one_live',
        ),
        migrations.RemoveConstraint(
            model_name='reimbursementdemand',
            name='demand_issued',
        ),
        migrations.AddField(
            model_name='reimbursementdemand',
            name='cleared',
            field=models.DecimalField(decimal_places=2, default=0, max_digits=12, verbose_name='soldé, en euros'),
        ),
        migrations.AddField(
            model_name='reimbursementdemand',
            name='contested_on',
            field=models.DateField(blank=True, null=True, verbose_name='contestée le'),
        ),
        migrations.AddField(
            model_name='reimbursementdemand',
            name='debtor_name',
            field=models.CharField(blank=True, max_length=300, verbose_name='débiteur'),
        ),
        migrations.AddField(
            model_name='reimbursementdemand',
            name='debtor_siret',
            field=models.CharField(blank=True, max_length=14, verbose_name='SIRET du débiteur'),
        ),
        migrations.AddField(
            model_name='reimbursementdemand',
            name='handed_over_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='transmise le'),
        ),
        migrations.AddField(
            model_name='reimbursementdemand',
            name='maintained_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='maintenue le'),
        ),
        migrations.AddField(
            model_name='reimbursementdemand',
            name='settled_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='soldée le'),
        ),
        migrations.AlterField(
            model_name='reimbursementdemand',
            name='state',
            field=models.CharField(choices=[('draft', 'À vérifier'), ('answering', 'Lettre préalable envoyée'), ('issued', 'Émise'), ('handed_over', 'Transmise à l’ordonnateur'), ('settled', 'Soldée'), ('dropped', 'Abandonnée'), ('waived', 'Remise accordée')], default='draft', max_length=20, verbose_name='état'),
        ),
        migrations.AddConstraint(
            model_name='reimbursementdemand',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'answering', 'issued', 'handed_over', 'settled', 'dropped', 'waived'])), name='demand_state_known'),
        ),
        migrations.AddConstraint(
            model_name='reimbursementdemand',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('draft', 'answering', 'issued', 'handed_over'))), fields=('mission',), name='demand_one_live'),
        ),
        migrations.AddConstraint(
            model_name='reimbursementdemand',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('issued', 'handed_over', 'settled', 'waived')), _negated=True), models.Q(('authority__isnull', False), ('document__isnull', False), ('issued_at__isnull', False), models.Q(('number', ''), _negated=True)), _connector='OR'), name='demand_issued'),
        ),
        migrations.AddConstraint(
            model_name='reimbursementdemand',
            constraint=models.CheckConstraint(condition=models.Q(('cleared__gte', 0), ('cleared__lte', models.F('total'))), name='demand_cleared_within_total'),
        ),
        migrations.AddConstraint(
            model_name='reimbursementdemand',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'handed_over'), _negated=True), models.Q(('handed_over_at__isnull', False), models.Q(('debtor_siret', ''), _negated=True), models.Q(('debtor_name', ''), _negated=True)), _connector='OR'), name='demand_handed_over'),
        ),
        migrations.AddConstraint(
            model_name='reimbursementdemand',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('cleared', models.F('total')), ('settled_at__isnull', False), ('state', 'settled')), models.Q(models.Q(('state', 'settled'), _negated=True), ('settled_at', None)), _connector='OR'), name='demand_settled'),
        ),
        migrations.AddField(
            model_name='recoveryentry',
            name='cancels',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cancelled_by', to='reports.recoveryentry'),
        ),
        migrations.AddField(
            model_name='recoveryentry',
            name='demand',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='reports.reimbursementdemand'),
        ),
        migrations.AddField(
            model_name='recoveryentry',
            name='recorded_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='recoveryentry',
            constraint=models.CheckConstraint(condition=models.Q(('step__in', ['handed_over', 'paid', 'remitted', 'written_off', 'contested', 'answered', 'maintained', 'cancelled'])), name='recovery_step_known'),
        ),
        migrations.AddConstraint(
            model_name='recoveryentry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('amount__gt', 0), ('step__in', ('paid', 'remitted', 'written_off'))), models.Q(('amount__gte', 0), ('step', 'answered')), models.Q(('amount__lt', 0), ('step', 'cancelled')), models.Q(('amount', 0), ('step__in', ['handed_over', 'contested', 'maintained'])), _connector='OR'), name='recovery_amount'),
        ),
        migrations.AddConstraint(
            model_name='recoveryentry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('cancels__isnull', False), ('step', 'cancelled')), models.Q(models.Q(('step', 'cancelled'), _negated=True), ('cancels', None)), _connector='OR'), name='recovery_cancels'),
        ),
        KEPT,
        AFTER,
        FreezeAfter(TABLE, "handed_over_at", columns=("debtor_name", "debtor_siret")),
        ForbidDelete("reports_recoveryentry"),
        FreezeColumns("reports_recoveryentry", ENTRY),
    ]
