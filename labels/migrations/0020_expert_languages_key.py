"""The languages of the experts, as they are compared with those of a need (spec M2)."""

from django.db import migrations

from expect.database.fields import NormalisedField


def fill_keys(apps, schema_editor):
    """Normalise the languages that are there, as each save will."""
    for expert in apps.get_model("labels", "Expert").objects.iterator():
        expert.save(update_fields=["languages_key"])


class Migration(migrations.Migration):
    dependencies = [("labels", "0019_rectifications")]

    operations = [
        migrations.AddField(
            model_name="expert",
            name="languages_key",
            field=NormalisedField(default="", editable=False, max_length=200, sources=("languages",)),
        ),
        migrations.RunPython(fill_keys, migrations.RunPython.noop),
    ]
