"""A lodged file has the title that was lodged; a draft has none (decision 0060)."""

from django.db import migrations, models
from django.db.models import Q

from expect.database.operations import ForbidDelete, Lift

GUARD = ForbidDelete("labels_labelapplication")


class Migration(migrations.Migration):
    dependencies = [("labels", "0034_lodged_columns")]

    operations = [
        Lift(GUARD),
        migrations.AddConstraint(
            model_name="labelapplication",
            constraint=models.CheckConstraint(
                name="application_lodged_title",
                condition=Q(submitted_at=None, lodged_title="")
                | Q(submitted_at__isnull=False) & ~Q(lodged_title=""),
            ),
        ),
        GUARD,
    ]
