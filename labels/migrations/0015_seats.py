"""Who sat at a session is written when it is held (spec L8)."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('labels', '0014_appeals'),
    ]

    operations = [
        migrations.AddField(
            model_name='sessionmember',
            name='seated',
            field=models.BooleanField(editable=False, null=True, verbose_name='du comité ce jour-là'),
        ),
    ]
