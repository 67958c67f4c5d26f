"""A recusal written down by DAECT says why (spec L8)."""

from django.conf import settings
from django.db import migrations, models

from expect.database.operations import ForbidDelete, FreezeColumns, Lift

TABLE = "labels_recusal"
KEPT = ("application_id", "session_id", "member_id", "ground", "reasons", "since")


class Migration(migrations.Migration):

    dependencies = [
        ('labels', '0026_court_numbers'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Lift(ForbidDelete(TABLE)),
        Lift(FreezeColumns(TABLE, columns=KEPT)),
        migrations.AlterField(
            model_name='recusal',
            name='ground',
            field=models.CharField(choices=[('declared', 'Conflit d’intérêts déclaré'), ('recorded', 'Conflit d’intérêts retenu par la DAECT'), ('own_body', 'Membre de l’organisme candidat'), ('named_expert', 'Cité comme expert du dossier')], max_length=20, verbose_name='motif'),
        ),
        migrations.AddConstraint(
            model_name='recusal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ground', 'recorded'), _negated=True), models.Q(('reasons', ''), _negated=True), _connector='OR'), name='recusal_recorded_reasoned'),
        ),
        ForbidDelete(TABLE),
        FreezeColumns(TABLE, columns=KEPT),
    ]
