"""The session as an object: agenda in order, invitations answered, hours, calendar file (spec L8)."""

from datetime import datetime, time, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from icalendar import Calendar

from expect.accounts.enums import Role
from expect.audit.models import Entry
from expect.kernel.clock import PARIS
from expect.kernel.errors import NotAllowed, Refusal
from expect.notifications.models import Message
from labels import (
    admission,
    agenda,
    applications,
    committee,
    decisions,
    invitations,
    recusals,
    rules,
    selectors,
)
from labels.committee import BadDates
from labels.enums import Answer, Outcome, View
from labels.models import AgendaPlace
from tests import factories
from tests.labels import factories as labels
from tests.moments import AT, TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
HELD_ON = TODAY + timedelta(days=30)


@pytest.fixture
def officer(client):
    person = factories.member(Role.OFFICER)
    client.force_login(person)
    return person


@pytest.fixture
def session():
    """Three files on the agenda of a session of two members."""
    planned = labels.session(*(factories.member(Role.COMMITTEE_MEMBER) for _ in range(2)))
    for name in ("Angers", "Brest", "Calais"):
        labels.admitted(factories.organisation(name=name), to=planned)
    return planned


def names(session):
    return [file.organisation.name for file in selectors.files_to_examine(session)]


def file_of(session, name):
    return session.applications.get(organisation__name=name)


def url(page, subject):
    return reverse(f"labels:{page}", args=[subject.public_id])


def words(response):
    return response.content.decode().replace("\u202f", " ").replace("\xa0", " ").replace("&nbsp;", " ")


# ---------------------------------------------------------------- agenda


def test_l8_a_file_takes_its_rank_and_the_others_make_room(session, officer):
    assert names(session) == ["Angers", "Brest", "Calais"]
    agenda.move_file(session=session, application=file_of(session, "Calais"), rank=1, by=officer, at=AT)
    assert names(session) == ["Calais", "Angers", "Brest"]
    agenda.move_file(session=session, application=file_of(session, "Calais"), rank=1, by=officer, at=AT)
    assert names(session) == ["Calais", "Angers", "Brest"]
    line = Entry.objects.filter(action="order_agenda", subject_id=session.public_id).first()
    assert line.details["order"] == [
        file_of(session, name).public_id for name in ("Calais", "Angers", "Brest")
    ]


def test_l8_a_file_admitted_later_comes_after_those_that_were_ranked(session, officer):
    agenda.move_file(session=session, application=file_of(session, "Calais"), rank=1, by=officer, at=AT)
    labels.admitted(factories.organisation(name="Albi"), to=session)
    assert names(session) == ["Calais", "Angers", "Brest", "Albi"]


@pytest.mark.parametrize("rank", [0, 4])
def test_l8_a_rank_beyond_the_agenda_is_refused(session, officer, rank):
    with pytest.raises(Refusal, match="de 1 à 3"):
        agenda.move_file(session=session, application=file_of(session, "Brest"), rank=rank, by=officer, at=AT)


def test_l8_a_file_that_left_the_agenda_is_refused_by_its_number(session, officer):
    gone = file_of(session, "Brest")
    applications.withdraw(application=gone, by=labels.signatory_of(gone), at=AT)
    with pytest.raises(agenda.NotOnAgenda, match=gone.number):
        agenda.move_file(session=session, application=gone, rank=1, by=officer, at=AT)


def test_l8_by_theme_the_files_of_one_theme_follow_one_another(officer):
    session = labels.session()
    for name, code in (("Angers", "planning"), ("Brest", "heritage"), ("Calais", "planning")):
        application = labels.lodged(
            factories.organisation(name=name), expertise={"themes": labels.themes(code)}
        )
        admission.admit(application=application, session=session, by=officer, at=AT)
    agenda.order_by_theme(session=session, by=officer, at=AT)
    first, second, third = names(session)
    assert {first, third} != {"Angers", "Calais"}
    assert second != "Brest"


def test_l8_the_order_is_fixed_once_the_committee_met(session, officer):
    agenda.move_file(session=session, application=file_of(session, "Brest"), rank=1, by=officer, at=AT)
    labels.held(session)
    assert [file.organisation.name for file in selectors.agenda(session)] == ["Brest", "Angers", "Calais"]
    with pytest.raises(NotAllowed, match="ne change plus"):
        agenda.move_file(session=session, application=file_of(session, "Brest"), rank=2, by=officer, at=AT)
    for act in ("UPDATE labels_agendaplace SET rank = 9", "DELETE FROM labels_agendaplace"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(act)
    assert sorted(AgendaPlace.objects.values_list("rank", flat=True)) == [1, 2, 3]


def test_l8_the_agenda_page_moves_a_file_and_comes_back_to_it(client, session, officer):
    calais = file_of(session, "Calais")
    page = client.post(url("session_agenda", session), {"application": calais.public_id, "rank": 1})
    assert page.url.endswith(f"?dossier={calais.public_id}#dossier-{calais.public_id}")
    shown = words(client.get(page.url))
    assert shown.index("Calais") < shown.index("Angers") < shown.index("Brest")
    refused = words(client.post(url("session_agenda", session), {"application": calais.public_id, "rank": 8}))
    assert "Le rang va de 1 à 3." in refused
    client.post(url("session_agenda_by_theme", session))
    assert names(session) == ["Angers", "Brest", "Calais"]


# ---------------------------------------------------------------- invitations


def test_l8_a_member_answers_then_changes_their_mind(client, session):
    member = session.members.order_by("pk").first().user
    client.force_login(member)
    refused = client.post(url("invitation_answer", session), {"answer": "declined", "reason": ""})
    assert "Dites en quelques mots pourquoi vous ne venez pas." in words(refused)
    client.post(url("invitation_answer", session), {"answer": "declined", "reason": "En mission à Dakar."})
    own = session.members.get(user=member)
    assert (own.answer, own.answer_reason, own.answered_at) == (Answer.DECLINED, "En mission à Dakar.", AT)
    client.post(url("invitation_answer", session), {"answer": "coming", "reason": "En mission à Dakar."})
    own.refresh_from_db()
    assert (own.answer, own.answer_reason) == (Answer.COMING, "")
    client.force_login(factories.member(Role.OFFICER))
    assert f"{member}, vient" in words(client.get(url("session", session)))


def test_l8_who_is_not_invited_does_not_answer_nor_anybody_once_it_is_held(session):
    stranger = factories.member(Role.COMMITTEE_MEMBER)
    with pytest.raises(NotAllowed, match="parmi les membres"):
        invitations.answer_invitation(session=session, answer=Answer.COMING, by=stranger, at=AT)
    labels.held(session)
    with pytest.raises(NotAllowed, match="plus à répondre"):
        invitations.answer_invitation(
            session=session, answer=Answer.COMING, by=session.members.first().user, at=AT
        )


def test_l8_attendance_proposes_those_who_said_they_come(client, session, officer):
    coming, silent = (member.user for member in session.members.order_by("pk"))
    invitations.answer_invitation(session=session, answer=Answer.COMING, by=coming, at=AT)
    committee.close_session(session=session, by=officer, at=AT)
    client.force_login(officer)
    from labels.views.meeting import Hold

    assert Hold().initial(session) == {"present": [coming.pk]}
    assert silent.pk != coming.pk


# ---------------------------------------------------------------- opinions at a glance


def test_l8_a_member_may_decline_to_give_an_opinion_with_a_reason(session):
    one, two = (member.user for member in session.members.order_by("pk"))
    application = file_of(session, "Angers")
    with pytest.raises(Refusal, match="Motivez"):
        committee.give_opinion(application=application, view=View.ABSTAINED, reasons=" ", by=one, at=AT)
    committee.give_opinion(
        application=application, view=View.ABSTAINED, reasons="Hors de mon domaine.", by=one, at=AT
    )
    tally = selectors.tallies(session, [application])[application.pk]
    assert (tally.given, tally.abstained, tally.missing, tally.sitting) == (0, 1, 1, 2)
    committee.give_opinion(application=application, view=View.RESERVED, reasons="Peu.", by=two, at=AT)
    tally = selectors.tallies(session, [application])[application.pk]
    assert (tally.given, tally.reserved, tally.missing) == (1, 1, 0)


def test_l8_the_session_page_says_who_said_what_and_who_is_missing(client, session, officer):
    one, two = (member.user for member in session.members.order_by("pk"))
    committee.give_opinion(
        application=file_of(session, "Angers"), view=View.FAVOURABLE, reasons="Solide.", by=one, at=AT
    )
    recusals.step_aside(application=file_of(session, "Brest"), reasons="Lien.", by=two, at=AT)
    page = words(client.get(url("session", session)))
    assert page.count("1 avis sur 2") == 1
    assert page.count("0 avis sur 1") == 1
    assert page.count("0 avis sur 2") == 1
    assert "2 manquent" in page
    assert str(two) in page


def test_l8_a_member_reads_in_the_order_of_the_agenda_and_skips_what_they_left(client, session, officer):
    member = session.members.order_by("pk").first().user
    recusals.step_aside(application=file_of(session, "Brest"), reasons="Lien.", by=member, at=AT)
    agenda.move_file(session=session, application=file_of(session, "Calais"), rank=1, by=officer, at=AT)
    client.force_login(member)
    page = words(client.get(url("reading", file_of(session, "Calais"))))
    assert "Dossier 1 sur 2" in page
    assert url("reading", file_of(session, "Angers")) in page
    assert url("reading", file_of(session, "Brest")) not in page
    assert 'name="view"' in page
    session_page = words(client.get(url("own_session", session)))
    assert "Vous avez traité 0 dossier sur 2" in session_page
    assert session_page.count("avis sur 2") == 2


# ---------------------------------------------------------------- hours, calendar


def test_l8_hours_must_follow_one_another(session, officer):
    with pytest.raises(BadDates, match="après son début"):
        committee.change_session(
            session=session, place="Paris", starts_at=time(12), ends_at=time(12), by=officer, at=AT
        )


def event_of(response):
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    (event,) = Calendar.from_ical(response.getvalue()).walk("VEVENT")
    return event


def test_l8_the_calendar_file_follows_changes_and_cancellation(client, session, officer):
    first = event_of(client.get(url("session_calendar", session)))
    assert first.decoded("dtstart") == datetime.combine(HELD_ON, time(9, 30), PARIS)
    assert first.decoded("dtend") == datetime.combine(HELD_ON, time(12, 30), PARIS)
    assert (first["status"], first["sequence"], first["location"]) == ("CONFIRMED", 0, "Paris")
    change = {"session": session, "place": "Nantes", "starts_at": time(14), "ends_at": time(17)}
    committee.change_session(**change, by=officer, at=AT)
    committee.change_session(**change, by=officer, at=AT)
    moved = event_of(client.get(url("session_calendar", session)))
    assert (moved["uid"], moved["sequence"], moved["location"]) == (first["uid"], 1, "Nantes")
    committee.cancel_session(session=session, reason="Grève.", by=officer, at=AT)
    client.force_login(session.members.first().user)
    cancelled = event_of(client.get(url("own_session_calendar", session)))
    assert (cancelled["uid"], cancelled["status"], cancelled["sequence"]) == (first["uid"], "CANCELLED", 2)


def test_l8_a_change_made_meanwhile_is_not_overwritten(client, clock):
    session, officer = labels.session(), factories.member(Role.OFFICER)
    client.force_login(officer)
    page = reverse("labels:session_change", args=[session.public_id])
    form = client.get(page).context["form"]
    committee.change_session(
        session=session, place="Lyon", starts_at=time(9, 30), ends_at=time(12, 30), by=officer, at=AT
    )
    typed = {"place": "Lille", "starts_at": "09:30", "ends_at": "12:30", "revision": form["revision"].value()}
    refused = client.post(page, typed)
    assert "Quelqu’un a changé cette séance" in refused.text
    session.refresh_from_db()
    assert session.place == "Lyon"
    client.post(page, typed | {"revision": refused.context["form"]["revision"].value()})
    session.refresh_from_db()
    assert session.place == "Lille"


# ---------------------------------------------------------------- what stays, once it is held


def test_l8_a_role_that_ends_after_the_session_changes_nothing_of_it():
    members = [factories.member(Role.COMMITTEE_MEMBER) for _ in range(2)]
    session = labels.session(*members)
    application = labels.admitted(to=session)
    for member in members:
        opinions(application, member, "favourable")
    labels.held(session)
    before = selectors.tallies(session, [application])[application.pk]
    role = members[0].memberships.get()
    role.ends_on = session.held_on - timedelta(days=1)
    role.save()
    after = selectors.tallies(session, [application])[application.pk]
    assert (before.sitting, before.present, before.favourable) == (2, 2, 2)
    assert after == before


def test_l8_a_conflict_born_after_the_admission_is_found_when_the_session_is_held():
    member, other = factories.member(Role.COMMITTEE_MEMBER), factories.member(Role.COMMITTEE_MEMBER)
    session = labels.session(member, other)
    application = labels.admitted(to=session)
    opinions(application, member, "favourable")
    factories.member(Role.EDITOR, application.organisation, person=member)
    labels.held(session)
    tally = selectors.tallies(session, [application])[application.pk]
    assert (tally.sitting, tally.favourable) == (1, 0)
    assert [recusal.member for recusal in tally.recusals] == [member]


def test_l8_who_declines_to_give_a_view_does_not_read_those_of_the_others():
    member = factories.member(Role.COMMITTEE_MEMBER)
    application = labels.admitted(to=labels.session(member))
    opinions(application, member, "abstained")
    assert not rules.may_read_opinions(member, application, TODAY)


def test_l8_the_page_of_a_former_session_counts_its_own_opinions():
    member, later = factories.member(Role.COMMITTEE_MEMBER), factories.member(Role.COMMITTEE_MEMBER)
    first = labels.session(member)
    application = labels.admitted(to=first)
    opinions(application, member, "favourable")
    labels.held(first)
    application.refresh_from_db()
    labels.decided(application, Outcome.DEFERRED)
    decisions.notify_session(session=first, by=factories.head(), at=application.examined_at)
    application.refresh_from_db()
    at = application.notified_at
    second = labels.session(later, held_on=at.date() + timedelta(days=40), at=at)
    admission.admit(application=application, session=second, by=factories.member(Role.OFFICER), at=at)
    (file,) = selectors.agenda_of_member(member, first)
    assert (file.opinion_count, file.sitting_count, file.is_here) == (1, 1, False)


def opinions(application, member, view):
    return committee.give_opinion(application=application, view=view, reasons="Lu.", by=member, at=AT)


# ---------------------------------------------------------------- a file leaves the agenda


def test_l8_a_file_is_taken_off_the_agenda_and_waits_for_another_session(client, officer, session):
    brest = file_of(session, "Brest")
    assert url("application_take_off", brest) in words(client.get(url("session_agenda", session)))
    refused = client.post(url("application_take_off", brest), {"reason": " "})
    assert refused.context["form"].errors
    page = words(
        client.post(url("application_take_off", brest), {"reason": "Deux membres se déportent."}, follow=True)
    )
    assert "attend une autre séance" in page
    brest.refresh_from_db()
    assert (brest.state, brest.session) == ("admissible", None)
    assert names(session) == ["Angers", "Calais"]
    told = Message.objects.filter(event="labels/application_taken_off")
    assert {mail.to for mail in told} == {
        member.user.email for member in brest.organisation.memberships.all()
    }
    assert all("Deux membres se déportent." in mail.body for mail in told)
    again = admission.admit(application=brest, session=labels.session(), by=officer, at=AT)
    assert again.session != session


@pytest.mark.parametrize("state", ["submitted", "held"])
def test_l8_only_a_file_on_an_agenda_is_taken_off_before_the_committee_meets(officer, session, state):
    brest = file_of(session, "Brest")
    if state == "held":
        at = AT + timedelta(days=30)
        committee.close_session(session=session, by=officer, at=at)
        here = [member.user for member in session.members.all()]
        committee.hold_session(session=session, present=here, by=officer, at=at)
    else:
        brest = labels.lodged()
    brest.refresh_from_db()
    with pytest.raises(NotAllowed, match="déjà examiné" if state == "held" else "d’aucune séance"):
        agenda.take_off(application=brest, reason="Trop tard.", by=officer, at=AT)


def test_l8_every_file_that_lacks_its_quorum_is_named_with_the_ways_out(officer, session):
    at = AT + timedelta(days=30)
    committee.close_session(session=session, by=officer, at=at)
    one = session.members.first().user
    with pytest.raises(Refusal) as refused:
        committee.hold_session(session=session, present=[one], by=officer, at=at)
    assert all(file.number in str(refused.value) for file in selectors.files_to_examine(session))
    assert "retirez" in str(refused.value)


def test_l8_who_stepped_aside_stays_aside_in_the_next_session(officer):
    aside, here, away = (factories.member(Role.COMMITTEE_MEMBER) for _ in range(3))
    first = labels.session(aside, here, away)
    file = labels.admitted(to=first)
    recusals.step_aside(application=file, reasons="Lien familial.", by=aside, at=AT)
    agenda.take_off(application=file, reason="Quorum incertain.", by=officer, at=AT)
    second = labels.session(aside, here, away)
    admission.admit(application=file, session=second, by=officer, at=AT)
    carried = file.recusals.get(session=second)
    assert (carried.member, carried.ground, carried.reasons) == (aside, "declared", "Lien familial.")
    assert second.recusals.count() == 1


def test_l8_a_session_is_not_held_before_its_hour(officer, session):
    day = AT + timedelta(days=30)
    committee.close_session(session=session, by=officer, at=AT)
    here = [member.user for member in session.members.all()]
    early = datetime.combine(session.held_on, time(9, 29), PARIS)
    with pytest.raises(Refusal, match="commence à"):
        committee.hold_session(session=session, present=here, by=officer, at=early)
    assert committee.hold_session(session=session, present=here, by=officer, at=day).state == "held"
