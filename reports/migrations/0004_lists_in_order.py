"""The lists read in the order of an index, at a hundred thousand rows."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("missions", "0004_lists_in_order"),
        ("reports", "0003_hearing_and_receipts"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="missionreport",
            index=models.Index(fields=["state", "delivered_at"], name="report_by_state"),
        ),
        migrations.AddIndex(
            model_name="reimbursementdemand",
            index=models.Index(fields=["drafted_at"], name="demand_by_age"),
        ),
    ]
