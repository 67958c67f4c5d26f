"""An inadmissibility is notified by a signed letter, as a refusal is (spec L9, X12)."""

import django.db.models.deletion
from django.db import migrations, models

from expect.database.operations import ForbidDelete, Lift


class Migration(migrations.Migration):

    dependencies = [
        ('documents', '0003_antivirus'),
        ('labels', '0012_marks'),
    ]

    operations = [
        Lift(ForbidDelete("labels_labelapplication")),
        migrations.AddField(
            model_name='labelapplication',
            name='inadmissible_letter',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.issueddocument'),
        ),
        ForbidDelete("labels_labelapplication"),
    ]
