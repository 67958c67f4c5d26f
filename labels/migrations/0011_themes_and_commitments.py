"""DAECT keeps the list of themes and words the commitments, with their history (spec L3, L6)."""

import django.db.models.deletion
import expect.database.fields
from django.conf import settings
from django.db import migrations, models

from expect.database.operations import ForbidDelete, FreezeColumns, Lift

WORDS = ("version", "body", "in_force_from")


def fill_keys(apps, schema_editor):
    """Normalise the names that are there, as each save will."""
    for theme in apps.get_model("labels", "Theme").objects.all():
        theme.save(update_fields=["name_key"])


class Migration(migrations.Migration):

    dependencies = [
        ('labels', '0010_session_as_an_object'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Lift(ForbidDelete("labels_commitmenttext")),
        Lift(FreezeColumns("labels_commitmenttext", columns=WORDS)),
        migrations.CreateModel(
            name='ThemeChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', expect.database.fields.PublicIdField(default=expect.database.fields.new_public_id, editable=False, max_length=12, unique=True, verbose_name='identifiant public')),
                ('act', models.CharField(choices=[('added', 'ajouté'), ('renamed', 'renommé'), ('drawn', 'pictogramme changé'), ('moved', 'déplacé'), ('retired', 'retiré de la liste'), ('restored', 'proposé de nouveau')], max_length=20, verbose_name='changement')),
                ('before', models.CharField(blank=True, max_length=120, verbose_name='avant')),
                ('after', models.CharField(blank=True, max_length=120, verbose_name='après')),
                ('changed_at', models.DateTimeField(verbose_name='le')),
            ],
            options={
                'verbose_name': 'changement de thème',
                'verbose_name_plural': 'changements de thèmes',
            },
        ),
        migrations.AddField(
            model_name='commitmenttext',
            name='reason',
            field=models.TextField(blank=True, max_length=2000, verbose_name='motif'),
        ),
        migrations.AddField(
            model_name='commitmenttext',
            name='worded_at',
            field=models.DateTimeField(null=True, verbose_name='écrit le'),
        ),
        migrations.AddField(
            model_name='commitmenttext',
            name='worded_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='theme',
            name='name_key',
            field=expect.database.fields.NormalisedField(default='', editable=False, max_length=120, sources=('name',)),
        ),
        migrations.RunPython(fill_keys, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='theme',
            constraint=models.UniqueConstraint(condition=models.Q(('name_key', ''), _negated=True), fields=('name_key',), name='theme_name_once'),
        ),
        migrations.AddField(
            model_name='themechange',
            name='changed_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='themechange',
            name='theme',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='labels.theme'),
        ),
        ForbidDelete("labels_commitmenttext"),
        FreezeColumns("labels_commitmenttext", columns=(*WORDS, "reason", "worded_at", "worded_by_id")),
        ForbidDelete("labels_theme"),
        ForbidDelete("labels_themechange"),
        FreezeColumns(
            "labels_themechange",
            columns=("theme_id", "act", "before", "after", "changed_at", "changed_by_id"),
        ),
    ]
