"""Each delivery of a report has its PDF (spec R2)."""

import django.db.models.deletion
from django.db import migrations, models

from expect.database.operations import ForbidDelete, FreezeColumns, Lift

TABLE = "reports_reportversion"
KEPT = ForbidDelete(TABLE)
FIXED = ("report_id", "number", "content", "sha256", "delivered_at")

class Migration(migrations.Migration):

    dependencies = [
        ('documents', '0004_infected'),
        ('reports', '0008_people_met'),
    ]

    operations = [
        Lift(KEPT),
        Lift(FreezeColumns(TABLE, FIXED)),
        migrations.AddField(
            model_name='reportversion',
            name='document',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.issueddocument'),
        ),
        KEPT,
        FreezeColumns(TABLE, (*FIXED, "document_id")),
    ]
