"""What DAECT finds of each point of a file, frozen with what is decided on it (spec L1–L6)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from expect.database.operations import ForbidDelete, FreezeAfter, FreezeColumns


class Migration(migrations.Migration):

    dependencies = [
        ('labels', '0008_messages_and_notes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AdmissibilityCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('criterion', models.CharField(choices=[('body', 'L’organisme est de ceux qui peuvent candidater'), ('description', 'Compétences, thèmes et perspective sont décrits'), ('precision', 'L’expertise est assez précise pour être examinée'), ('evidence', 'Chaque fondement est appuyé par un élément décrit'), ('attachments', 'Les pièces jointes s’ouvrent et se rapportent au dossier'), ('experts', 'Au moins un expert, avec sa fonction et ses qualifications'), ('mobilisation', 'Les conditions de mobilisation permettent une mission'), ('capacity', 'Le signataire engage l’organisme')], max_length=20, verbose_name='point')),
                ('finding', models.CharField(choices=[('met', 'Conforme'), ('to_correct', 'À corriger'), ('not_applicable', 'Sans objet')], max_length=20, verbose_name='constat')),
                ('remark', models.CharField(blank=True, max_length=1000, verbose_name='remarque')),
                ('checked_at', models.DateTimeField(verbose_name='vérifié le')),
                ('frozen_at', models.DateTimeField(blank=True, null=True, verbose_name='figé le')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='checks', to='labels.labelapplication')),
                ('checked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='checks', to='labels.applicationversion')),
            ],
            options={
                'verbose_name': 'point vérifié',
                'verbose_name_plural': 'points vérifiés',
                'constraints': [models.UniqueConstraint(fields=('version', 'criterion'), name='check_once'), models.CheckConstraint(condition=models.Q(('criterion__in', ['body', 'description', 'precision', 'evidence', 'attachments', 'experts', 'mobilisation', 'capacity'])), name='check_criterion_known'), models.CheckConstraint(condition=models.Q(('finding__in', ['met', 'not_applicable']), models.Q(('finding', 'to_correct'), models.Q(('remark', ''), _negated=True)), _connector='OR'), name='check_finding')],
            },
        ),
        ForbidDelete("labels_admissibilitycheck"),
        FreezeColumns("labels_admissibilitycheck", columns=("application_id", "version_id", "criterion")),
        FreezeAfter(
            "labels_admissibilitycheck",
            "frozen_at",
            columns=("finding", "remark", "checked_by_id", "checked_at", "frozen_at"),
        ),
    ]
