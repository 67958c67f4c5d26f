"""Needs that end otherwise than by a mission, holders who offer themselves, what was said of a holder when asked."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from expect.database.operations import ForbidDelete, FreezeAfter, FreezeColumns

ASKED = "public_id request_id label_id organisation_id message answer_by sent_at sent_by_id rank ranked fit"
OFFERED = "request_id label_id organisation_id message offered_at offered_by_id"


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_proof_of_service'),
        ('labels', '0015_seats'),
        ('missions', '0006_embassy_desk'),
        ('territory', '0002_apostrophes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Offer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('message', models.TextField(max_length=1000, verbose_name='message')),
                ('offered_at', models.DateTimeField(verbose_name='proposé le')),
                ('taken_back_at', models.DateTimeField(blank=True, null=True, verbose_name='reprise le')),
            ],
            options={
                'verbose_name': 'proposition',
                'verbose_name_plural': 'propositions',
            },
        ),
        migrations.RemoveConstraint(
            model_name='expertiserequest',
            name='request_state_known',
        ),
        migrations.RemoveConstraint(
            model_name='solicitation',
            name='solicitation_state_known',
        ),
        migrations.RemoveConstraint(
            model_name='solicitation',
            name='solicitation_answered',
        ),
        migrations.AddField(
            model_name='expertiserequest',
            name='declarant',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='déclaré par'),
        ),
        migrations.AddField(
            model_name='expertiserequest',
            name='expired_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='expertiserequest',
            name='merged_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='expertiserequest',
            name='merged_into',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='missions.expertiserequest', verbose_name='réuni au besoin'),
        ),
        migrations.AddField(
            model_name='solicitation',
            name='cancel_reason',
            field=models.TextField(blank=True, max_length=2000, verbose_name='motif d’annulation'),
        ),
        migrations.AddField(
            model_name='solicitation',
            name='fit',
            field=models.JSONField(blank=True, default=list, verbose_name='raisons du rang'),
        ),
        migrations.AddField(
            model_name='solicitation',
            name='rank',
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name='rang'),
        ),
        migrations.AddField(
            model_name='solicitation',
            name='ranked',
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name='titulaires classés'),
        ),
        migrations.AddField(
            model_name='solicitation',
            name='reminded_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='rappel envoyé le'),
        ),
        migrations.AddField(
            model_name='solicitation',
            name='silence_told_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='silence signalé le'),
        ),
        migrations.AlterField(
            model_name='expertiserequest',
            name='origin',
            field=models.CharField(choices=[('post', 'Relayé par l’ambassade'), ('daect', 'Saisi par la DAECT'), ('holder', 'Déclaré par un titulaire')], max_length=20, verbose_name='origine'),
        ),
        migrations.AlterField(
            model_name='expertiserequest',
            name='state',
            field=models.CharField(choices=[('open', 'Ouvert'), ('matched', 'Pourvu'), ('withdrawn', 'Retiré'), ('expired', 'Expiré'), ('merged', 'Réuni à un autre')], default='open', max_length=20, verbose_name='état'),
        ),
        migrations.AlterField(
            model_name='solicitation',
            name='state',
            field=models.CharField(choices=[('sent', 'Envoyée'), ('accepted', 'Acceptée'), ('declined', 'Déclinée'), ('chosen', 'Retenue'), ('not_chosen', 'Non retenue'), ('lapsed', 'Restée sans réponse'), ('cancelled', 'Annulée')], default='sent', max_length=20, verbose_name='état'),
        ),
        migrations.AddConstraint(
            model_name='expertiserequest',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['open', 'matched', 'withdrawn', 'expired', 'merged'])), name='request_state_known'),
        ),
        migrations.AddConstraint(
            model_name='expertiserequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'withdrawn'), _negated=True), ('withdrawn_at__isnull', False), _connector='OR'), name='request_withdrawn'),
        ),
        migrations.AddConstraint(
            model_name='expertiserequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'expired'), _negated=True), ('expired_at__isnull', False), _connector='OR'), name='request_expired'),
        ),
        migrations.AddConstraint(
            model_name='expertiserequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('merged_at__isnull', False), ('merged_into__isnull', False), ('state', 'merged')), models.Q(models.Q(('state', 'merged'), _negated=True), ('merged_at', None), ('merged_into', None)), _connector='OR'), name='request_merged'),
        ),
        migrations.AddConstraint(
            model_name='expertiserequest',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into', None), models.Q(('merged_into', models.F('id')), _negated=True), _connector='OR'), name='request_merged_into_another'),
        ),
        migrations.AddConstraint(
            model_name='expertiserequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('declarant__isnull', False), ('origin', 'holder')), models.Q(models.Q(('origin', 'holder'), _negated=True), ('declarant', None)), _connector='OR'), name='request_declarant'),
        ),
        migrations.AddConstraint(
            model_name='solicitation',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['sent', 'accepted', 'declined', 'chosen', 'not_chosen', 'lapsed', 'cancelled'])), name='solicitation_state_known'),
        ),
        migrations.AddConstraint(
            model_name='solicitation',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ('sent', 'lapsed', 'cancelled')), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False)), _connector='OR'), name='solicitation_answered'),
        ),
        migrations.AddConstraint(
            model_name='solicitation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['lapsed', 'cancelled']), _negated=True), ('decided_at__isnull', False), _connector='OR'), name='solicitation_decided'),
        ),
        migrations.AddConstraint(
            model_name='solicitation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('rank', None), ('ranked', None)), models.Q(('rank__gte', 1), ('ranked__gte', models.F('rank'))), _connector='OR'), name='solicitation_rank'),
        ),
        migrations.AddField(
            model_name='offer',
            name='label',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='labels.label'),
        ),
        migrations.AddField(
            model_name='offer',
            name='offered_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='offer',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation'),
        ),
        migrations.AddField(
            model_name='offer',
            name='request',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offers', to='missions.expertiserequest'),
        ),
        migrations.AddField(
            model_name='offer',
            name='taken_back_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='offer',
            constraint=models.UniqueConstraint(condition=models.Q(('taken_back_at', None)), fields=('request', 'organisation'), name='offer_one_standing'),
        ),
        migrations.AddConstraint(
            model_name='offer',
            constraint=models.CheckConstraint(condition=models.Q(('message', ''), _negated=True), name='offer_says_something'),
        ),
        migrations.AddConstraint(
            model_name='offer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('taken_back_at', None), ('taken_back_by', None)), models.Q(('taken_back_at__isnull', False), ('taken_back_by__isnull', False)), _connector='OR'), name='offer_taken_back_by_somebody'),
        ),
        ForbidDelete("missions_offer"),
        FreezeColumns(
            "missions_offer", tuple(OFFERED.split()), once_set=("taken_back_at", "taken_back_by_id")
        ),
        ForbidDelete("missions_solicitation"),
        FreezeColumns(
            "missions_solicitation",
            tuple(ASKED.split()),
            once_set=("answered_at", "answered_by_id", "decided_at", "reminded_at", "silence_told_at"),
        ),
        FreezeAfter("missions_solicitation", "answered_at", ("answer_reason",)),
        FreezeAfter("missions_solicitation", "decided_at", ("choice_reason", "cancel_reason")),
    ]
