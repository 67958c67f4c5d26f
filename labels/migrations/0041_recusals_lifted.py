"""A tie of names is verified by a person, and a recusal that is wrong is lifted (spec L8, decision 0064)."""

import django.db.models.deletion
import expect.database.fields
from django.conf import settings
from django.db import migrations, models

from expect.database.operations import ForbidDelete, FreezeColumns, FreezeWithoutNew, Lift

RECUSAL, CLEARED = "labels_recusal", "labels_cleareddoubt"
KEPT = ("application_id", "session_id", "member_id", "ground", "reasons", "since")


class Migration(migrations.Migration):

    dependencies = [
        ('labels', '0040_answer_scans'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Lift(ForbidDelete(RECUSAL)),
        Lift(FreezeColumns(RECUSAL, columns=KEPT)),
        migrations.CreateModel(
            name='ClearedDoubt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', expect.database.fields.PublicIdField(default=expect.database.fields.new_public_id, editable=False, max_length=12, unique=True, verbose_name='identifiant public')),
                ('ground', models.CharField(choices=[('declared', 'Conflit d’intérêts déclaré'), ('recorded', 'Conflit d’intérêts retenu par la DAECT'), ('own_body', 'Appartient à l’organisme candidat'), ('named_expert', 'Cité comme expert du dossier'), ('expert_body', 'Appartient à l’organisme d’un expert du dossier')], max_length=20, verbose_name='motif')),
                ('own', models.CharField(max_length=300, verbose_name='du membre')),
                ('named', models.CharField(max_length=300, verbose_name='du dossier')),
                ('reasons', models.TextField(max_length=1000, verbose_name='raison')),
                ('cleared_at', models.DateTimeField(verbose_name='écarté le')),
            ],
            options={
                'verbose_name': 'lien écarté',
                'verbose_name_plural': 'liens écartés',
            },
        ),
        migrations.RemoveConstraint(
            model_name='recusal',
            name='recusal_once',
        ),
        migrations.AddField(
            model_name='recusal',
            name='lift_reasons',
            field=models.TextField(blank=True, max_length=1000, verbose_name='raison de la levée'),
        ),
        migrations.AddField(
            model_name='recusal',
            name='lifted_at',
            field=models.DateTimeField(null=True, verbose_name='levé le'),
        ),
        migrations.AddField(
            model_name='recusal',
            name='lifted_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='recusal',
            constraint=models.UniqueConstraint(condition=models.Q(('lifted_at', None)), fields=('application', 'session', 'member'), name='recusal_once'),
        ),
        migrations.AddConstraint(
            model_name='recusal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('lift_reasons', ''), ('lifted_at', None), ('lifted_by', None)), models.Q(('lifted_at__isnull', False), ('lifted_by__isnull', False), models.Q(('lift_reasons', ''), _negated=True)), _connector='OR'), name='recusal_lifted'),
        ),
        migrations.AddField(
            model_name='cleareddoubt',
            name='application',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='labels.labelapplication'),
        ),
        migrations.AddField(
            model_name='cleareddoubt',
            name='cleared_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='cleareddoubt',
            name='member',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='cleareddoubt',
            constraint=models.UniqueConstraint(fields=('application', 'member', 'ground', 'own', 'named'), name='doubt_cleared_once'),
        ),
        migrations.AddConstraint(
            model_name='cleareddoubt',
            constraint=models.CheckConstraint(condition=models.Q(('ground__in', ['declared', 'recorded', 'own_body', 'named_expert', 'expert_body'])), name='cleared_doubt_ground_known'),
        ),
        migrations.AddConstraint(
            model_name='cleareddoubt',
            constraint=models.CheckConstraint(condition=models.Q(('reasons', ''), _negated=True), name='cleared_doubt_reasoned'),
        ),
        ForbidDelete(RECUSAL),
        FreezeColumns(RECUSAL, columns=("public_id", *KEPT), once_set=("lifted_at", "lifted_by_id")),
        FreezeWithoutNew(RECUSAL, "lifted_at", columns=("lift_reasons",)),
        ForbidDelete(CLEARED),
        FreezeColumns(
            CLEARED,
            columns=(
                "public_id",
                "application_id",
                "member_id",
                "ground",
                "own",
                "named",
                "reasons",
                "cleared_at",
                "cleared_by_id",
            ),
        ),
    ]
