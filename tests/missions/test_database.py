"""What the database refuses by itself, against raw SQL, on the engine at hand (spec M4–M7)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from missions import costs
from missions.enums import Course
from missions.models import Cost, Mission, MissionLeg, Participant, ParticipantDay
from missions.terms.values import Leg, Person
from tests import factories
from tests.missions import factories as made
from tests.missions.factories import DEPARTURE, RETURN
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
    """Of a mission that a hosting follows, not yet said."""
    return made.prepared(cast, course=Course.FOLLOWED).legs.get()


DAY = timedelta(days=1)
ADD_PERSON = (
    "INSERT INTO missions_participant (leg_id, slot, expert_id, name, function) VALUES (%s, %s, NULL, %s, '')"
)


HOSTING = Leg(DEPARTURE - 4 * DAY, DEPARTURE, "Rennes", (Person("Awa Diop"),))


@pytest.fixture
def preceded(cast) -> Mission:
    """People are hosted until the very day on which others leave."""
    return made.prepared(cast, course=Course.PRECEDED, hosting=HOSTING)


@pytest.fixture
def hosting(preceded) -> MissionLeg:
    return preceded.legs.get(direction="hosting")


@pytest.mark.parametrize("slot", [0, 3, 12])
def test_m4_a_third_place_does_not_exist(hosting, slot):
    refused(ADD_PERSON, hosting.pk, slot, "Tierce personne", named="participant_one_or_two")


def test_m4_a_place_is_taken_once(hosting):
    refused(ADD_PERSON, hosting.pk, 1, "Autre personne", named="slot")
    assert sql(ADD_PERSON, hosting.pk, 2, "Autre personne") == 1


SEND = "INSERT INTO missions_participant (leg_id, slot, expert_id, name, function) VALUES (%s, 2, %s, '', '')"


def test_m6_who_is_sent_is_an_expert_of_the_holder(cast, leg):
    stranger, of_theirs = made.expert(factories.organisation()), "expect: a row of missions_participant"
    refused(ADD_PERSON, leg.pk, 2, "Personne inconnue", named=of_theirs)
    refused(SEND, leg.pk, stranger.pk, named=of_theirs)
    refused(
        "UPDATE missions_participant SET expert_id = %s WHERE leg_id = %s",
        stranger.pk,
        leg.pk,
        named=of_theirs,
    )
    assert sql(SEND, leg.pk, cast.experts[1].pk) == 1


def test_m4_who_is_hosted_is_no_expert(cast, hosting):
    refused(SEND, hosting.pk, cast.experts[1].pk, named="expect: a row of missions_participant")


def test_m4_a_leg_begins_once_the_former_has_ended(preceded, hosting):
    move, later = (
        "UPDATE missions_missionleg SET ends_on = %s WHERE id = %s",
        "expect: a row of missions_missionleg",
    )
    refused(move, DEPARTURE + DAY, hosting.pk, named=later)
    stay = preceded.legs.get(direction="sending")
    earlier = "UPDATE missions_missionleg SET starts_on = %s WHERE id = %s"
    refused(earlier, DEPARTURE - DAY, stay.pk, named=later)
    assert sql(earlier, DEPARTURE + DAY, stay.pk) == 1


@pytest.mark.parametrize("course", ["alone", "followed"])
def test_m4_the_course_is_that_of_the_legs(preceded, course):
    update = "UPDATE missions_mission SET course = %s"
    refused(update, course, named="expect: a row of missions_mission ")
    assert sql(update, "preceded") == 1


@pytest.mark.parametrize(("course", "day"), [("preceded", 1), ("followed", 5)])
def test_m4_a_leg_that_overlaps_is_not_inserted(leg, course, day):
    """The stay lasts from day 0 to day 6."""
    sql("UPDATE missions_mission SET course = %s", course)
    first = DEPARTURE + (day if course == "followed" else day - 3) * DAY
    refused(ADD_LEG, leg.mission_id, first, first + 3 * DAY, named="expect: a row of missions_missionleg")


def test_m3_an_answer_is_awaited_while_the_need_stands(cast):
    asked = made.solicitation(cast)
    until = asked.request.wished_until
    words = "message, answer_reason, choice_reason, cancel_reason"
    columns = f"request_id, label_id, state, sent_at, sent_by_id, fit, {words}"
    again = (
        f"INSERT INTO missions_solicitation (public_id, organisation_id, answer_by, {columns}) "
        f"SELECT %s, %s, %s, {columns} FROM missions_solicitation"
    )
    other = factories.organisation().pk
    refused(again, "a" * 12, other, until + DAY, named="expect: a row of missions_solicitation")
    assert sql(again, "a" * 12, other, until) == 1
    shorten = "UPDATE missions_expertiserequest SET wished_until = %s"
    refused(shorten, until - DAY, named="expect: a row of missions_expertiserequest")
    assert sql(shorten, until + DAY) == 1


def test_m7_a_payment_is_entered_once(cast):
    line = made.cost(cast, made.draft(cast))
    columns = "mission_id, kind, stage, buyer, label, amount, recorded_at, recorded_by_id"
    again = (
        f"INSERT INTO missions_cost (public_id, reference, {columns}) "
        f"SELECT %s, %s, {columns} FROM missions_cost WHERE id = %s"
    )
    refused(again, "a" * 12, line.reference.lower(), line.pk, named="expect: a row of missions_cost")
    assert sql(again, "b" * 12, "EJ-2026-002", line.pk) == 1
    costs.correct_cost(cost=line, reason="Erreur", by=cast.officer, at=AT)
    assert sql(again, "c" * 12, line.reference, line.pk) == 1


ADD_LEG = (
    "INSERT INTO missions_missionleg (mission_id, direction, starts_on, ends_on, place) "
    "VALUES (%s, 'hosting', %s, %s, 'Rennes')"
)


@pytest.mark.parametrize(("days", "fits"), [(1, True), (7, True), (8, False), (400, False)])
def test_m4_a_leg_of_eight_days_is_not_inserted(leg, days, fits):
    first = RETURN
    last = first + (days - 1) * DAY
    if fits:
        assert sql(ADD_LEG, leg.mission_id, first, last) == 1
    else:
        refused(ADD_LEG, leg.mission_id, first, last, named="leg_seven_days")


def test_m4_nor_updated_into_being(leg):
    update = "UPDATE missions_missionleg SET ends_on = %s WHERE id = %s"
    refused(update, DEPARTURE + timedelta(days=7), leg.pk, named="leg_seven_days")
    refused(update, DEPARTURE - timedelta(days=1), leg.pk, named="leg_dates")
    assert sql(update, DEPARTURE + timedelta(days=5), leg.pk) == 1


def test_m4_one_leg_each_way(leg):
    assert sql(ADD_LEG, leg.mission_id, RETURN, RETURN) == 1
    refused(ADD_LEG, leg.mission_id, RETURN, RETURN, named="direction")


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
