"""A file that left its session waits for another one, since that day (spec L8, X4, X5)."""

from datetime import timedelta
from functools import partial

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.urls import reverse

from expect.accounts.enums import Role
from expect.dashboard import work as dashboard
from expect.kernel.clock import paris_day
from labels import admission, agenda, appeals, applications, committee, corrections
from labels.enums import AppealOutcome
from labels.models import LabelApplication
from tests import factories
from tests.labels import factories as labels
from tests.moments import AT, TODAY

DAY = timedelta(days=1)
RELEASED = AT + 29 * DAY
"""The eve of the session."""


@pytest.fixture
def officer():
    return factories.member(Role.OFFICER)


def called_off(application, by):
    committee.cancel_session(session=application.session, reason="Grève.", by=by, at=RELEASED)


def taken_off(application, by):
    agenda.take_off(application=application, reason="À compléter.", by=by, at=RELEASED)


WAYS = pytest.mark.parametrize("leave", [called_off, taken_off])


def released(leave, by):
    application = labels.admitted()
    leave(application, by)
    return LabelApplication.objects.get(pk=application.pk)


def head(client, page, application, person):
    client.force_login(person)
    return client.get(reverse(f"labels:{page}", args=[application.public_id])).context["head"]


def rows(client, **asked):
    return list(client.get(reverse("labels:applications"), asked).context["page"])


def exported(client):
    sheet = client.get(reverse("labels:applications"), {"export": "csv"})
    content = b"".join(sheet.streaming_content) if sheet.streaming else sheet.content
    return content.decode("utf-8-sig")


def in_the_work_list(user, application):
    return [item for item in dashboard.items(user, paris_day(RELEASED)) if application.public_id in item.url]


@WAYS
@pytest.mark.django_db
def test_x4_a_file_that_left_its_session_waits_for_daect_since_that_day(client, clock, officer, leave):
    application = released(leave, officer)
    clock.move_to(RELEASED)
    waits = TODAY + 29 * DAY
    own = head(client, "own_application", application, labels.signatory_of(application))
    assert "C’est à la DAECT d’inscrire le dossier à une autre séance" in own.turn
    assert own.since == waits
    assert head(client, "application", application, officer).since == waits
    (item,) = in_the_work_list(officer, application)
    assert item.since == RELEASED


@WAYS
@pytest.mark.django_db
def test_x5_the_list_waits_since_that_day_filtered_sorted_and_exported(client, clock, officer, leave):
    application = released(leave, officer)
    before = labels.lodged(at=AT + 20 * DAY)
    clock.move_to(RELEASED)
    client.force_login(officer)
    assert [row.pk for row in rows(client, turn="daect", tri="waiting")] == [before.pk, application.pk]
    assert [row.pk for row in rows(client, turn="daect", waiting="7")] == [before.pk]
    (row,) = rows(client, q=application.number)
    assert row.waiting_since == RELEASED
    (line,) = (line for line in exported(client).splitlines() if application.number in line)
    assert "31/03/2026" in line or "2026-03-31" in line


@pytest.mark.parametrize(("days", "for_good"), [(0, False), (23, False), (24, True)])
@pytest.mark.django_db
def test_l8_once_no_more_files_are_taken_the_page_says_that_it_cannot_come_back(
    client, clock, officer, days, for_good
):
    application, at = labels.admitted(), AT + days * DAY
    session = application.session
    clock.move_to(at)
    assert said_of_coming_back(client, application, officer) is for_good
    agenda.take_off(application=application, reason="Le mauvais.", by=officer, at=at)
    comes_back = partial(admission.admit, application=application, session=session, by=officer, at=at)
    if for_good:
        with pytest.raises(admission.SessionClosed):
            comes_back()
    else:
        assert comes_back().session == session


@pytest.mark.django_db
def test_l8_nor_once_they_are_closed_before(client, clock, officer):
    application = labels.admitted()
    committee.close_session(session=application.session, by=officer, at=AT)
    assert said_of_coming_back(client, application, officer)


def said_of_coming_back(client, application, officer):
    client.force_login(officer)
    told = client.get(reverse("labels:application_take_off", args=[application.public_id])).context
    return any("il ne pourra plus y revenir" in sentence for sentence in told["consequences"])


@pytest.mark.django_db
def test_x4_admitted_again_it_waits_for_the_committee_since_its_new_admission(client, clock, officer):
    application = released(taken_off, officer)
    again = RELEASED + DAY
    to = labels.session(held_on=TODAY + 60 * DAY, by=officer)
    admission.admit(application=application, session=to, by=officer, at=again)
    clock.move_to(again + 5 * DAY)
    assert head(client, "application", application, officer).since == paris_day(again)
    assert rows(client)[0].waiting_since == again


@pytest.mark.django_db
def test_l9_upheld_it_waits_for_a_session_since_the_answer(client, clock, officer):
    appeal = labels.appealed()
    at = appeal.registered_at + 3 * DAY
    appeals.answer_appeal(
        appeal=appeal, outcome=AppealOutcome.UPHELD, answer="Relu.", by=factories.head(), at=at
    )
    clock.move_to(at + DAY)
    assert head(client, "application", appeal.application, officer).since == paris_day(at)


def sent_back(application, by):
    facts = {"remarks": {"expertise": "À revoir."}, "answer_by": TODAY + 50 * DAY}
    corrections.request_changes(application=application, by=by, at=RELEASED, **facts)


def withdrawn(application, by):
    applications.withdraw(application=application, by=labels.signatory_of(application), at=RELEASED)


@pytest.mark.parametrize("leave", [sent_back, withdrawn])
@pytest.mark.django_db
def test_l8_sent_back_or_withdrawn_it_waits_for_no_session_any_more(officer, leave):
    application = released(called_off, officer)
    leave(application, officer)
    application.refresh_from_db()
    assert application.released_at is None


@pytest.mark.parametrize(
    ("released_at", "session", "state"),
    [(None, "NULL", "admissible"), (AT, "session_id", "admissible"), (AT, "NULL", "submitted")],
)
@pytest.mark.django_db
def test_l8_the_database_dates_what_waits_for_a_session_and_nothing_else(released_at, session, state):
    labels.admitted()
    wrong = f"UPDATE labels_labelapplication SET state = %s, session_id = {session}, released_at = %s"
    with (
        pytest.raises(IntegrityError, match="application_released"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(wrong, [state, released_at])


@pytest.mark.long
@pytest.mark.walk
@pytest.mark.django_db(transaction=True)
def test_x5_those_of_before_are_dated_by_the_journal():
    """What the journal says nothing of, by its admission."""
    one = released(called_off, factories.member(Role.OFFICER))
    silent, on_agenda = labels.admitted(), labels.admitted()
    executor = MigrationExecutor(connection)
    latest = executor.loader.graph.leaf_nodes()
    try:
        executor.migrate([("labels", "0046_attendance_corrections")])
        former = MigrationExecutor(connection).loader.project_state(
            [("labels", "0046_attendance_corrections")]
        )
        files = former.apps.get_model("labels", "LabelApplication").objects
        files.filter(pk=silent.pk).update(session=None)
    finally:
        MigrationExecutor(connection).migrate(latest)
    dated = dict(LabelApplication.objects.values_list("pk", "released_at"))
    assert dated == {one.pk: RELEASED, silent.pk: AT, on_agenda.pk: None}
