"""What the database refuses by itself, against raw SQL, on the engine at hand (spec M4–M7)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from missions.models import Cost, MissionLeg, Participant, ParticipantDay
from tests.missions import factories as made
from tests.missions.factories import DEPARTURE
from tests.moments import AT

pytestmark = pytest.mark.django_db


def sql(statement: str, *parameters) -> int:
    """Run it, bare; how many rows it touched."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.rowcount


def refused(statement: str, *parameters, named: str) -> None:
    """It fails, and by that constraint."""
    with pytest.raises(IntegrityError, match=named):
        sql(statement, *parameters)


@pytest.fixture
def leg(cast) -> MissionLeg:
    return made.prepared(cast).legs.get()


ADD_PERSON = (
    "INSERT INTO missions_participant (leg_id, slot, expert_id, name, function) VALUES (%s, %s, NULL, %s, '')"
)


@pytest.mark.parametrize("slot", [0, 3, 12])
def test_m4_a_third_place_does_not_exist(leg, slot):
    refused(ADD_PERSON, leg.pk, slot, "Tierce personne", named="participant_one_or_two")


def test_m4_a_place_is_taken_once(leg):
    refused(ADD_PERSON, leg.pk, 1, "Autre personne", named="slot")
    assert sql(ADD_PERSON, leg.pk, 2, "Autre personne") == 1


ADD_LEG = (
    "INSERT INTO missions_missionleg (mission_id, direction, starts_on, ends_on, place) "
    "VALUES (%s, 'hosting', %s, %s, 'Rennes')"
)


@pytest.mark.parametrize(("days", "fits"), [(1, True), (7, True), (8, False), (400, False)])
def test_m4_a_leg_of_eight_days_is_not_inserted(leg, days, fits):
    last = DEPARTURE + timedelta(days=days - 1)
    if fits:
        assert sql(ADD_LEG, leg.mission_id, DEPARTURE, last) == 1
    else:
        refused(ADD_LEG, leg.mission_id, DEPARTURE, last, named="leg_seven_days")


def test_m4_nor_updated_into_being(leg):
    update = "UPDATE missions_missionleg SET ends_on = %s WHERE id = %s"
    refused(update, DEPARTURE + timedelta(days=7), leg.pk, named="leg_seven_days")
    refused(update, DEPARTURE - timedelta(days=1), leg.pk, named="leg_dates")
    assert sql(update, DEPARTURE + timedelta(days=5), leg.pk) == 1


def test_m4_one_leg_each_way(leg):
    assert sql(ADD_LEG, leg.mission_id, DEPARTURE, DEPARTURE) == 1
    refused(ADD_LEG, leg.mission_id, DEPARTURE, DEPARTURE, named="direction")


def test_m6_an_expert_is_on_one_mission_a_day(cast, leg):
    other = Participant.objects.create(leg=leg, slot=2, expert=cast.experts[1])
    add = "INSERT INTO missions_participantday (participant_id, expert_id, day) VALUES (%s, %s, %s)"
    refused(add, other.pk, cast.experts[0].pk, DEPARTURE, named="expert")
    assert sql(add, other.pk, cast.experts[1].pk, DEPARTURE) == 1
    move = "UPDATE missions_participantday SET expert_id = %s WHERE participant_id = %s"
    refused(move, cast.experts[0].pk, other.pk, named="expert")


def test_m7_a_correction_is_negative_a_line_is_not(cast):
    line = made.cost(cast, made.draft(cast))
    add = (
        "INSERT INTO missions_cost (public_id, mission_id, kind, stage, buyer, label, amount, reference, corrects_id, "
        "follows_id, recorded_at, recorded_by_id) "
        "VALUES (%s, %s, 'air', 'paid', 'ministry', 'x', %s, %s, %s, %s, %s, %s)"
    )
    rest = (AT, cast.officer.pk)
    refused(add, "a" * 12, line.mission_id, -5, "EJ", None, None, *rest, named="cost_sign")
    refused(add, "b" * 12, line.mission_id, 5, "EJ", line.pk, line.pk, *rest, named="cost_sign")
    refused(add, "c" * 12, line.mission_id, 5, "", None, None, *rest, named="cost_paid_with_reference")


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("missions_termsversion", "content", "{}"),
        ("missions_termsversion", "sha256", "0"),
        ("missions_termsacceptance", "capacity", "Autre"),
        ("missions_embassyreview", "remarks", "Autre"),
        ("missions_reportlimitchange", "reason", "Autre"),
        ("missions_cost", "amount", 1),
        ("missions_termsamendment", "reason", "Autre"),
    ],
)
def test_what_was_accepted_answered_or_spent_never_changes(cast, table, column, value):
    mission = made.validated(cast)
    made.cost(cast, mission)
    made.postponed(cast, mission)
    refused(f"UPDATE {table} SET {column} = %s", value, named="expect: a row of")
    refused(f"DELETE FROM {table}", named="expect: rows of")


@pytest.mark.parametrize("state", ["validated", "completed", "closed"])
def test_a_state_has_its_facts(cast, state):
    mission = made.draft(cast)
    refused(
        "UPDATE missions_mission SET state = %s WHERE id = %s",
        state,
        mission.pk,
        named="mission_(validated|accepted)",
    )
    refused(
        "UPDATE missions_mission SET state = 'cancelled' WHERE id = %s", mission.pk, named="mission_cancelled"
    )
    refused(
        "UPDATE missions_mission SET state = 'ailleurs' WHERE id = %s",
        mission.pk,
        named="mission_state_known",
    )


def test_the_same_guards_hold_through_django(cast, leg):
    leg.ends_on = DEPARTURE + timedelta(days=7)
    with pytest.raises(IntegrityError), transaction.atomic():
        leg.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        Participant.objects.create(leg=leg, slot=3, expert=cast.experts[1])
    day = ParticipantDay.objects.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        ParticipantDay.objects.create(participant=day.participant, expert=day.expert, day=day.day)
    with pytest.raises(IntegrityError), transaction.atomic():
        Cost.objects.create(
            mission=leg.mission,
            kind="air",
            stage="paid",
            label="x",
            amount=1,
            recorded_at=AT,
            recorded_by=cast.officer,
        )
