"""Whose turn the report is: asked again, delivered again (spec M13)."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("missions", "0021_costs_replaced_held")]

    operations = [
        migrations.AddField(
            model_name='mission',
            name='report_asked_again_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='complément du rapport demandé le'),
        ),
        migrations.AddField(
            model_name='mission',
            name='report_redelivered_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='rapport complété le'),
        ),
        migrations.AddConstraint(
            model_name='mission',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('report_asked_again_at', None), ('report_redelivered_at', None)), ('report_delivered_at__isnull', False), _connector='OR'), name='mission_report_completed_once_delivered'),
        ),
    ]
