"""What became of a hearing is a row, which may be taken back; the letter no longer holds it (spec R5)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import expect.database.fields
from expect.database.operations import ForbidDelete, FreezeAfter, FreezeColumns, Lift

LETTER, HEARING = "reports_priorletter", "reports_hearing"
WRITTEN = "public_id letter_id outcome heard_on people said recorded_at recorded_by_id"
ONCE = "cancelled_at cancelled_by_id contested_at contested_by_id"
SENT = ("public_id", "demand_id", "document_id", "authority_id", "sent_at", "sent_by_id")
COLUMNS = ("hearing_outcome", "hearing_on", "hearing_people", "hearing_said")
BEFORE = (
    ForbidDelete(LETTER),
    FreezeColumns(
        LETTER,
        SENT,
        once_set=("answered_at", "answered_by_id", "hearing_recorded_at", "hearing_recorded_by_id"),
    ),
    FreezeAfter(LETTER, "answered_at", columns=("answer",)),
    FreezeAfter(LETTER, "hearing_recorded_at", columns=(*COLUMNS, "hearing_asked")),
)
AFTER = (
    ForbidDelete(LETTER),
    FreezeColumns(LETTER, SENT, once_set=("answered_at", "answered_by_id")),
    FreezeAfter(LETTER, "answered_at", columns=("answer",)),
)


def to_rows(apps, schema_editor):
    """PostgreSQL changes no table while a row waits to be checked."""
    hearings = apps.get_model("reports", "Hearing").objects
    for letter in apps.get_model("reports", "PriorLetter").objects.filter(hearing_recorded_at__isnull=False):
        hearings.create(
            letter=letter,
            outcome=letter.hearing_outcome,
            heard_on=letter.hearing_on,
            people=letter.hearing_people,
            said=letter.hearing_said,
            recorded_at=letter.hearing_recorded_at,
            recorded_by_id=letter.hearing_recorded_by_id,
        )
    schema_editor.connection.check_constraints()


def to_columns(apps, schema_editor):
    """Backwards, the one that stands; the others stay behind."""
    letters = apps.get_model("reports", "PriorLetter").objects
    for hearing in apps.get_model("reports", "Hearing").objects.filter(cancelled_at=None):
        letters.filter(pk=hearing.letter_id).update(
            hearing_outcome=hearing.outcome,
            hearing_on=hearing.heard_on,
            hearing_people=hearing.people,
            hearing_said=hearing.said,
            hearing_recorded_at=hearing.recorded_at,
            hearing_recorded_by_id=hearing.recorded_by_id,
        )
    schema_editor.connection.check_constraints()


class Migration(migrations.Migration):

    dependencies = [
        ("reports", "0017_who_wrote"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Hearing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', expect.database.fields.PublicIdField(default=expect.database.fields.new_public_id, editable=False, max_length=12, unique=True, verbose_name='identifiant public')),
                ('outcome', models.CharField(choices=[('held', 'L’entretien a eu lieu'), ('declined', 'Le titulaire y a renoncé'), ('absent', 'Le titulaire ne s’est pas présenté')], max_length=20, verbose_name='entretien')),
                ('heard_on', models.DateField(blank=True, null=True, verbose_name='jour de l’entretien')),
                ('people', models.CharField(blank=True, max_length=300, verbose_name='personnes entendues')),
                ('said', models.TextField(blank=True, max_length=6000, verbose_name='ce qui a été dit')),
                ('recorded_at', models.DateTimeField(verbose_name='enregistré le')),
                ('cancelled_at', models.DateTimeField(blank=True, null=True, verbose_name='annulé le')),
                ('cancel_reason', models.TextField(blank=True, max_length=2000, verbose_name='motif de l’annulation')),
                ('contested_at', models.DateTimeField(blank=True, null=True, verbose_name='contesté le')),
                ('contest_reason', models.TextField(blank=True, max_length=2000, verbose_name='motif de la contestation')),
            ],
            options={
                'verbose_name': 'entretien',
                'verbose_name_plural': 'entretiens',
            },
        ),
        migrations.AddField(
            model_name='hearing',
            name='cancelled_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='hearing',
            name='contested_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='hearing',
            name='letter',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='hearings', to='reports.priorletter'),
        ),
        migrations.AddField(
            model_name='hearing',
            name='recorded_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='hearing',
            constraint=models.UniqueConstraint(condition=models.Q(('cancelled_at', None)), fields=('letter',), name='hearing_one_stands'),
        ),
        migrations.AddConstraint(
            model_name='hearing',
            constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ['held', 'declined', 'absent'])), name='hearing_outcome_known'),
        ),
        migrations.AddConstraint(
            model_name='hearing',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'held'), _negated=True), models.Q(('heard_on__isnull', False), models.Q(('people', ''), _negated=True), models.Q(('said', ''), _negated=True)), _connector='OR'), name='hearing_held'),
        ),
        migrations.AddConstraint(
            model_name='hearing',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('cancel_reason', ''), ('cancelled_at', None), ('cancelled_by', None)), models.Q(('cancelled_at__isnull', False), ('cancelled_by__isnull', False), models.Q(('cancel_reason', ''), _negated=True)), _connector='OR'), name='hearing_cancelled'),
        ),
        migrations.AddConstraint(
            model_name='hearing',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('contest_reason', ''), ('contested_at', None), ('contested_by', None)), models.Q(('contested_at__isnull', False), ('contested_by__isnull', False), models.Q(('contest_reason', ''), _negated=True)), _connector='OR'), name='hearing_contested'),
        ),
        ForbidDelete(HEARING),
        FreezeColumns(HEARING, tuple(WRITTEN.split()), once_set=tuple(ONCE.split())),
        FreezeAfter(HEARING, "cancelled_at", ("cancel_reason",)),
        FreezeAfter(HEARING, "contested_at", ("contest_reason",)),
        *map(Lift, BEFORE),
        migrations.RunPython(to_rows, to_columns),
        migrations.RemoveConstraint(model_name="priorletter", name="prior_letter_heard"),
        migrations.RemoveConstraint(model_name="priorletter", name="prior_letter_hearing_held"),
        *(
            migrations.RemoveField(model_name="priorletter", name=name)
            for name in (*COLUMNS, "hearing_recorded_at", "hearing_recorded_by")
        ),
        *AFTER,
    ]
