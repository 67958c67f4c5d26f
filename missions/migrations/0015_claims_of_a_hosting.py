"""Whether the costs of a mission that only hosts are claimed where its report is missing (spec R1)."""

from django.db import migrations, models
from django.db.models import Exists, OuterRef


def as_accepted(apps, schema_editor):
    """Until then every version accepted said that the costs are paid back: those that only host said it too."""
    legs = apps.get_model("missions", "MissionLeg").objects.filter(mission=OuterRef("pk"))
    missions = apps.get_model("missions", "Mission").objects.filter(accepted_at__isnull=False)
    only_host = missions.filter(Exists(legs), ~Exists(legs.filter(direction="sending")))
    missions.filter(pk__in=only_host.values("pk")).update(claims_hosting=True)


class Migration(migrations.Migration):
    dependencies = [("missions", "0014_kept_rows")]

    operations = [
        migrations.AddField(
            model_name="mission",
            name="claims_hosting",
            field=models.BooleanField(
                default=False, verbose_name="frais d’un accueil seul réclamés sans rapport"
            ),
        ),
        migrations.RunPython(as_accepted, migrations.RunPython.noop),
    ]
