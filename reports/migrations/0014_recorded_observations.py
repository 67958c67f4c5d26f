"""What a holder answered otherwise than online has its day, its author and its proof; its own answer stays open (spec X13)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import expect.database.fields
from expect.database.operations import ForbidDelete, FreezeAfter, FreezeColumns, Lift
from expect.kernel.clock import paris_day

LETTER, RECORDED = "reports_priorletter", "reports_recordedobservations"
KEPT = (
    ForbidDelete(LETTER),
    FreezeColumns(
        LETTER,
        ("public_id", "demand_id", "document_id", "authority_id", "sent_at", "sent_by_id"),
        once_set=("answered_at", "answered_by_id", "hearing_recorded_at", "hearing_recorded_by_id"),
    ),
)
HEARING = ("hearing_outcome", "hearing_on", "hearing_people", "hearing_said")
SAID_BEFORE = (
    FreezeAfter(LETTER, "answered_at", columns=("answer", "answer_channel", "hearing_asked")),
    FreezeAfter(LETTER, "hearing_recorded_at", columns=HEARING),
)
SAID_AFTER = (
    FreezeAfter(LETTER, "answered_at", columns=("answer",)),
    FreezeAfter(LETTER, "hearing_recorded_at", columns=(*HEARING, "hearing_asked")),
)
WRITTEN = "public_id letter_id channel author received_on scan_id text hearing_asked recorded_at recorded_by_id"
ONCE = "cancelled_at cancelled_by_id contested_at contested_by_id"


def to_recorded(apps, schema_editor):
    """What DAECT had recorded: on the day of the recording, the only one that was kept, without a scan."""
    recorded = apps.get_model("reports", "RecordedObservations").objects
    letters = apps.get_model("reports", "PriorLetter").objects.filter(answer_channel__in=["written", "oral"])
    for letter in letters.order_by("pk"):
        recorded.create(
            letter=letter,
            channel=letter.answer_channel,
            received_on=paris_day(letter.answered_at),
            text=letter.answer,
            hearing_asked=letter.hearing_asked,
            recorded_at=letter.answered_at,
            recorded_by_id=letter.answered_by_id,
        )
        letters.filter(pk=letter.pk).update(answer="", answer_channel="", answered_at=None, answered_by=None)


def as_online(apps, schema_editor):
    """Backwards, what the letter holds came online; what was recorded stays behind."""
    letters = apps.get_model("reports", "PriorLetter").objects
    letters.filter(answered_at__isnull=False).update(answer_channel="online")


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0005_kept_rows"),
        ("reports", "0013_what_is_owed"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='RecordedObservations',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', expect.database.fields.PublicIdField(default=expect.database.fields.new_public_id, editable=False, max_length=12, unique=True, verbose_name='identifiant public')),
                ('channel', models.CharField(choices=[('written', 'Par lettre'), ('email', 'Par courriel'), ('oral', 'Oralement')], max_length=20, verbose_name='reçues')),
                ('author', models.CharField(blank=True, max_length=100, verbose_name='auteur')),
                ('received_on', models.DateField(verbose_name='reçues le')),
                ('text', models.TextField(blank=True, max_length=6000, verbose_name='observations')),
                ('hearing_asked', models.BooleanField(default=False, verbose_name='demande à être entendu')),
                ('recorded_at', models.DateTimeField(verbose_name='enregistrées le')),
                ('cancelled_at', models.DateTimeField(blank=True, null=True, verbose_name='annulées le')),
                ('cancel_reason', models.TextField(blank=True, max_length=2000, verbose_name='motif de l’annulation')),
                ('contested_at', models.DateTimeField(blank=True, null=True, verbose_name='contestées le')),
                ('contest_reason', models.TextField(blank=True, max_length=2000, verbose_name='motif de la contestation')),
            ],
            options={
                'verbose_name': 'observations enregistrées',
                'verbose_name_plural': 'observations enregistrées',
            },
        ),
        migrations.AddField(
            model_name='recordedobservations',
            name='cancelled_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='recordedobservations',
            name='contested_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='recordedobservations',
            name='letter',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recorded', to='reports.priorletter'),
        ),
        migrations.AddField(
            model_name='recordedobservations',
            name='recorded_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='recordedobservations',
            name='scan',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.storedfile'),
        ),
        migrations.AddConstraint(
            model_name='recordedobservations',
            constraint=models.CheckConstraint(condition=models.Q(('channel__in', ['written', 'email', 'oral'])), name='observations_channel_known'),
        ),
        migrations.AddConstraint(
            model_name='recordedobservations',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('text', ''), _negated=True), ('hearing_asked', True), _connector='OR'), name='observations_say_something'),
        ),
        migrations.AddConstraint(
            model_name='recordedobservations',
            constraint=models.CheckConstraint(condition=models.Q(('scan__isnull', False), ('author', ''), _connector='OR'), name='observations_proved'),
        ),
        migrations.AddConstraint(
            model_name='recordedobservations',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('cancel_reason', ''), ('cancelled_at', None), ('cancelled_by', None)), models.Q(('cancelled_at__isnull', False), ('cancelled_by__isnull', False), models.Q(('cancel_reason', ''), _negated=True)), _connector='OR'), name='observations_cancelled'),
        ),
        migrations.AddConstraint(
            model_name='recordedobservations',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('contest_reason', ''), ('contested_at', None), ('contested_by', None)), models.Q(('contested_at__isnull', False), ('contested_by__isnull', False), models.Q(('contest_reason', ''), _negated=True)), _connector='OR'), name='observations_contested'),
        ),
        *map(Lift, (*KEPT, *SAID_BEFORE)),
        migrations.RemoveConstraint(
            model_name='priorletter',
            name='prior_letter_answered',
        ),
        migrations.RunPython(to_recorded, as_online),
        migrations.RemoveField(
            model_name='priorletter',
            name='answer_channel',
        ),
        migrations.AddConstraint(
            model_name='priorletter',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at', None), ('answered_by', None)), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False), models.Q(models.Q(('answer', ''), _negated=True), ('hearing_asked', True), _connector='OR')), _connector='OR'), name='prior_letter_answered'),
        ),
        *KEPT,
        *SAID_AFTER,
        ForbidDelete(RECORDED),
        FreezeColumns(RECORDED, tuple(WRITTEN.split()), once_set=tuple(ONCE.split())),
        FreezeAfter(RECORDED, "cancelled_at", ("cancel_reason",)),
        FreezeAfter(RECORDED, "contested_at", ("contest_reason",)),
    ]
