"""What bodies took to court, and how it ended (spec L9)."""

import django.db.models.deletion
import expect.database.fields
from django.conf import settings
from django.db import migrations, models

from expect.database.operations import ForbidDelete, FreezeAfter, FreezeColumns


class Migration(migrations.Migration):

    dependencies = [
        ('labels', '0022_letter_readings'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CourtCase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', expect.database.fields.PublicIdField(default=expect.database.fields.new_public_id, editable=False, max_length=12, unique=True, verbose_name='identifiant public')),
                ('court', models.CharField(max_length=150, verbose_name='juridiction')),
                ('number', models.CharField(max_length=40, verbose_name='numéro de la requête')),
                ('filed_on', models.DateField(verbose_name='enregistrée le')),
                ('recorded_at', models.DateTimeField(verbose_name='inscrite le')),
                ('judgment', models.CharField(blank=True, choices=[('annulled', 'Annulation'), ('partly', 'Annulation partielle'), ('rejected', 'Rejet'), ('dropped', 'Désistement'), ('moot', 'Non-lieu à statuer')], max_length=20, verbose_name='issue')),
                ('judged_on', models.DateField(null=True, verbose_name='jugée le')),
                ('judgment_recorded_at', models.DateTimeField(null=True, verbose_name='issue inscrite le')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='court_cases', to='labels.labelapplication')),
                ('judgment_recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'recours contentieux',
                'verbose_name_plural': 'recours contentieux',
                'constraints': [models.UniqueConstraint(fields=('court', 'number'), name='court_case_once'), models.CheckConstraint(condition=models.Q(models.Q(('court', ''), _negated=True), models.Q(('number', ''), _negated=True)), name='court_case_named'), models.CheckConstraint(condition=models.Q(models.Q(('judged_on', None), ('judgment', ''), ('judgment_recorded_at', None), ('judgment_recorded_by', None)), models.Q(('judged_on__gte', models.F('filed_on')), ('judgment__in', ['annulled', 'partly', 'rejected', 'dropped', 'moot']), ('judgment_recorded_at__isnull', False), ('judgment_recorded_by__isnull', False)), _connector='OR'), name='court_case_judged')],
            },
        ),
        ForbidDelete("labels_courtcase"),
        FreezeColumns(
            "labels_courtcase",
            columns=(
                "public_id",
                "application_id",
                "court",
                "number",
                "filed_on",
                "recorded_at",
                "recorded_by_id",
            ),
            once_set=("judged_on", "judgment_recorded_at", "judgment_recorded_by_id"),
        ),
        FreezeAfter("labels_courtcase", "judged_on", ("judgment",)),
    ]
