"""The minister's letter, scanned: each copy that was brought is kept (spec X6, X11)."""

import django.db.models.deletion
import expect.database.fields
from django.conf import settings
from django.db import migrations, models

from expect.database.operations import ForbidDelete, FreezeColumns

TABLE = "labels_answerscan"
BROUGHT = ("public_id", "appeal_id", "file_id", "brought_at", "brought_by_id")


class Migration(migrations.Migration):

    dependencies = [
        ('documents', '0005_kept_rows'),
        ('labels', '0039_dismissals_frozen'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AnswerScan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', expect.database.fields.PublicIdField(default=expect.database.fields.new_public_id, editable=False, max_length=12, unique=True, verbose_name='identifiant public')),
                ('brought_at', models.DateTimeField(verbose_name='apportée le')),
                ('appeal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answer_scans', to='labels.appeal')),
                ('brought_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('file', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.storedfile')),
            ],
            options={
                'verbose_name': 'lettre numérisée',
                'verbose_name_plural': 'lettres numérisées',
            },
        ),
        ForbidDelete(TABLE),
        FreezeColumns(TABLE, columns=BROUGHT),
    ]
