"""The ladder of reminders, and more time asked for (spec R6)."""

import django.db.models.deletion
import expect.database.fields
from django.conf import settings
from django.db import migrations, models

from expect.database.operations import ForbidDelete, FreezeColumns

REMINDER = ("mission_id", "due_on", "of_more", "step", "noted_at", "sent_at")
ASKED = ("public_id", "mission_id", "due_on", "asked_until", "reason", "asked_at", "asked_by_id")
DECIDED = ("granted_until", "decided_at", "decided_by_id")


class Migration(migrations.Migration):

    dependencies = [
        ('missions', '0008_money_and_calendar'),
        ('reports', '0006_recovery'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ExtensionRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', expect.database.fields.PublicIdField(default=expect.database.fields.new_public_id, editable=False, max_length=12, unique=True, verbose_name='identifiant public')),
                ('due_on', models.DateField(verbose_name='limite au jour de la demande')),
                ('asked_until', models.DateField(verbose_name='délai demandé jusqu’au')),
                ('reason', models.TextField(max_length=2000, verbose_name='motif de la demande')),
                ('asked_at', models.DateTimeField(verbose_name='demandé le')),
                ('granted_until', models.DateField(blank=True, null=True, verbose_name='accordé jusqu’au')),
                ('answer', models.TextField(blank=True, max_length=2000, verbose_name='motif de la réponse')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='répondu le')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('mission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='missions.mission')),
            ],
            options={
                'verbose_name': 'demande de délai',
                'verbose_name_plural': 'demandes de délai',
                'constraints': [models.UniqueConstraint(condition=models.Q(('decided_at', None)), fields=('mission',), name='extension_one_pending'), models.CheckConstraint(condition=models.Q(('asked_until__gt', models.F('due_on'))), name='extension_longer'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='extension_reasoned'), models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('decided_at', None), ('decided_by', None), ('granted_until', None)), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='extension_decided')],
            },
        ),
        migrations.CreateModel(
            name='ReportReminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due_on', models.DateField(verbose_name='limite rappelée')),
                ('of_more', models.BooleanField(default=False, verbose_name='limite du complément')),
                ('step', models.SmallIntegerField(choices=[(30, 'Trente jours avant'), (15, 'Quinze jours avant'), (7, 'Sept jours avant'), (1, 'La veille'), (-1, 'Premier jour de retard')], verbose_name='étape')),
                ('noted_at', models.DateTimeField(verbose_name='constatée le')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='envoyée le')),
                ('mission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='missions.mission')),
            ],
            options={
                'verbose_name': 'rappel de rapport',
                'verbose_name_plural': 'rappels de rapport',
                'constraints': [models.UniqueConstraint(fields=('mission', 'due_on', 'of_more', 'step'), name='reminder_once_per_limit'), models.CheckConstraint(condition=models.Q(('step__in', [30, 15, 7, 1, -1])), name='reminder_step_known')],
            },
        ),
        ForbidDelete("reports_reportreminder"),
        FreezeColumns("reports_reportreminder", REMINDER),
        ForbidDelete("reports_extensionrequest"),
        FreezeColumns("reports_extensionrequest", ASKED, once_set=DECIDED),
    ]
