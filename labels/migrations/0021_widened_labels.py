"""A label granted narrower than asked is widened after an appeal (spec L9, L10)."""

import django.db.models.deletion
from django.db import migrations, models

from expect.database.operations import ForbidDelete, FreezeColumns, FreezeWithout, Lift

LABEL = ("number", "application_id", "decision_id", "granted_on")


class Migration(migrations.Migration):
    dependencies = [
        ("labels", "0020_expert_languages_key"),
    ]

    operations = [
        Lift(ForbidDelete("labels_label")),
        Lift(FreezeColumns("labels_label", columns=LABEL)),
        Lift(FreezeWithout("labels_label", "rectification_id", ("skills", "holder_name"))),
        migrations.AddField(
            model_name="label",
            name="widened_by",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="labels.decision",
                verbose_name="élargi par la décision",
            ),
        ),
        ForbidDelete("labels_label"),
        FreezeColumns("labels_label", columns=LABEL),
        FreezeWithout("labels_label", "rectification_id", ("holder_name",)),
        FreezeWithout("labels_label", ("rectification_id", "widened_by_id"), ("skills",)),
    ]
