"""What is owed at the hand-over, what is to be given back, before whom a demand is contested; what is issued is frozen."""

from decimal import Decimal

from django.db import migrations, models

from expect.database.operations import (
    ForbidDelete,
    FreezeAfter,
    FreezeColumns,
    FreezeRowsOf,
    FreezeWithout,
    Lift,
)

DEMAND, ENTRY = "reports_reimbursementdemand", "reports_recoveryentry"
KEPT = (ForbidDelete(DEMAND), ForbidDelete(ENTRY))
FIXED = ("public_id", "mission_id", "due_on", "drafted_at")
ONCE = ("issued_at", "issued_by_id", "authority_id", "document_id", "dropped_at", "waived_at", "maintained_at")
DEBTOR = ("debtor_name", "debtor_siret")
DEMAND_BEFORE = FreezeColumns(DEMAND, FIXED, once_set=(*ONCE[:-1], "handed_over_at", "maintained_at"))
DEBTOR_BEFORE = FreezeAfter(DEMAND, "handed_over_at", columns=DEBTOR)
DEMAND_AFTER = (
    FreezeColumns(DEMAND, FIXED, once_set=ONCE),
    FreezeWithout(DEMAND, "state", ("handed_over_at",)),
    FreezeWithout(DEMAND, "handed_over_at", (*DEBTOR, "debtor_kind", "amount_handed_over")),
    FreezeAfter(DEMAND, "issued_at", ("number", "total", "reasoning")),
    FreezeAfter(DEMAND, "dropped_at", ("drop_cause", "closing_reason")),
    FreezeAfter(DEMAND, "waived_at", ("closing_reason",)),
)
LINE = (
    "public_id", "demand_id", "step", "happened_on", "amount", "reference", "note", "cancels_id", "recorded_at",
    "recorded_by_id",
)  # fmt: skip
ENTRY_BEFORE = FreezeColumns(ENTRY, LINE)
ENTRY_AFTER = FreezeColumns(ENTRY, (*LINE, "give_back", "kind", "answer_by"))
PRIVATE = ("association_of_officials", "association_of_authorities")


def as_handed_over(apps, schema_editor):
    """What was owed on the day of each hand-over: the total, less the reductions recorded before it."""
    demands = apps.get_model("reports", "ReimbursementDemand").objects.filter(handed_over_at__isnull=False)
    entries = apps.get_model("reports", "RecoveryEntry").objects
    for demand in demands.select_related("mission__organisation"):
        sent = entries.filter(demand=demand, step="handed_over").order_by("pk").first()
        before = entries.filter(demand=demand, pk__lt=sent.pk) if sent else entries.none()
        reduced = sum(before.values_list("amount", flat=True), Decimal())
        demands.filter(pk=demand.pk).update(
            amount_handed_over=demand.total - reduced,
            debtor_kind="private" if demand.mission.organisation.kind in PRIVATE else "public",
        )


class Migration(migrations.Migration):
    dependencies = [("missions", "0015_claims_of_a_hosting"), ("reports", "0012_kept_rows")]

    operations = [
        *map(Lift, (DEMAND_BEFORE, DEBTOR_BEFORE, ENTRY_BEFORE, *KEPT)),
        migrations.RemoveConstraint(
            model_name='recoveryentry',
            name='recovery_step_known',
        ),
        migrations.RemoveConstraint(
            model_name='recoveryentry',
            name='recovery_amount',
        ),
        migrations.RemoveConstraint(
            model_name='reimbursementdemand',
            name='demand_handed_over',
        ),
        migrations.AddField(
            model_name='recoveryentry',
            name='answer_by',
            field=models.DateField(blank=True, null=True, verbose_name='rejetée par le silence le'),
        ),
        migrations.AddField(
            model_name='recoveryentry',
            name='give_back',
            field=models.DecimalField(decimal_places=2, default=0, max_digits=12, verbose_name='à restituer, en euros'),
        ),
        migrations.AddField(
            model_name='recoveryentry',
            name='kind',
            field=models.CharField(blank=True, choices=[('author', 'Recours gracieux'), ('minister', 'Recours hiérarchique, devant le ministre'), ('court', 'Recours devant le tribunal administratif'), ('accountant', 'Opposition devant le comptable')], max_length=20, verbose_name='voie de contestation'),
        ),
        migrations.AddField(
            model_name='reimbursementdemand',
            name='amount_handed_over',
            field=models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, verbose_name='à recouvrer, en euros'),
        ),
        migrations.AddField(
            model_name='reimbursementdemand',
            name='debtor_kind',
            field=models.CharField(blank=True, choices=[('public', 'personne publique'), ('private', 'personne privée')], max_length=20, verbose_name='nature du débiteur'),
        ),
        migrations.AddField(
            model_name='reimbursementdemand',
            name='to_give_back',
            field=models.DecimalField(decimal_places=2, default=0, max_digits=12, verbose_name='à restituer, en euros'),
        ),
        migrations.AlterField(
            model_name='recoveryentry',
            name='step',
            field=models.CharField(choices=[('handed_over', 'Transmission à l’ordonnateur'), ('paid', 'Paiement'), ('remitted', 'Remise gracieuse'), ('written_off', 'Admission en non-valeur'), ('contested', 'Contestation'), ('answered', 'Réponse à la contestation'), ('given_back', 'Restitution au titulaire'), ('maintained', 'Maintien après la remise du rapport'), ('cancelled', 'Annulation d’une écriture')], max_length=20, verbose_name='étape'),
        ),
        migrations.RunPython(as_handed_over, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='recoveryentry',
            constraint=models.CheckConstraint(condition=models.Q(('step__in', ['handed_over', 'paid', 'remitted', 'written_off', 'contested', 'answered', 'given_back', 'maintained', 'cancelled'])), name='recovery_step_known'),
        ),
        migrations.AddConstraint(
            model_name='recoveryentry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('amount__gt', 0), ('give_back', 0), ('step__in', ('paid', 'remitted', 'written_off'))), models.Q(('amount__gte', 0), ('give_back__gte', 0), ('step', 'answered')), models.Q(('amount', 0), ('give_back__lt', 0), ('step', 'given_back')), models.Q(('amount__lte', 0), ('step', 'cancelled')), models.Q(('amount', 0), ('give_back', 0), ('step__in', ['handed_over', 'contested', 'maintained'])), _connector='OR'), name='recovery_amount'),
        ),
        migrations.AddConstraint(
            model_name='recoveryentry',
            constraint=models.CheckConstraint(condition=models.Q(('step__in', ('maintained', 'cancelled')), models.Q(('reference', ''), _negated=True), _connector='OR'), name='recovery_referenced'),
        ),
        migrations.AddConstraint(
            model_name='recoveryentry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['', 'author', 'minister', 'court', 'accountant']), ('step', 'contested')), models.Q(models.Q(('step', 'contested'), _negated=True), ('answer_by', None), ('kind', '')), _connector='OR'), name='recovery_contested'),
        ),
        migrations.AddConstraint(
            model_name='reimbursementdemand',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'handed_over'), _negated=True), models.Q(('amount_handed_over__gt', 0), ('debtor_kind__in', ['public', 'private']), ('handed_over_at__isnull', False), models.Q(('debtor_siret', ''), _negated=True), models.Q(('debtor_name', ''), _negated=True)), _connector='OR'), name='demand_handed_over'),
        ),
        migrations.AddConstraint(
            model_name='reimbursementdemand',
            constraint=models.CheckConstraint(condition=models.Q(('to_give_back__gte', 0), ('to_give_back__lte', models.F('cleared'))), name='demand_given_back_as_paid'),
        ),
        migrations.AlterField(
            model_name='reimbursementdemand',
            name='state',
            field=models.CharField(choices=[('draft', 'À vérifier'), ('answering', 'Lettre préalable envoyée'), ('issued', 'Émise'), ('handed_over', 'Transmise à l’ordonnateur'), ('settled', 'Soldée'), ('dropped', 'Abandonnée'), ('waived', 'Renonciation')], default='draft', max_length=20, verbose_name='état'),
        ),
        migrations.AlterField(
            model_name='reimbursementdemand',
            name='waived_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='renonciation le'),
        ),
        *KEPT,
        *DEMAND_AFTER,
        ENTRY_AFTER,
        FreezeRowsOf("reports_demandline", DEMAND, "demand_id", "issued_at"),
    ]
