"""Who came to a session is put right until its minutes or its notification (spec L8, decision 0093)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from expect.accounts.enums import Role
from expect.audit.models import Entry
from expect.kernel.errors import NotAllowed, Refusal
from labels import attendance, committee, decisions, minutes, selectors
from labels.committee import NoQuorum
from labels.enums import Outcome
from labels.invitations import NotAMember
from labels.models import AttendanceCorrection
from tests import factories
from tests.labels import factories as labels
from tests.moments import AT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
LATE = "Mme Roy est arrivée à 10 h."
MEETING = AT + timedelta(days=30)


@pytest.fixture
def meeting():
    """A session of three, to which two came, on one file."""
    members = [factories.member(Role.COMMITTEE_MEMBER) for _ in range(3)]
    session, officer = labels.admitted(to=labels.session(*members)).session, factories.member(Role.OFFICER)
    committee.close_session(session=session, by=officer, at=AT)
    return committee.hold_session(session=session, present=members[:2], by=officer, at=MEETING)


def correct(session, present, by=None, **facts):
    by = by or factories.member(Role.OFFICER)
    typed = {"present": present, "reason": LATE, "at": MEETING}
    return attendance.correct_attendance(session=session, by=by, **typed | facts)


def people(session, *, present=True):
    return [member.user for member in session.members.filter(present=present).order_by("pk")]


def page(session):
    return reverse("labels:session_correct_attendance", args=[session.public_id])


def words(response):
    return response.content.decode().replace("\u202f", " ").replace("\xa0", " ").replace("&nbsp;", " ")


def test_l8_a_member_who_came_late_counts_in_the_quorum_and_in_the_minutes(meeting):
    (late,) = people(meeting, present=False)
    (correction,) = correct(meeting, [*people(meeting), late])
    assert (correction.member.user, correction.present, correction.reason) == (late, True, LATE)
    file = meeting.applications.get()
    assert selectors.tallies(meeting, [file])[file.pk].present == 3
    said = minutes.minutes_context(meeting, number=1, by=factories.head(), at=MEETING)["minutes"]
    assert str(late) in said["present"]
    line = Entry.objects.get(action="correct_attendance")
    assert (line.subject_id, line.details) == (meeting.public_id, {"people": {late.public_id: True}})


def test_l8_a_wrong_tick_is_undone_and_its_history_stays(meeting):
    first, second = people(meeting)
    correct(meeting, [second, *people(meeting, present=False)])
    assert first not in people(meeting)
    assert AttendanceCorrection.objects.count() == 2
    correct(meeting, [first, second])
    assert people(meeting) == [first, second]
    assert AttendanceCorrection.objects.count() == 4


@pytest.mark.parametrize("reason", ["", " "])
def test_l8_a_correction_of_the_attendance_has_its_reason_and_changes_something(meeting, reason):
    everybody = people(meeting) + people(meeting, present=False)
    with pytest.raises(Refusal, match="pourquoi"):
        correct(meeting, everybody, reason=reason)
    with pytest.raises(Refusal, match="déjà"):
        correct(meeting, people(meeting))
    assert not AttendanceCorrection.objects.exists()


def test_l8_only_who_sits_is_noted(meeting):
    with pytest.raises(NotAMember):
        correct(meeting, [*people(meeting), factories.member(Role.COMMITTEE_MEMBER)])


@pytest.mark.parametrize("outcome", [Outcome.GRANTED, Outcome.REFUSED])
def test_l8_no_decision_is_left_without_its_quorum(meeting, outcome):
    decision = labels.decided(meeting.applications.get(), outcome)
    first, second = people(meeting)
    with pytest.raises(NoQuorum, match=r"1 sur 3.*corrigez d’abord la décision en ajournement"):
        correct(meeting, [first])
    assert people(meeting) == [first, second]
    decisions.correct_decision(
        decision=decision,
        correction_reason="Quorum.",
        outcome=Outcome.DEFERRED,
        reasons="Le quorum n’était pas atteint.",
        by=factories.head(),
        at=MEETING,
    )
    correct(meeting, [first])
    assert people(meeting) == [first]


def test_l8_control_before_any_decision_the_quorum_may_be_lost(meeting):
    correct(meeting, people(meeting)[:1])
    assert len(people(meeting)) == 1


def test_l8_the_attendance_is_final_once_the_minutes_are_established(client, meeting):
    officer = factories.member(Role.OFFICER)
    labels.decided(meeting.applications.get(), Outcome.DEFERRED)
    minutes.establish_minutes(session=meeting, by=officer, at=MEETING)
    with pytest.raises(NotAllowed, match="procès-verbal de cette séance est établi"):
        correct(meeting, people(meeting)[:1])
    client.force_login(officer)
    assert "ses présences ne changent plus" in words(client.get(page(meeting), follow=True))


def test_l8_the_attendance_is_final_once_the_decisions_have_left(meeting):
    labels.decided(meeting.applications.get(), Outcome.REFUSED)
    decisions.notify_session(session=meeting, by=factories.head(), at=MEETING)
    with pytest.raises(NotAllowed, match="sont notifiées"):
        correct(meeting, people(meeting)[:1])


def test_l8_nobody_but_daect_puts_the_attendance_right(meeting):
    with pytest.raises(NotAllowed):
        correct(meeting, people(meeting)[:1], by=people(meeting)[0])


def test_l8_the_page_says_who_is_noted_then_who_put_it_right(client, clock, meeting):
    officer = factories.member(Role.OFFICER)
    clock.move_to(MEETING)
    client.force_login(officer)
    shown = client.get(page(meeting))
    (late,) = people(meeting, present=False)
    assert shown.context["form"].initial["present"] == [person.pk for person in people(meeting)]
    present = [person.pk for person in [*people(meeting), late]]
    typed = {"present": present, "reason": LATE, "seen": 0}
    done = words(client.post(page(meeting), typed, follow=True))
    assert f"Les présences sont corrigées : {late} (présence)." in done
    assert f"{late} : présence, par {officer} le" in done
    assert LATE in done


def test_l8_two_corrections_at_once_do_not_undo_one_another(client, clock, meeting):
    first, second = people(meeting)
    (late,) = people(meeting, present=False)
    other = factories.member(Role.OFFICER)
    correct(meeting, [first, second, late], by=other)
    clock.move_to(MEETING)
    client.force_login(factories.member(Role.OFFICER))
    typed = {"present": [first.pk], "reason": "Parti avant l’ouverture.", "seen": 0}
    stale = client.post(page(meeting), typed)
    assert f"{other} a corrigé les présences le" in words(stale)
    assert "Parti avant l’ouverture." in words(stale)
    assert people(meeting) == [first, second, late]
    again = typed | {"seen": stale.context["form"]["seen"].value(), "present": [first.pk, late.pk]}
    client.post(page(meeting), again)
    assert people(meeting) == [first, late]


@pytest.mark.parametrize("seen", ["1", "9" * 20])
def test_l8_more_corrections_than_there_are_is_no_fault(client, clock, meeting, seen):
    (late,) = people(meeting, present=False)
    clock.move_to(MEETING)
    client.force_login(factories.member(Role.OFFICER))
    present = [person.pk for person in [*people(meeting), late]]
    assert client.post(page(meeting), {"present": present, "reason": LATE, "seen": seen}).status_code == 302
    assert late in people(meeting)


def test_l8_the_page_that_records_the_meeting_says_what_its_ticks_are(client, clock):
    session, officer = labels.admitted().session, factories.member(Role.OFFICER)
    committee.close_session(session=session, by=officer, at=AT)
    clock.move_to(MEETING)
    client.force_login(officer)
    shown = words(client.get(reverse("labels:session_hold", args=[session.public_id])))
    assert "Les cases cochées sont les réponses reçues : vérifiez qui est là." in shown


def test_l8_a_recusal_at_the_table_is_said_to_be_final(client, clock):
    application = labels.admitted()
    officer = factories.member(Role.OFFICER)
    client.force_login(officer)
    url = reverse("labels:application_set_aside", args=[application.public_id])
    before = words(client.get(url))
    assert "Une erreur se corrige tant que la séance ne s’est pas tenue." in before
    labels.held(application.session)
    clock.move_to(MEETING)
    client.force_login(officer)
    at_the_table = words(client.get(url))
    assert "ce déport ne se lèvera plus" in at_the_table
    assert "Une erreur se corrige" not in at_the_table
