"""The length and the choices of what is written, held by the database as by form and act (spec M1–M8)."""

import django.db.models.functions.text
import django.db.models.lookups
from django.db import migrations, models

from expect.database.operations import ForbidDelete, FreezeAfter, FreezeColumns, Lift

FROZEN = {
    "cost": "public_id mission_id kind stage buyer label amount reference proof_id corrects_id follows_id recorded_at "
    "recorded_by_id",
    "embassyreview": "public_id version_id mission_id post_id outcome remarks given_at given_by_id",
    "envelope": "public_id year amount reason set_at set_by_id",
    "grantedexception": "request_id label_id kind reasons granted_at granted_by_id",
    "namedpost": "public_id country_id post_id reasons named_at named_by_id",
    "offer": "request_id label_id organisation_id message offered_at offered_by_id",
    "recordedanswer": "public_id solicitation_id acceptance_id channel author received_on scan_id",
    "recordedreview": "review_id channel author received_on scan_id",
    "reportlimitchange": "mission_id due_on reason set_at set_by_id",
    "solicitation": "public_id request_id label_id organisation_id message answer_by sent_at sent_by_id rank ranked fit",
    "termsacceptance": "version_id party accepted_at accepted_by_id capacity",
    "termsamendment": "public_id mission_id version_id reason touched letter_id amended_at amended_by_id",
    "termsdraft": "mission_id number content party saved_at saved_by_id",
}
ONCE = {
    "offer": "taken_back_at taken_back_by_id",
    "recordedanswer": "contested_at contested_by_id",
    "recordedreview": "contested_at contested_by_id",
    "solicitation": "answered_at answered_by_id decided_at reminded_at silence_told_at",
}
AFTER = (
    ("recordedanswer", "contested_at", "contest_reason"),
    ("recordedreview", "contested_at", "contest_reason"),
    ("solicitation", "answered_at", "answer_reason"),
    ("solicitation", "decided_at", "choice_reason cancel_reason"),
)
GUARDS = (
    *(
        FreezeColumns(
            f"missions_{table}", tuple(columns.split()), once_set=tuple(ONCE.get(table, "").split())
        )
        for table, columns in FROZEN.items()
    ),
    *(FreezeAfter(f"missions_{table}", fact, tuple(columns.split())) for table, fact, columns in AFTER),
    *(ForbidDelete(f"missions_{table}") for table in FROZEN),
)


class Migration(migrations.Migration):

    dependencies = [("missions", "0018_asked_once_by_body")]

    operations = [
        *map(Lift, reversed(GUARDS)),
        migrations.AlterField(
            model_name='missionleg',
            name='place',
            field=models.CharField(blank=True, max_length=200, verbose_name='lieu'),
        ),
        migrations.AddConstraint(
            model_name='cost',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['air', 'rail', 'other_transport', 'visa'])), name='cost_kind_fits'),
        ),
        migrations.AddConstraint(
            model_name='cost',
            constraint=models.CheckConstraint(condition=models.Q(('stage__in', ['estimated', 'committed', 'paid', 'recovered'])), name='cost_stage_fits'),
        ),
        migrations.AddConstraint(
            model_name='cost',
            constraint=models.CheckConstraint(condition=models.Q(('buyer__in', ['ministry', 'holder'])), name='cost_buyer_fits'),
        ),
        migrations.AddConstraint(
            model_name='cost',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('label'), 200), models.Q(('label', ''), _negated=True)), name='cost_label_fits'),
        ),
        migrations.AddConstraint(
            model_name='cost',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('reference'), 60)), name='cost_reference_fits'),
        ),
        migrations.AddConstraint(
            model_name='embassyreview',
            constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ['validated', 'returned', 'refused'])), name='embassyreview_outcome_fits'),
        ),
        migrations.AddConstraint(
            model_name='embassyreview',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('remarks'), 3000)), name='embassyreview_remarks_fits'),
        ),
        migrations.AddConstraint(
            model_name='envelope',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('reason'), 300), models.Q(('reason', ''), _negated=True)), name='envelope_reason_fits'),
        ),
        migrations.AddConstraint(
            model_name='expectedresult',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('text'), 300), models.Q(('text', ''), _negated=True)), name='expectedresult_text_fits'),
        ),
        migrations.AddConstraint(
            model_name='expertiserequest',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('number'), 20), models.Q(('number', ''), _negated=True)), name='expertiserequest_number_fits'),
        ),
        migrations.AddConstraint(
            model_name='expertiserequest',
            constraint=models.CheckConstraint(condition=models.Q(('origin__in', ['post', 'daect', 'holder'])), name='expertiserequest_origin_fits'),
        ),
        migrations.AddConstraint(
            model_name='expertiserequest',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('authority'), 200), models.Q(('authority', ''), _negated=True)), name='expertiserequest_authority_fits'),
        ),
        migrations.AddConstraint(
            model_name='expertiserequest',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('subject'), 200), models.Q(('subject', ''), _negated=True)), name='expertiserequest_subject_fits'),
        ),
        migrations.AddConstraint(
            model_name='expertiserequest',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('description'), 4000), models.Q(('description', ''), _negated=True)), name='expertiserequest_description_fits'),
        ),
        migrations.AddConstraint(
            model_name='expertiserequest',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('languages'), 200), models.Q(('languages', ''), _negated=True)), name='expertiserequest_languages_fits'),
        ),
        migrations.AddConstraint(
            model_name='grantedexception',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('reasons'), 2000), models.Q(('reasons', ''), _negated=True)), name='grantedexception_reasons_fits'),
        ),
        migrations.AddConstraint(
            model_name='mission',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('number'), 20), models.Q(('number', ''), _negated=True)), name='mission_number_fits'),
        ),
        migrations.AddConstraint(
            model_name='mission',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('subject'), 200), models.Q(('subject', ''), _negated=True)), name='mission_subject_fits'),
        ),
        migrations.AddConstraint(
            model_name='mission',
            constraint=models.CheckConstraint(condition=models.Q(('nature__in', ['request', 'seminar', 'other'])), name='mission_nature_fits'),
        ),
        migrations.AddConstraint(
            model_name='mission',
            constraint=models.CheckConstraint(condition=models.Q(('course__in', ['alone', 'preceded', 'followed'])), name='mission_course_fits'),
        ),
        migrations.AddConstraint(
            model_name='mission',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('objectives'), 4000)), name='mission_objectives_fits'),
        ),
        migrations.AddConstraint(
            model_name='mission',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('follow_ups'), 2000)), name='mission_follow_ups_fits'),
        ),
        migrations.AddConstraint(
            model_name='mission',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('host_institution'), 200)), name='mission_host_institution_fits'),
        ),
        migrations.AddConstraint(
            model_name='mission',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('cancel_reason'), 2000)), name='mission_cancel_reason_fits'),
        ),
        migrations.AddConstraint(
            model_name='mission',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('interrupt_reason'), 2000)), name='mission_interrupt_reason_fits'),
        ),
        migrations.AddConstraint(
            model_name='missionleg',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('place'), 200)), name='missionleg_place_fits'),
        ),
        migrations.AddConstraint(
            model_name='namedpost',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('reasons'), 2000), models.Q(('reasons', ''), _negated=True)), name='namedpost_reasons_fits'),
        ),
        migrations.AddConstraint(
            model_name='offer',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('message'), 1000), models.Q(('message', ''), _negated=True)), name='offer_message_fits'),
        ),
        migrations.AddConstraint(
            model_name='participant',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('name'), 160)), name='participant_name_fits'),
        ),
        migrations.AddConstraint(
            model_name='participant',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('function'), 150)), name='participant_function_fits'),
        ),
        migrations.AddConstraint(
            model_name='recordedanswer',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('author'), 150), models.Q(('author', ''), _negated=True)), name='recordedanswer_author_fits'),
        ),
        migrations.AddConstraint(
            model_name='recordedanswer',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('contest_reason'), 2000)), name='recordedanswer_contest_reason_fits'),
        ),
        migrations.AddConstraint(
            model_name='recordedreview',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('author'), 150), models.Q(('author', ''), _negated=True)), name='recordedreview_author_fits'),
        ),
        migrations.AddConstraint(
            model_name='recordedreview',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('contest_reason'), 2000)), name='recordedreview_contest_reason_fits'),
        ),
        migrations.AddConstraint(
            model_name='reportlimitchange',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('reason'), 300), models.Q(('reason', ''), _negated=True)), name='reportlimitchange_reason_fits'),
        ),
        migrations.AddConstraint(
            model_name='solicitation',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('message'), 3000)), name='solicitation_message_fits'),
        ),
        migrations.AddConstraint(
            model_name='solicitation',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('answer_reason'), 2000)), name='solicitation_answer_reason_fits'),
        ),
        migrations.AddConstraint(
            model_name='solicitation',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('choice_reason'), 2000)), name='solicitation_choice_reason_fits'),
        ),
        migrations.AddConstraint(
            model_name='solicitation',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('cancel_reason'), 2000)), name='solicitation_cancel_reason_fits'),
        ),
        migrations.AddConstraint(
            model_name='termsacceptance',
            constraint=models.CheckConstraint(condition=models.Q(('party__in', ['holder', 'daect', 'embassy'])), name='termsacceptance_party_fits'),
        ),
        migrations.AddConstraint(
            model_name='termsacceptance',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('capacity'), 150), models.Q(('capacity', ''), _negated=True)), name='termsacceptance_capacity_fits'),
        ),
        migrations.AddConstraint(
            model_name='termsamendment',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('reason'), 2000), models.Q(('reason', ''), _negated=True)), name='termsamendment_reason_fits'),
        ),
        migrations.AddConstraint(
            model_name='termsdraft',
            constraint=models.CheckConstraint(condition=models.Q(('party__in', ['holder', 'daect', 'embassy'])), name='termsdraft_party_fits'),
        ),
        *GUARDS,
    ]
