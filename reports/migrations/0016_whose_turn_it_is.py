"""The missions know of the reports on which DAECT asked for more, and of those completed since (spec M13)."""

from django.db import migrations
from django.db.models import F


def tell_the_missions(apps, schema_editor):
    """Asked and not delivered since: the holder's turn; delivered after the first time: DAECT's, from that moment."""
    reports = apps.get_model("reports", "MissionReport").objects.filter(delivered_at__isnull=False)
    missions = apps.get_model("missions", "Mission").objects
    for report in reports.exclude(state__in=["delivered", "accepted"]).only("mission_id", "more_requested_at"):
        missions.filter(pk=report.mission_id).update(report_asked_again_at=report.more_requested_at)
    again = reports.filter(state__in=["delivered", "accepted"]).exclude(
        delivered_at=F("mission__report_delivered_at")
    )
    for report in again.only("mission_id", "delivered_at"):
        missions.filter(pk=report.mission_id).update(report_redelivered_at=report.delivered_at)


class Migration(migrations.Migration):
    dependencies = [("missions", "0022_whose_turn_the_report_is"), ("reports", "0015_letter_texts")]

    operations = [migrations.RunPython(tell_the_missions, migrations.RunPython.noop)]
