"""A mistyped court number is put right, the former one kept (spec L9)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


from expect.database.operations import ForbidDelete, FreezeAfter, FreezeColumns, FreezeWithout, Lift

CASE, CORRECTION = "labels_courtcase", "labels_courtcasecorrection"
FROZEN = ("public_id", "application_id", "court", "filed_on", "recorded_at", "recorded_by_id")
JUDGED = ("judged_on", "judgment_recorded_at", "judgment_recorded_by_id")


class Migration(migrations.Migration):

    dependencies = [
        ('labels', '0025_silence_contested'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Lift(ForbidDelete(CASE)),
        Lift(FreezeColumns(CASE, columns=(*FROZEN, "number"), once_set=JUDGED)),
        Lift(FreezeAfter(CASE, "judged_on", ("judgment",))),
        migrations.CreateModel(
            name='CourtCaseCorrection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('former', models.CharField(max_length=40, verbose_name='ancien numéro')),
                ('reason', models.CharField(max_length=300, verbose_name='raison')),
                ('corrected_at', models.DateTimeField(verbose_name='corrigé le')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='labels.courtcase')),
                ('corrected_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'numéro de requête corrigé',
                'verbose_name_plural': 'numéros de requête corrigés',
            },
        ),
        migrations.AddField(
            model_name='courtcase',
            name='correction',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='labels.courtcasecorrection', verbose_name='correction'),
        ),
        migrations.AddConstraint(
            model_name='courtcasecorrection',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('former', ''), _negated=True), models.Q(('reason', ''), _negated=True)), name='court_case_correction_reasoned'),
        ),
        ForbidDelete(CASE),
        FreezeColumns(CASE, columns=FROZEN, once_set=JUDGED),
        FreezeAfter(CASE, "judged_on", ("judgment",)),
        FreezeWithout(CASE, "correction_id", ("number",)),
        ForbidDelete(CORRECTION),
        FreezeColumns(CORRECTION, columns=("case_id", "former", "reason", "corrected_at", "corrected_by_id")),
    ]
