"""Clerical errors are mended by numbered corrections, diplomas by new versions (spec L9, L11)."""

import django.db.models.deletion
import expect.database.fields
from django.conf import settings
from django.db import migrations, models

from expect.database.operations import ForbidDelete, FreezeColumns, FreezeWithout, Lift

LABEL = ("number", "application_id", "decision_id", "granted_on")
DIPLOMA = ("label_id", "version", "code", "document_id", "issued_at")


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_proof_of_service'),
        ('documents', '0003_antivirus'),
        ('labels', '0018_hours_known'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Lift(ForbidDelete("labels_label")),
        Lift(FreezeColumns("labels_label", columns=(*LABEL, "skills"))),
        Lift(ForbidDelete("labels_diploma")),
        Lift(FreezeColumns("labels_diploma", columns=DIPLOMA, once_set=("revoked_at",))),
        migrations.CreateModel(
            name='Rectification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', expect.database.fields.PublicIdField(default=expect.database.fields.new_public_id, editable=False, max_length=12, unique=True, verbose_name='identifiant public')),
                ('number', models.PositiveSmallIntegerField(verbose_name='numéro')),
                ('reason', models.TextField(max_length=1000, verbose_name='nature de l’erreur')),
                ('signed_at', models.DateTimeField(verbose_name='signé le')),
            ],
            options={
                'verbose_name': 'rectificatif',
                'verbose_name_plural': 'rectificatifs',
            },
        ),
        migrations.CreateModel(
            name='RectifiedMention',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mention', models.CharField(choices=[('holder', 'Nom de l’organisme'), ('skills', 'Compétences reconnues'), ('session_date', 'Date de la séance'), ('place', 'Lieu de la séance'), ('passage', 'Passage de la lettre')], max_length=20, verbose_name='mention')),
                ('written', models.TextField(max_length=2000, verbose_name='au lieu de')),
                ('becomes', models.TextField(max_length=2000, verbose_name='lire')),
            ],
            options={
                'verbose_name': 'mention rectifiée',
                'verbose_name_plural': 'mentions rectifiées',
            },
        ),
        migrations.AddField(
            model_name='diploma',
            name='reason',
            field=models.TextField(blank=True, max_length=1100, verbose_name='raison de cette version'),
        ),
        migrations.AddField(
            model_name='label',
            name='holder_name',
            field=models.CharField(blank=True, max_length=300, verbose_name='nom du titulaire, rectifié'),
        ),
        migrations.AlterField(
            model_name='label',
            name='search_text',
            field=expect.database.fields.NormalisedField(default='', editable=False, max_length=1000, sources=('number', 'skills', 'holder_name')),
        ),
        migrations.AddConstraint(
            model_name='diploma',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('reason', ''), ('version', 1)), models.Q(('version__gt', 1), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='diploma_version_reasoned'),
        ),
        migrations.AddField(
            model_name='rectification',
            name='authority',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.signingauthority', verbose_name='signataire'),
        ),
        migrations.AddField(
            model_name='rectification',
            name='decision',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rectifications', to='labels.decision'),
        ),
        migrations.AddField(
            model_name='rectification',
            name='letter',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.issueddocument'),
        ),
        migrations.AddField(
            model_name='rectification',
            name='signed_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='label',
            name='rectification',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='labels.rectification', verbose_name='dernier rectificatif'),
        ),
        migrations.AddField(
            model_name='rectifiedmention',
            name='rectification',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mentions', to='labels.rectification'),
        ),
        migrations.AddConstraint(
            model_name='rectification',
            constraint=models.UniqueConstraint(fields=('decision', 'number'), name='rectification_once'),
        ),
        migrations.AddConstraint(
            model_name='rectification',
            constraint=models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='rectification_numbered'),
        ),
        migrations.AddConstraint(
            model_name='rectification',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='rectification_reasoned'),
        ),
        migrations.AddConstraint(
            model_name='rectifiedmention',
            constraint=models.UniqueConstraint(fields=('rectification', 'mention'), name='mention_once'),
        ),
        migrations.AddConstraint(
            model_name='rectifiedmention',
            constraint=models.CheckConstraint(condition=models.Q(('mention__in', ['holder', 'skills', 'session_date', 'place', 'passage'])), name='mention_known'),
        ),
        migrations.AddConstraint(
            model_name='rectifiedmention',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('written', ''), _negated=True), models.Q(('becomes', ''), _negated=True), models.Q(('written', models.F('becomes')), _negated=True)), name='mention_changes'),
        ),
        ForbidDelete("labels_label"),
        FreezeColumns("labels_label", columns=LABEL),
        FreezeWithout("labels_label", "rectification_id", ("skills", "holder_name")),
        ForbidDelete("labels_diploma"),
        FreezeColumns("labels_diploma", columns=(*DIPLOMA, "reason"), once_set=("revoked_at",)),
        ForbidDelete("labels_rectification"),
        FreezeColumns(
            "labels_rectification",
            columns=(
                "public_id",
                "decision_id",
                "number",
                "reason",
                "signed_at",
                "signed_by_id",
                "authority_id",
                "letter_id",
            ),
        ),
        ForbidDelete("labels_rectifiedmention"),
        FreezeColumns(
            "labels_rectifiedmention", columns=("rectification_id", "mention", "written", "becomes")
        ),
    ]
