"""What is written in a letter before it is sent is kept, version after version (spec R5)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from expect.database.operations import ForbidDelete, FreezeColumns


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0014_recorded_observations'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='LetterText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('prior', 'Lettre préalable'), ('demand', 'Demande de remboursement')], max_length=20, verbose_name='lettre')),
                ('text', models.TextField(max_length=6000, verbose_name='texte')),
                ('saved_at', models.DateTimeField(verbose_name='enregistré le')),
                ('demand', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='texts', to='reports.reimbursementdemand')),
                ('saved_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'texte d’une lettre',
                'verbose_name_plural': 'textes des lettres',
                'indexes': [models.Index(fields=['demand', 'kind'], name='letter_text_of_demand')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['prior', 'demand'])), name='letter_text_kind_known'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='letter_text_says_something')],
            },
        ),
        ForbidDelete("reports_lettertext"),
        FreezeColumns("reports_lettertext", ("demand_id", "kind", "text", "saved_at", "saved_by_id")),
    ]
