"""What waits for each person (spec X4)."""

from datetime import date, datetime, timedelta

import pytest

from expect.accounts.enums import Role
from expect.dashboard import work as dashboard
from expect.kernel.clock import paris_day
from labels import applications, committee, decisions, invitations, minutes, recusals
from labels.enums import Answer, Outcome, View
from labels.work import work_items
from tests import factories
from tests.labels import factories as labels
from tests.moments import AT, TODAY

pytestmark = pytest.mark.django_db
HELD_ON = TODAY + timedelta(days=30)


def waiting(user, on=TODAY):
    """(kind, public id, due day) of stage 1 for that person."""
    rows = [row for queryset in work_items(user, on) for row in queryset]
    return [(kind, public_id, due_on) for kind, public_id, _, due_on, _ in rows]


def test_x10_a_lodged_file_waits_for_daect_until_silence_falls():
    application = labels.lodged()
    officer, head = factories.member(Role.OFFICER), factories.head()
    todo = [("labels.check", application.public_id, date(2026, 5, 2))]
    assert waiting(officer) == waiting(head) == todo
    assert waiting(labels.signatory_of(application)) == []


def test_l8_opinions_wait_for_the_members_who_sit_until_the_session():
    one, aside, out = (factories.member(Role.COMMITTEE_MEMBER) for _ in range(3))
    application = labels.admitted(to=labels.session(one, aside))
    asked = ("labels.answer_invitation", application.session.public_id, HELD_ON)
    todo = [asked, ("labels.give_opinion", application.public_id, HELD_ON)]
    assert waiting(one) == waiting(aside) == todo
    assert waiting(out) == []
    committee.give_opinion(application=application, view=View.FAVOURABLE, reasons="Solide.", by=one, at=AT)
    recusals.step_aside(application=application, reasons="Lien.", by=aside, at=AT)
    assert waiting(one) == waiting(aside) == [asked]
    for member, answer in ((one, Answer.COMING), (aside, Answer.DECLINED)):
        invitations.answer_invitation(
            session=application.session, answer=answer, reason="En mission.", by=member, at=AT
        )
    assert waiting(one) == waiting(aside) == []


def test_a_session_waits_to_be_closed_after_its_cut_off_then_to_be_held():
    session = labels.session()
    labels.admitted(to=session)
    officer = factories.member(Role.OFFICER)
    assert waiting(officer, session.cut_off_on) == []
    after = session.cut_off_on + timedelta(days=1)
    assert waiting(officer, after) == [("labels.close_session", session.public_id, HELD_ON)]
    committee.close_session(session=session, by=officer, at=AT)
    assert waiting(officer, after) == []
    assert waiting(officer, HELD_ON) == [("labels.hold_session", session.public_id, HELD_ON)]


def since(user, kind, on):
    """The day from which the first thing of that kind waits, as the list of all that waits says it."""
    return next(paris_day(at) for found, *_, at in dashboard.waiting(user, on) if found == kind)


def test_x4_what_falls_due_on_a_day_waits_since_that_day():
    session, _ = labels.session(), labels.session()
    labels.admitted(to=session)
    head, after = factories.head(), session.cut_off_on + timedelta(days=1)
    late = after + timedelta(days=2)
    assert since(head, "labels.close_session", late) == since(head, "labels.cancel_session", late) == after
    committee.close_session(session=session, by=head, at=AT)
    assert since(head, "labels.hold_session", HELD_ON + timedelta(days=1)) == HELD_ON


def test_x4_closed_then_left_by_its_files_a_session_waits_since_its_close():
    application, head, at = labels.admitted(), factories.head(), AT + timedelta(days=3)
    committee.close_session(session=application.session, by=head, at=at)
    applications.withdraw(application=application, by=labels.signatory_of(application), at=at)
    assert since(head, "labels.cancel_session", HELD_ON) == paris_day(at)


def test_x4_what_was_not_corrected_waits_to_be_closed_since_the_day_after_the_one_asked():
    application = labels.sent_back(days=20)
    due = TODAY + timedelta(days=20)
    assert since(factories.head(), "labels.close", due + timedelta(days=9)) == due + timedelta(days=1)
    assert since(labels.signatory_of(application), "labels.correct", due) == TODAY


def test_l9_decisions_wait_for_daect_then_the_notification_for_the_head():
    application = labels.examined()
    officer, head = factories.member(Role.OFFICER), factories.head()
    assert waiting(officer) == waiting(head) == [("labels.decide", application.public_id, None)]
    labels.decided(application, Outcome.REFUSED)
    minutes_due = ("labels.establish_minutes", application.session.public_id, None)
    assert waiting(officer) == [minutes_due]
    assert waiting(head) == [minutes_due, ("labels.notify_session", application.session.public_id, None)]
    minutes.establish_minutes(session=application.session, by=officer, at=application.examined_at)
    assert waiting(officer) == []


def test_l9_a_deferred_file_waits_for_another_session():
    application = labels.examined()
    labels.decided(application, Outcome.DEFERRED)
    at = datetime.combine(HELD_ON, AT.timetz())
    decisions.notify_session(session=application.session, by=factories.head(), at=at)
    officer = factories.member(Role.OFFICER)
    assert waiting(officer) == [
        ("labels.admit_again", application.public_id, None),
        ("labels.establish_minutes", application.session.public_id, None),
    ]


def test_x4_every_kind_leads_to_a_page_that_opens(client, clock):
    session = labels.session()
    labels.admitted(to=session)
    labels.lodged()
    head = factories.head()
    committee.close_session(session=session, by=head, at=AT)
    labels.admitted(to=labels.session())
    labels.session()
    found = dashboard.items(head, HELD_ON)
    assert len(found) == len(waiting(head, HELD_ON)) == 4
    clock.move_to(datetime.combine(HELD_ON, AT.timetz()))
    client.force_login(head)
    assert [client.get(item.url).status_code for item in found] == [200] * 4


def test_l8_a_session_without_files_is_to_be_cancelled_never_to_be_closed_nor_held():
    session = labels.session()
    application = labels.admitted(to=session)
    officer = factories.member(Role.OFFICER)
    committee.close_session(session=session, by=officer, at=AT)
    applications.withdraw(application=application, by=labels.signatory_of(application), at=AT)
    assert waiting(officer, HELD_ON) == [("labels.cancel_session", session.public_id, HELD_ON)]
    committee.cancel_session(session=session, reason="Dossier retiré.", by=officer, at=AT)
    assert waiting(officer, HELD_ON) == []
    empty = labels.session()
    assert waiting(officer, empty.cut_off_on) == []
    after = empty.cut_off_on + timedelta(days=1)
    assert waiting(officer, after) == [("labels.cancel_session", empty.public_id, HELD_ON)]


def test_l8_a_released_file_waits_for_another_session():
    application = labels.admitted()
    officer = factories.member(Role.OFFICER)
    committee.cancel_session(session=application.session, reason="Report.", by=officer, at=AT)
    assert waiting(officer) == [("labels.admit_again", application.public_id, None)]
    assert waiting(labels.signatory_of(application)) == []


def test_l9_a_corrected_decision_asks_for_nothing_more():
    application = labels.examined()
    officer, head = factories.member(Role.OFFICER), factories.head()
    decisions.correct_decision(
        decision=labels.decided(application),
        correction_reason="Erreur de saisie.",
        outcome=Outcome.REFUSED,
        reasons="Trop court.",
        by=officer,
        at=AT,
    )
    minutes.establish_minutes(session=application.session, by=officer, at=application.examined_at)
    assert waiting(officer) == []
    assert waiting(head) == [("labels.notify_session", application.session.public_id, None)]
