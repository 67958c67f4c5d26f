"""The six published themes and the first wording of the commitments; DAECT adds to them (spec L3, L6)."""

from datetime import date

from django.db import migrations

from labels.themes import COMMITMENTS, THEMES


def load(apps, schema_editor):
    """Write the first rows."""
    apps.get_model("labels", "Theme").objects.bulk_create(
        apps.get_model("labels", "Theme")(code=code, name=name, pictogram=pictogram, rank=rank)
        for rank, (code, name, pictogram) in enumerate(THEMES, start=1)
    )
    apps.get_model("labels", "CommitmentText").objects.create(
        version=1, body=COMMITMENTS, in_force_from=date(2020, 7, 7)
    )


class Migration(migrations.Migration):
    dependencies = [("labels", "0002_guards")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
