"""A member steps aside from a file that names an expert of their body (spec L8)."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('labels', '0029_nobody_answers'),
    ]

    operations = [
        migrations.AlterField(
            model_name='recusal',
            name='ground',
            field=models.CharField(choices=[('declared', 'Conflit d’intérêts déclaré'), ('recorded', 'Conflit d’intérêts retenu par la DAECT'), ('own_body', 'Appartient à l’organisme candidat'), ('named_expert', 'Cité comme expert du dossier'), ('expert_body', 'Appartient à l’organisme d’un expert du dossier')], max_length=20, verbose_name='motif'),
        ),
    ]
