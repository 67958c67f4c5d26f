"""A session as it is called, counted and shown: its dates in one pass, its files the same everywhere (spec L8)."""

import importlib
from datetime import date, datetime, time, timedelta
from functools import partial
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.urls import reverse
from icalendar import Calendar

from expect.accounts.enums import Role
from expect.database.operations import FreezeAfter
from expect.kernel.clock import PARIS
from expect.web import french
from labels import admission, applications, committee, decisions, minutes, selectors
from labels.enums import Answer, Outcome, View
from labels.forms.committee import SessionForm
from labels.invitations import answer_invitation
from labels.models import CommitteeSession
from labels.rules import READ_BY_COMMITTEE
from tests import factories
from tests.labels import factories as labels
from tests.labels.bulk import send
from tests.moments import AT, TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
MINUTE = timedelta(minutes=1)
PLAN = "/seances/prevoir/"


@pytest.fixture
def member(client):
    person = factories.member(Role.COMMITTEE_MEMBER)
    client.force_login(person)
    return person


@pytest.fixture
def officer(client):
    person = factories.member(Role.OFFICER)
    client.force_login(person)
    return person


def url(page, subject):
    return reverse(f"labels:{page}", args=[subject.public_id])


def words(response):
    return response.content.decode().replace("\u202f", " ").replace("\xa0", " ").replace("&nbsp;", " ")


# ---------------------------------------------------------------- one count


def sent_on(member):
    """A session of three files: one deferred and gone to another session, one withdrawn, one examined."""
    first = labels.session(member)
    gone, withdrawn, _ = (labels.admitted(to=first) for _ in range(3))
    applications.withdraw(application=withdrawn, by=labels.signatory_of(withdrawn), at=AT)
    labels.held(first)
    for file in first.applications.filter(state="examined"):
        labels.decided(file, Outcome.DEFERRED if file == gone else Outcome.REFUSED)
    at = datetime.combine(first.held_on, AT.timetz())
    decisions.notify_session(session=CommitteeSession.objects.get(pk=first.pk), by=factories.head(), at=at)
    gone.refresh_from_db()
    second = labels.session(member, held_on=first.held_on + timedelta(days=40), at=at)
    admission.admit(application=gone, session=second, by=factories.member(Role.OFFICER), at=at)
    return first, second


def test_l8_the_list_counts_the_files_that_the_page_shows(client, member):
    first, second = sent_on(member)
    counts = dict(selectors.with_file_counts(CommitteeSession.objects.all()).values_list("pk", "file_count"))
    assert counts == {first.pk: 2, second.pk: 1}
    own = selectors.with_file_counts(selectors.own_sessions(member, TODAY), READ_BY_COMMITTEE)
    shown = [selectors.agenda_of_member(member, session).count() for session in (first, second)]
    assert [own.get(pk=session.pk).file_count for session in (first, second)] == shown == [2, 1]
    assert "À l’ordre du jour (2)" in words(client.get(url("own_session", first)))
    client.force_login(factories.member(Role.OFFICER))
    read = words(client.get(url("session", first)))
    assert "À l’ordre du jour (2)" in read
    assert read.count("Retirée par son organisme, n’est plus à l’ordre du jour") == 1
    assert "À l’ordre du jour" in words(client.get("/seances/"))


def test_l8_a_withdrawn_file_is_counted_nowhere_and_shown_apart(client, member, clock):
    session = labels.session(member)
    gone, left = labels.admitted(to=session), labels.admitted(to=session)
    body = labels.signatory_of(gone)
    applications.withdraw(application=gone, by=body, at=AT)
    client.force_login(body)
    own = words(client.get(url("own_application", gone)))
    assert "Retirée" in own
    assert "examine votre dossier" not in own
    assert "Le résultat vous sera notifié" not in own
    client.force_login(factories.member(Role.OFFICER))
    read = words(client.get(url("session", session)))
    assert "À l’ordre du jour (1)" in read
    assert f"{gone.number}</a> — {gone.organisation}, le 2 mars 2026." in read
    assert [file.number for file in client.get(url("session_agenda", session)).context["files"]] == [
        left.number
    ]
    labels.held(session)
    left.refresh_from_db()
    clock.move_to(left.examined_at)
    client.force_login(factories.member(Role.OFFICER))
    assert client.get(url("session_conduct", session), follow=True).context["files"] == [left]


def test_l8_what_a_session_decided_stays_on_its_agenda_once_withdrawn(client, member):
    """As in its minutes: the row, its decision and its rank; `withdrawn` is said of those taken back before."""
    session = labels.session(member)
    deferred, refused = labels.admitted(to=session), labels.admitted(to=session)
    committee.give_opinion(application=deferred, view=View.RESERVED, reasons="À préciser.", by=member, at=AT)
    labels.held(session)
    for file, outcome in ((deferred, Outcome.DEFERRED), (refused, Outcome.REFUSED)):
        file.refresh_from_db()
        labels.decided(file, outcome)
    at = datetime.combine(session.held_on, AT.timetz())
    decisions.notify_session(session=CommitteeSession.objects.get(pk=session.pk), by=factories.head(), at=at)
    deferred.refresh_from_db()
    applications.withdraw(application=deferred, by=labels.signatory_of(deferred), at=at)

    own = client.get(url("own_session", session))
    assert "À l’ordre du jour (2)" in words(own)
    assert "Vous avez traité 1 dossier sur 2" in words(own)
    assert reverse("labels:reading", args=[deferred.public_id]) not in words(own)
    assert "Retirée depuis par son organisme" in words(own)
    reading = client.get(url("reading", refused))
    assert (reading.context["previous"], reading.context["next"]) == (None, None)

    client.force_login(factories.member(Role.OFFICER))
    read = client.get(url("session", session))
    assert [file for file, *_ in read.context["rows"]] == [deferred, refused]
    assert "À l’ordre du jour (2)" in words(read)
    assert "n’est plus à l’ordre du jour" not in words(read)
    assert "retirée depuis par son organisme" in words(read)
    assert reverse("labels:decision", args=[deferred.decisions.get().public_id]) in words(read)
    counted = selectors.with_file_counts(CommitteeSession.objects.all()).get().file_count
    assert (
        counted
        == selectors.with_file_counts(CommitteeSession.objects.all(), READ_BY_COMMITTEE).get().file_count
        == 2
    )


def test_l9_withdrawn_while_it_is_decided_nothing_typed_is_lost(client, member, clock):
    session = labels.examined(to=labels.session(member)).session
    file = session.applications.get()
    clock.move_to(file.examined_at)
    client.force_login(factories.member(Role.OFFICER))
    applications.withdraw(application=file, by=labels.signatory_of(file), at=file.examined_at)
    page = reverse("labels:session_conduct_file", args=[session.public_id, file.public_id])
    late = client.post(page, {"outcome": "refused", "reasons": "Trop court."})
    assert late.status_code == 409
    assert "Trop court." in words(late)


# ---------------------------------------------------------------- what a member has to do next


def acts(response):
    head = response.context["head"]
    return head.primary and head.primary.label, [act.label for act in head.others], head.turn


def test_l8_once_answered_the_opinions_come_first_and_the_answer_still_changes(client, member):
    session = labels.session(member)
    file = labels.admitted(to=session)
    page = url("own_session", session)
    reading = f"Lire {file.number} et donner mon avis"
    assert acts(client.get(page)) == (
        "Dire si je viens",
        [reading],
        "C’est à vous de dire si vous venez",
    )
    answering = url("invitation_answer", session)
    assert "Dire si je viens</h1>" in client.get(answering).text
    answer_invitation(session=session, answer=Answer.COMING, by=member, at=AT)
    assert "Changer ma réponse</h1>" in client.get(answering).text
    primary, others, turn = acts(client.get(page))
    assert (primary, others) == (reading, ["Changer ma réponse"])
    assert turn == "Vous venez\N{NO-BREAK SPACE}; il vous reste 1\N{NO-BREAK SPACE}avis à donner"
    committee.give_opinion(application=file, view=View.FAVOURABLE, reasons="Solide.", by=member, at=AT)
    assert acts(client.get(page)) == (None, ["Changer ma réponse"], "Vous venez")
    labels.held(session)
    shown = client.get(page)
    assert acts(shown) == (None, [], "")
    assert "Votre présence" in words(shown)


# ---------------------------------------------------------------- dates and hours, in one pass


def test_l8_an_hour_left_empty_is_asked_for_and_never_said_to_be_past():
    """Its hint says what empty means; late in the day, the usual hour is gone by, and nobody typed it."""
    late = datetime.combine(TODAY, time(23, 35), PARIS)
    day = {"held_on": TODAY.isoformat(), "cut_off_on": TODAY.isoformat(), "place": "Paris"}
    empty = SessionForm(day | {"starts_at": "", "ends_at": ""}, at=late)
    (said,) = empty.errors["starts_at"]
    assert said.replace("\u00a0", " ").startswith("Indiquez une heure : laissée vide, ce serait 9 h 30")
    assert "Laissée vide, ce sera 12" in empty.fields["ends_at"].help_text
    typed = SessionForm(day | {"starts_at": "09:00", "ends_at": ""}, at=late)
    assert "Cette heure est passée" in typed.errors["starts_at"][0]
    short = SessionForm(day | {"starts_at": "23:40", "ends_at": ""}, at=late)
    assert "laissée vide, ce serait 12" in short.errors["ends_at"][0]


@pytest.mark.parametrize(("minutes_ahead", "refused"), [(-1, True), (0, True), (1, False)])
def test_l8_a_session_is_not_called_for_an_hour_gone_by(minutes_ahead, refused):
    starts_at = (AT.astimezone(PARIS) + minutes_ahead * MINUTE).time()
    call = {"held_on": TODAY, "cut_off_on": TODAY, "starts_at": starts_at, "ends_at": time(18)}
    officer, sitting = factories.member(Role.OFFICER), [factories.member(Role.COMMITTEE_MEMBER)]
    if not refused:
        assert committee.plan_session(**call, place="Paris", members=sitting, by=officer, at=AT).pk
        return
    with pytest.raises(committee.BadDates, match="Cette heure est passée") as refusal:
        committee.plan_session(**call, place="Paris", members=sitting, by=officer, at=AT)
    assert refusal.value.field == "starts_at"
    assert not CommitteeSession.objects.exists()


def test_l8_all_that_is_wrong_with_a_session_is_said_at_once(client, officer):
    typed = {
        "held_on": "01/03/2026",
        "cut_off_on": "2026-03-05",
        "starts_at": "14 h",
        "ends_at": "9h30",
        "place": "",
        "members": [],
    }
    form = client.post(PLAN, typed).context["form"]
    assert set(form.errors) == {"held_on", "cut_off_on", "ends_at", "place", "members"}
    assert not CommitteeSession.objects.exists()


def test_l8_two_sessions_are_not_called_for_the_same_day_hour_and_place(client, officer):
    first = labels.session()
    again = {"held_on": first.held_on, "starts_at": "9 h 30", "ends_at": "11 h", "place": "PARIS"}
    assert "Une séance est déjà prévue ce jour-là" in client.post(PLAN, again).text
    assert "starts_at" not in client.post(PLAN, again | {"starts_at": "14 h"}).context["form"].errors
    assert "starts_at" not in client.post(PLAN, again | {"place": "Lyon"}).context["form"].errors
    same = {"place": "Paris", "starts_at": "9 h 30", "ends_at": "12 h", "revision": first.revision}
    assert client.post(url("session_change", first), same).status_code == 302


def test_l8_nor_are_they_by_the_acts(officer):
    first, other = labels.session(), labels.session()
    hours = {"starts_at": first.starts_at, "ends_at": first.ends_at, "place": "PARIS"}
    days = {"held_on": first.held_on, "cut_off_on": first.cut_off_on}
    for act in (
        partial(committee.plan_session, **days, members=[]),
        partial(committee.change_session, session=other),
    ):
        with pytest.raises(committee.BadDates, match="Une séance est déjà prévue ce jour-là") as refusal:
            act(**hours, by=officer, at=AT)
        assert refusal.value.field == "starts_at"
    committee.cancel_session(session=first, reason="Grève.", by=officer, at=AT)
    assert committee.change_session(session=other, **hours, by=officer, at=AT).place == "PARIS"


def test_x4_past_the_cut_off_a_session_does_not_say_that_it_takes_more(client, officer, clock):
    session = labels.admitted().session
    page = url("session", session)
    clock.move_to(AT + (session.cut_off_on - TODAY))
    client.force_login(officer)
    assert "les inscriptions sont ouvertes" in words(client.get(page))
    clock.move_to(AT + (session.cut_off_on - TODAY) + timedelta(days=1))
    client.force_login(officer)
    shown = words(client.get(page))
    assert "les inscriptions sont ouvertes" not in shown
    assert "C’est à la DAECT de clore les inscriptions" in shown


@pytest.mark.parametrize(
    ("field", "typed", "left"),
    [
        ("held_on", "31/02/2026", ("text", "31/02/2026")),
        ("held_on", "2026-02-31", ("text", "2026-02-31")),
        ("held_on", "demain", ("text", "demain")),
        ("held_on", "01/03/2026", ("date", "2026-03-01")),
        ("cut_off_on", "12/05/20266", ("text", "12/05/20266")),
        ("starts_at", "25:00", ("text", "25:00")),
        ("starts_at", "neuf heures", ("text", "neuf heures")),
        ("starts_at", "9 h 30", ("time", "09:30")),
        ("ends_at", "14h", ("time", "14:00")),
    ],
)
def test_l7_a_refused_day_or_hour_is_still_there(client, officer, field, typed, left):
    """A browser's calendar erases what it cannot show: that comes back in a plain field."""
    page = client.post(PLAN, {field: typed, "place": ""})
    kind, shown = left
    assert f'<input type="{kind}" name="{field}" value="{shown}"' in page.text


def test_l8_hours_are_read_as_they_are_written(client, officer):
    sitting = factories.member(Role.COMMITTEE_MEMBER)
    typed = {"held_on": "02/04/2026", "cut_off_on": "2026-03-20", "place": "Lyon", "members": [sitting.pk]}
    client.post(PLAN, typed | {"starts_at": "9 h 15", "ends_at": "11h"})
    session = CommitteeSession.objects.get()
    assert (session.held_on, session.starts_at, session.ends_at) == (date(2026, 4, 2), time(9, 15), time(11))


# ---------------------------------------------------------------- to which session


def admit_page(client, file):
    return reverse("labels:applications_admit") + f"?choix={file.public_id}"


def test_l8_who_admits_reads_how_near_the_session_is(client, officer):
    file = labels.lodged()
    today = labels.session(held_on=TODAY, at=AT - timedelta(hours=2))
    far = labels.session()
    for page in (admit_page(client, file), url("application_admit", file)):
        shown = words(client.get(page))
        evening, far_off = "de 18 h à 20 h, Paris, aujourd’hui", "de 9 h 30 à 12 h 30, Paris, dans 30 jours"
        assert f"Séance du 2 mars 2026 {evening} – inscriptions jusqu’au 2 mars 2026 (aujourd’hui)" in shown
        assert f"Séance du 1er avril 2026 {far_off} – inscriptions jusqu’au 25 mars 2026" in shown
    committee.cancel_session(session=far, reason="Grève.", by=officer, at=AT)
    late = words(send(client, admit_page(client, file), {"session": far.pk}))
    assert "Les inscriptions à cette séance sont closes : choisissez-en une autre." in late
    committee.cancel_session(session=today, reason="Grève.", by=officer, at=AT)
    assert "Aucune séance n’est ouverte aux inscriptions" in words(client.get(admit_page(client, file)))


# ---------------------------------------------------------------- the hours of a former session


def forget_hours():
    guard = FreezeAfter("labels_committeesession", "held_at", ())  # written since
    guard.database_backwards("labels", connection.schema_editor(), None, None)
    module = importlib.import_module("labels.migrations.0018_hours_known")
    module.forget_hours(apps, SimpleNamespace(connection=connection))


def former(member):
    """A session held before its hours were columns, another held since, one to come."""
    before, since = (labels.session(member, held_on=TODAY + timedelta(days=days)) for days in (10, 20))
    for session in (before, since):
        labels.admitted(to=session)
        labels.held(session)
    to_come = labels.session(member, held_on=TODAY + timedelta(days=40))
    applied = MigrationRecorder(connection).migration_qs.filter(name="0010_session_as_an_object")
    applied.update(applied=datetime.combine(since.held_on, time(0), PARIS))
    return before, since, to_come


def test_l8_what_was_held_before_hours_were_recorded_claims_none(client, member):
    before, since, to_come = former(member)
    forget_hours()
    for session in (before, since, to_come):
        session.refresh_from_db()
    known = [session.starts_at for session in (before, since, to_come)]
    assert known == [None, time(9, 30), time(9, 30)]
    assert "non enregistrées" in words(client.get(url("own_session", before)))
    (event,) = Calendar.from_ical(client.get(url("own_session_calendar", before)).getvalue()).walk("VEVENT")
    assert event.decoded("dtstart") == before.held_on
    assert "dtend" not in event
    officer = factories.member(Role.OFFICER)
    opening = minutes.minutes_context(before, number=1, by=officer, at=AT)["minutes"]["opening"]
    assert opening == f"Le comité s’est réuni le {french.day(before.held_on)}, {before.place}."
    client.force_login(officer)
    assert "9 h 30" not in words(client.get(url("session", before)))
    assert "de 9 h 30 à 12 h 30" in words(client.get(url("session", since)))


def test_l8_a_session_to_come_has_its_hours():
    session = labels.session()
    with pytest.raises(IntegrityError), transaction.atomic():
        CommitteeSession.objects.filter(pk=session.pk).update(starts_at=None, ends_at=None)


def test_l8_nobody_left_to_invite_is_said_and_asks_for_no_choice(client, officer):
    one = factories.member(Role.COMMITTEE_MEMBER)
    session = labels.session(one)
    said = "Tous les membres du comité sont déjà invités à cette séance."
    assert said in words(client.get(session.get_absolute_url()))
    assert said in words(client.get(url("session_invite", session), follow=True))
    factories.member(Role.COMMITTEE_MEMBER)
    assert said not in words(client.get(session.get_absolute_url()))
    assert "Membres à inviter" in words(client.get(url("session_invite", session)))
