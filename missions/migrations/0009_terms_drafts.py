"""What each party saved in the terms before a version was accepted (spec M4, M5)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from expect.database.operations import ForbidDelete, FreezeColumns


class Migration(migrations.Migration):

    dependencies = [
        ('missions', '0008_money_and_calendar'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='termsacceptance',
            name='party',
            field=models.CharField(choices=[('holder', 'Titulaire du label'), ('daect', 'DAECT'), ('embassy', 'Ambassade')], max_length=20, verbose_name='partie'),
        ),
        migrations.CreateModel(
            name='TermsDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='numéro')),
                ('content', models.JSONField(verbose_name='termes')),
                ('party', models.CharField(choices=[('holder', 'Titulaire du label'), ('daect', 'DAECT'), ('embassy', 'Ambassade')], max_length=20, verbose_name='partie')),
                ('saved_at', models.DateTimeField(verbose_name='enregistré le')),
                ('mission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='drafts', to='missions.mission')),
                ('saved_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'projet de termes',
                'verbose_name_plural': 'projets de termes',
                'constraints': [models.UniqueConstraint(fields=('mission', 'number'), name='terms_draft_once')],
            },
        ),
        ForbidDelete("missions_termsdraft"),
        FreezeColumns(
            "missions_termsdraft", ("mission_id", "number", "content", "party", "saved_at", "saved_by_id")
        ),
    ]
