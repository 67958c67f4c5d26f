"""DAECT asks for corrections on named parts of a lodged file (spec L7)."""

import django.db.models.deletion
import expect.database.fields
from django.conf import settings
from django.db import migrations, models
from django.db.models import OuterRef, Subquery

from expect.database.operations import ForbidDelete, FreezeColumns, Lift


def mark_lodged(apps, schema_editor):
    """The files of an application already lodged were lodged with it."""
    attachments = apps.get_model("labels", "EvidenceAttachment").objects.filter(lodged_at=None)
    lodged = apps.get_model("labels", "LabelApplication").objects.filter(pk=OuterRef("application"))
    attachments.update(lodged_at=Subquery(lodged.values("submitted_at")[:1]))


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_cache_table'),
        ('labels', '0006_officer'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Lift(ForbidDelete("labels_labelapplication")),
        migrations.CreateModel(
            name='CorrectionPoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('part', models.CharField(choices=[('expertise', 'Expertise et thèmes'), ('evidence', 'Preuves'), ('experts', 'Experts'), ('mobilisation', 'Mobilisation')], max_length=20, verbose_name='partie')),
                ('remark', models.TextField(max_length=3000, verbose_name='remarque')),
            ],
            options={
                'verbose_name': 'point à corriger',
                'verbose_name_plural': 'points à corriger',
            },
        ),
        migrations.CreateModel(
            name='CorrectionRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', expect.database.fields.PublicIdField(default=expect.database.fields.new_public_id, editable=False, max_length=12, unique=True, verbose_name='identifiant public')),
                ('asked_at', models.DateTimeField(verbose_name='demandée le')),
                ('answer_by', models.DateField(verbose_name='réponse attendue pour le')),
                ('settled_at', models.DateTimeField(blank=True, null=True, verbose_name='close le')),
            ],
            options={
                'verbose_name': 'demande de correction',
                'verbose_name_plural': 'demandes de correction',
            },
        ),
        migrations.RemoveConstraint(
            model_name='labelapplication',
            name='application_state_known',
        ),
        migrations.AddField(
            model_name="evidenceattachment",
            name="lodged_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="déposée le"),
        ),
        migrations.RunPython(mark_lodged, migrations.RunPython.noop),
        migrations.AddField(
            model_name="evidenceattachment",
            name="removed_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="retirée le"),
        ),
        migrations.AddField(
            model_name='labelapplication',
            name='closed_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='classée sans suite le'),
        ),
        migrations.AlterField(
            model_name='labelapplication',
            name='state',
            field=models.CharField(choices=[('draft', 'Brouillon'), ('submitted', 'Déposée'), ('changes_requested', 'À corriger'), ('inadmissible', 'Irrecevable'), ('admissible', 'Recevable'), ('examined', 'Examinée'), ('deferred', 'Ajournée'), ('granted', 'Label attribué'), ('refused', 'Refusée'), ('withdrawn', 'Retirée'), ('closed', 'Classée sans suite')], default='draft', max_length=20, verbose_name='état'),
        ),
        migrations.AddConstraint(
            model_name='labelapplication',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'submitted', 'changes_requested', 'inadmissible', 'admissible', 'examined', 'deferred', 'granted', 'refused', 'withdrawn', 'closed'])), name='application_state_known'),
        ),
        migrations.AddConstraint(
            model_name='labelapplication',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'closed'), _negated=True), ('closed_at__isnull', False), _connector='OR'), name='application_closed'),
        ),
        migrations.AddField(
            model_name='correctionrequest',
            name='application',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='correction_requests', to='labels.labelapplication'),
        ),
        migrations.AddField(
            model_name='correctionrequest',
            name='asked_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='correctionpoint',
            name='request',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='points', to='labels.correctionrequest'),
        ),
        migrations.AddConstraint(
            model_name='correctionrequest',
            constraint=models.UniqueConstraint(condition=models.Q(('settled_at', None)), fields=('application',), name='correction_one_open'),
        ),
        migrations.AddConstraint(
            model_name='correctionpoint',
            constraint=models.UniqueConstraint(fields=('request', 'part'), name='correction_part_once'),
        ),
        ForbidDelete("labels_labelapplication"),
        ForbidDelete("labels_correctionrequest"),
        FreezeColumns(
            "labels_correctionrequest",
            columns=("application_id", "asked_at", "asked_by_id", "answer_by"),
            once_set=("settled_at",),
        ),
        ForbidDelete("labels_correctionpoint"),
        FreezeColumns("labels_correctionpoint", columns=("request_id", "part", "remark")),
    ]
