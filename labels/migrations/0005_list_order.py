"""The lists begin with the last lodged, the last granted: read in their order, not sorted."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_cache_table"),
        ("labels", "0004_corrections_and_cancellations"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="labelapplication",
            name="application_by_lodging",
        ),
        migrations.AddIndex(
            model_name="label",
            index=models.Index(fields=["-granted_on", "id"], name="label_last_granted"),
        ),
        migrations.AddIndex(
            model_name="labelapplication",
            index=models.Index(fields=["-submitted_at", "id"], name="application_last_lodged"),
        ),
    ]
