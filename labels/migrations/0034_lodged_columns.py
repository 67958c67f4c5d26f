"""DAECT reads what was lodged: its title and its themes, in columns of the file (decision 0060)."""

from django.db import migrations, models

import expect.database.fields
from expect.database.operations import ForbidDelete, Lift

GUARD = ForbidDelete("labels_labelapplication")


def as_lodged(apps, schema_editor):
    """What the last version of each lodged file says; what the body has written since stays its own.

    A file entered as lodged without a version, as no act does, keeps the words that it has.
    """
    themes = {theme.code: theme for theme in apps.get_model("labels", "Theme").objects.all()}
    files = apps.get_model("labels", "LabelApplication").objects.exclude(submitted_at=None)
    versions = apps.get_model("labels", "ApplicationVersion").objects
    for file in files.only("number", "title").iterator(chunk_size=500):
        last = versions.filter(application=file).order_by("-number").values_list("content", flat=True).first()
        file.lodged_title = last["title"] if last else file.title
        file.save(update_fields=["lodged_title", "search_text"])
        codes = [theme["code"] for theme in last["themes"]] if last else ()
        lodged = [themes[code] for code in codes if code in themes] if last else file.themes.all()
        file.lodged_themes.set(lodged)


class Migration(migrations.Migration):
    dependencies = [("labels", "0033_kept_rows")]

    operations = [
        Lift(GUARD),
        migrations.AddField(
            model_name="labelapplication",
            name="lodged_title",
            field=models.CharField(blank=True, default="", max_length=200, verbose_name="intitulé déposé"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="labelapplication",
            name="lodged_themes",
            field=models.ManyToManyField(
                blank=True, related_name="+", to="labels.theme", verbose_name="thèmes déposés"
            ),
        ),
        migrations.AlterField(
            model_name="labelapplication",
            name="search_text",
            field=expect.database.fields.NormalisedField(
                default="", editable=False, max_length=500, sources=("number", "lodged_title")
            ),
        ),
        GUARD,
        migrations.RunPython(as_lodged, migrations.RunPython.noop),
    ]
