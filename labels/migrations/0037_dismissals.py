"""What ends a file without the committee has a row of its own, with its letter (spec §6, L9, X11)."""

import django.db.models.deletion
from django.db import migrations, models

import expect.database.fields
from expect.database.operations import ForbidDelete, FreezeAfter, FreezeColumns, Lift

APPEAL, FILE = "labels_appeal", "labels_labelapplication"
LODGED = (
    "number",
    "application_id",
    "decision_id",
    "kind",
    "grounds",
    "paper_id",
    "received_on",
    "late",
    "silence_on",
    "registered_at",
    "registered_by_id",
    "receipt_id",
    "implicit_on",
)
ANSWERED = ("answered_at", "answered_by_id", "letter_id")


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0006_employers'),
        ('documents', '0004_infected'),
        ('labels', '0036_minister_answers'),
    ]

    operations = [
        Lift(ForbidDelete(FILE)),
        Lift(ForbidDelete(APPEAL)),
        Lift(FreezeColumns(APPEAL, columns=LODGED, once_set=ANSWERED)),
        Lift(FreezeAfter(APPEAL, "answered_at", ("outcome", "answer", "answered_by_id", "signed_by", "signed_on"))),
        migrations.CreateModel(
            name='Dismissal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', expect.database.fields.PublicIdField(default=expect.database.fields.new_public_id, editable=False, max_length=12, unique=True, verbose_name='identifiant public')),
                ('kind', models.CharField(choices=[('inadmissible', 'Irrecevabilité'), ('closed', 'Classement sans suite')], max_length=20, verbose_name='nature')),
                ('reason', models.TextField(max_length=3000, verbose_name='motif')),
                ('decided_at', models.DateTimeField(verbose_name='prise le')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='dismissals', to='labels.labelapplication')),
                ('authority', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.signingauthority')),
                ('letter', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.issueddocument')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='dismissals', to='labels.applicationversion')),
            ],
            options={
                'verbose_name': 'décision sans examen',
                'verbose_name_plural': 'décisions sans examen',
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('kind__in', ['inadmissible', 'closed'])), name='dismissal_kind_known'),
                    models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='dismissal_reasoned'),
                    models.CheckConstraint(condition=models.Q(('authority', None), ('letter__isnull', False), _connector='OR'), name='dismissal_signed'),
                ],
            },
        ),
        migrations.RemoveConstraint(
            model_name='appeal',
            name='appeal_against_one',
        ),
        migrations.RemoveConstraint(
            model_name='labelapplication',
            name='application_inadmissible',
        ),
        migrations.RemoveConstraint(
            model_name='labelapplication',
            name='application_closed',
        ),
        migrations.AddField(
            model_name='appeal',
            name='dismissal',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='appeals', to='labels.dismissal'),
        ),
        migrations.AddField(
            model_name='labelapplication',
            name='dismissal',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='labels.dismissal', verbose_name='décision sans examen'),
        ),
    ]
