"""The post that the head named for a country without any, or with two (spec M8)."""

import django.db.models.deletion
import expect.database.fields
from django.conf import settings
from django.db import migrations, models

from expect.database.operations import ForbidDelete, FreezeColumns


class Migration(migrations.Migration):

    dependencies = [
        ('missions', '0011_answers_on_behalf'),
        ('territory', '0002_apostrophes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='NamedPost',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', expect.database.fields.PublicIdField(default=expect.database.fields.new_public_id, editable=False, max_length=12, unique=True, verbose_name='identifiant public')),
                ('reasons', models.TextField(max_length=2000, verbose_name='motifs')),
                ('named_at', models.DateTimeField(verbose_name='désigné le')),
                ('country', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.country', verbose_name='pays')),
                ('named_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.diplomaticpost', verbose_name='poste')),
            ],
            options={
                'verbose_name': 'poste désigné',
                'verbose_name_plural': 'postes désignés',
                'constraints': [models.CheckConstraint(condition=models.Q(('reasons', ''), _negated=True), name='named_post_reasoned')],
            },
        ),
        ForbidDelete("missions_namedpost"),
        FreezeColumns(
            "missions_namedpost", ("public_id", "country_id", "post_id", "reasons", "named_at", "named_by_id")
        ),
    ]
