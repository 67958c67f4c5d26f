"""The lists read in the order of an index, at a hundred thousand rows."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("missions", "0003_granted_exceptions"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="expertiserequest",
            index=models.Index(fields=["created_at"], name="request_by_age"),
        ),
        migrations.AddIndex(
            model_name="mission",
            index=models.Index(fields=["departs_on"], name="mission_by_departure"),
        ),
        migrations.AddIndex(
            model_name="mission",
            index=models.Index(fields=["report_due_on"], name="mission_by_limit"),
        ),
    ]
