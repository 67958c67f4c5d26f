"""The files that a person of DAECT keeps in sight (spec X4)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('labels', '0011_themes_and_commitments'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='FileMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='note')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='pour le')),
                ('created_at', models.DateTimeField(verbose_name='marqué le')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='marks', to='labels.labelapplication')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'dossier à faire',
                'verbose_name_plural': 'dossiers à faire',
                'constraints': [models.UniqueConstraint(fields=('owner', 'application'), name='mark_once')],
            },
        ),
    ]
