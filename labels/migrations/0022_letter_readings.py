"""A letter is read as it is that day: one that changed is read again, and who read what is kept (spec L9)."""

from django.db import migrations, models

from expect.database.operations import ForbidDelete, FreezeColumns


class Migration(migrations.Migration):
    dependencies = [
        ("labels", "0021_widened_labels"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="letterreading",
            name="letter_read_once",
        ),
        migrations.AddField(
            model_name="letterreading",
            name="digest",
            field=models.CharField(blank=True, default="", max_length=64, verbose_name="empreinte de ce qui a été lu"),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="letterreading",
            constraint=models.UniqueConstraint(
                fields=("decision", "read_by", "digest"), name="letter_read_once"
            ),
        ),
        ForbidDelete("labels_letterreading"),
        FreezeColumns("labels_letterreading", columns=("decision_id", "read_by_id", "read_at", "digest")),
    ]
