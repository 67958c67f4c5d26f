"""Each limit of stage 2, tried by raw SQL on the engine at hand: the database refuses it by itself (spec M1–M14, X13).

A row led there by the acts is copied with one thing changed; a constraint without its attempt fails the test.
"""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.apps import apps
from django.db import DataError, IntegrityError, connection, models, transaction

from expect.accounts.enums import Role
from missions import budget, marks
from missions.models import CalendarAddress, GrantedException, NamedPost, Offer, limits
from tests import factories
from tests.missions import factories as made
from tests.missions.factories import DEPARTURE
from tests.moments import AT, TODAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
FIRST = DEPARTURE + 10 * DAY
"""The departure of the mission once postponed."""
TRIED = [
    ("request_state_known", "expertiserequest", {"state": "ailleurs"}),
    ("request_period", "expertiserequest", {"wished_until": TODAY}),
    ("request_matched", "expertiserequest", {"matched_at": None}),
    ("request_withdrawn", "expertiserequest", {"state": "withdrawn"}),
    ("request_expired", "expertiserequest", {"state": "expired"}),
    ("request_merged", "expertiserequest", {"state": "merged"}),
    (
        "request_merged_into_another",
        "expertiserequest",
        {"id": 999_999, "merged_into_id": 999_999, "state": "merged", "merged_at": AT},
    ),
    ("request_declarant", "expertiserequest", {"origin": "holder"}),
    ("post_id", "expertiserequest", {"post_id": None}),
    ("offer_says_something", "offer", {"message": ""}),
    ("offer_taken_back_by_somebody", "offer", {"taken_back_at": AT}),
    ("offer_one_standing", "offer", {}),
    ("solicitation_state_known", "solicitation", {"state": "ailleurs"}),
    ("solicitation_answered", "solicitation", {"answered_at": None}),
    ("solicitation_declined", "solicitation", {"state": "declined", "answer_reason": ""}),
    ("solicitation_decided", "solicitation", {"state": "lapsed", "decided_at": None}),
    ("solicitation_answer_later", "solicitation", {"answer_by": TODAY}),
    ("solicitation_rank", "solicitation", {"rank": 2, "ranked": 1}),
    ("solicitation_rank", "solicitation", {"rank": 0, "ranked": 1}),
    ("solicitation_once", "solicitation", {"public_id": "a" * 12, "state": "sent"}),
    ("solicitation_one_chosen", "solicitation", {"public_id": "a" * 12, "label_id": 0, "organisation_id": 0}),
    ("exception_kind_known", "grantedexception", {"kind": "autre"}),
    ("exception_reasoned", "grantedexception", {"reasons": ""}),
    ("exception_once", "grantedexception", {}),
    ("mission_state_known", "mission", {"state": "ailleurs"}),
    ("mission_drafted_since", "mission", {"state": "draft", "draft_since": None}),
    ("mission_dates", "mission", {"returns_on": FIRST - DAY}),
    ("mission_seven_days", "mission", {"returns_on": FIRST + 7 * DAY}),
    ("mission_leaves_under_its_label", "mission", {"leaves_by": FIRST - DAY}),
    ("mission_accepted", "mission", {"accepted_at": None}),
    ("mission_validated", "mission", {"state": "completed"}),
    ("mission_cancelled", "mission", {"state": "cancelled"}),
    (
        "mission_interrupted",
        "mission",
        {"interrupted_at": AT, "interrupted_on": FIRST - DAY, "interrupt_reason": "Grève."},
    ),
    (
        "mission_report_completed_once_delivered",
        "mission",
        {"report_asked_again_at": AT},
    ),
    ("mission_report_due_after_return", "mission", {"report_due_on": FIRST}),
    ("post_id", "mission", {"post_id": None}),
    ("mission_mark_once", "missionmark", {}),
    ("expected_result_six", "expectedresult", {"rank": 7}),
    ("expected_result_six", "expectedresult", {"rank": 0}),
    ("expected_result_rank", "expectedresult", {}),
    ("leg_direction_known", "missionleg", {"direction": "ailleurs", "mission_id": 0}),
    ("leg_dates", "missionleg", {"ends_on": FIRST - DAY}),
    ("leg_seven_days", "missionleg", {"ends_on": FIRST + 7 * DAY}),
    ("leg_once_each_way", "missionleg", {}),
    ("participant_one_or_two", "participant", {"slot": 3}),
    ("participant_expert_or_name", "participant", {"name": "Autre personne"}),
    ("participant_slot_once", "participant", {"expert_id": 999_999}),
    ("participant_expert_once", "participant", {"slot": 2}),
    ("expert_one_mission_a_day", "participantday", {}),
    ("terms_draft_once", "termsdraft", {}),
    ("terms_version_once", "termsversion", {}),
    ("terms_accepted_once", "termsacceptance", {}),
    ("review_reasoned", "embassyreview", {"outcome": "refused", "remarks": ""}),
    ("version_id", "embassyreview", {"public_id": "a" * 12}),
    ("amendment_reasoned", "termsamendment", {"reason": ""}),
    ("review_link_expires", "reviewlink", {"expires_at": AT - DAY}),
    ("named_post_reasoned", "namedpost", {"reasons": ""}),
    ("cost_sign", "cost", {"amount": 0}),
    ("cost_sign", "cost", {"amount": -5}),
    ("cost_sign", "cost", {"corrects_id": 1, "follows_id": 1}),
    ("cost_paid_with_reference", "cost", {"stage": "paid", "reference": ""}),
    ("cost_correction_follows", "cost", {"corrects_id": 1, "amount": -5}),
    ("cost_replaces", "cost", {"replaces_id": 1}),
    ("cost_follows_another", "cost", {"id": 999_999, "follows_id": 999_999}),
    ("envelope_positive", "envelope", {"amount": 0}),
    ("envelope_positive", "envelope", {"amount": -1}),
    ("envelope_year", "envelope", {"year": 1999}),
    ("envelope_reasoned", "envelope", {"reason": ""}),
    ("recorded_channel_known", "recordedreview", {"channel": "phone"}),
    ("recorded_contest_whole", "recordedreview", {"contest_reason": "Faux."}),
    ("recorded_settled_whole", "recordedreview", {"settlement": "Non."}),
    ("recorded_withdrawn_once_settled", "recordedreview", {"withdrawn": True}),
    ("scan_id", "recordedreview", {"scan_id": None}),
    ("answer_recorded_of_one", "recordedanswer", {"solicitation_id": None}),
    ("answer_recorded_channel", "recordedanswer", {"channel": "telegram"}),
    ("answer_recorded_contest_whole", "recordedanswer", {"contest_reason": "Faux."}),
    ("answer_recorded_settled_whole", "recordedanswer", {"settlement": "Non."}),
    ("scan_id", "recordedanswer", {"scan_id": None}),
    ("calendar_address_one_open", "calendaraddress", {"public_id": "a" * 12}),
]
"""The constraint, or the column; the table; what the copy has that the row has not."""
HELD_OTHERWISE = {
    ("expertiserequest", "state"),
    ("solicitation", "state"),
    ("mission", "state"),
    ("missionleg", "direction"),
    ("grantedexception", "kind"),
    ("recordedreview", "channel"),
    ("recordedanswer", "channel"),
}
"""Tried above, by a constraint of their own."""
MADE_BY_THE_CODE = {("termsversion", "sha256"), ("reviewlink", "token_digest")}


def words() -> list[tuple[str, str, dict]]:
    """For each field of words, its CHECK, and what is beyond it: too long, empty where it may not be, no choice."""
    tried = []
    for model in apps.get_app_config("missions").get_models():
        table = model._meta.model_name
        for field in limits.written(model):
            if (table, field.name) in HELD_OTHERWISE | MADE_BY_THE_CODE:
                continue
            wrong = ["autre"] if field.choices else ["x" * (field.max_length + 1)]
            wrong += [] if field.blank else [""]
            tried += [(f"{table}_{field.name}_fits", table, {field.column: value}) for value in wrong]
    return tried


@pytest.fixture
def rows() -> None:
    """A row in each table, the first of each as TRIED expects it."""
    cast = made.Cast()
    mission = made.validated(cast)
    made.expert(cast.organisation, id=999_999)
    made.cost(cast, mission)
    made.postponed(cast, mission)
    head, need = factories.member(Role.HEAD), mission.solicitation.request
    made.recorded(cast, made.awaiting(cast, departs_on=DEPARTURE + 30 * DAY))
    made.answered_elsewhere(cast, made.solicitation(cast))
    budget.set_envelope(year=2026, amount=Decimal(1000), reason="Crédits", by=head, at=AT)
    said = {"request": need, "label": cast.label}
    Offer.objects.create(
        **said, organisation=cast.organisation, message="Oui.", offered_at=AT, offered_by=cast.editor
    )
    GrantedException.objects.create(**said, kind="label", reasons="Motif", granted_at=AT, granted_by=head)
    NamedPost.objects.create(
        country=cast.country, post=cast.post, reasons="Motif", named_at=AT, named_by=head
    )
    CalendarAddress.objects.create(user=cast.editor, created_at=AT)
    marks.mark(mission=mission, by=cast.officer, at=AT, note="Rappeler le poste")


def copied(model: type[models.Model], changed: dict) -> tuple[str, list]:
    """The statement that inserts the first row of a table again, with that changed."""
    columns = [field.column for field in model._meta.concrete_fields if not field.primary_key]
    columns += [name for name in changed if name not in columns]
    wanted = ", ".join("%s" if column in changed else f'"{column}"' for column in columns)
    names = ", ".join(f'"{column}"' for column in columns)
    table = model._meta.db_table
    statement = f'INSERT INTO "{table}" ({names}) SELECT {wanted} FROM "{table}" ORDER BY id LIMIT 1'
    return statement, [changed[column] for column in columns if column in changed]


def answer_of(statement: str, parameters: list) -> str:
    """What the database says; nothing where it lets it be."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            return f"let be: {cursor.rowcount} row"
    except (IntegrityError, DataError) as refusal:
        return str(refusal)


def signs(model: type[models.Model], name: str, changed: dict) -> set[str]:
    """By which of its words a refusal is known: SQLite names the columns of a unique constraint, not the constraint.

    Words that may not be empty are held twice, with other columns and by themselves: either may speak first.
    """
    table = model._meta.model_name
    themselves = {f"{table}_{field.name}_fits" for field in limits.written(model) if field.column in changed}
    unique = [one for one in model._meta.constraints if one.name == name and hasattr(one, "fields")]
    columns = [model._meta.get_field(field).column for one in unique for field in one.fields]
    too_long = (
        {"value too long"} if name.endswith("_fits") else set()
    )  # PostgreSQL reads the column's type first
    return (
        themselves
        | too_long
        | {name, ", ".join(f"{model._meta.db_table}.{column}" for column in columns) or name}
    )


@pytest.mark.long
def test_every_limit_is_refused_by_the_database_itself(rows):
    let_be = []
    for name, table, changed in TRIED:
        model = apps.get_model("missions", table)
        said = answer_of(*copied(model, changed))
        if not any(sign in said for sign in signs(model, name, changed)):
            let_be.append(f"{name}: {said}")
    for name, table, changed in words():
        said = answer_of(*copied(apps.get_model("missions", table), changed))
        if said.startswith("let be"):
            let_be.append(f"{name}: {said}")
    assert let_be == []


@pytest.mark.pure
def test_every_constraint_has_its_attempt():
    declared = {
        constraint.name
        for model in apps.get_app_config("missions").get_models()
        for constraint in model._meta.constraints
    }
    assert declared - {name for name, _, _ in [*TRIED, *words()]} == set()
    assert {name for name, _, _ in words()} <= declared, "each field of words is held"


def test_the_row_that_changes_nothing_but_its_keys_goes_in():
    """The control: what refuses the copies is what they change."""
    made.need(made.Cast())
    keys = {"public_id": "a" * 12, "number": "B-2026-9999"}
    need = apps.get_model("missions", "expertiserequest")
    assert answer_of(*copied(need, keys)) == "let be: 1 row"
