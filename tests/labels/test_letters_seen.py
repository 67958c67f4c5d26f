"""What leaves under the head's signature is what the head read (spec L9, decision 0015)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from expect.accounts.enums import Role
from expect.accounts.models import Organisation
from labels import decisions
from labels.enums import Outcome, SessionState
from labels.models import Decision, Label, LetterReading
from tests import factories
from tests.labels import factories as labels

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def decided(client, clock):
    """A session held: Angers is granted, Brest refused; the head is there."""
    session = labels.session()
    for name in ("Angers", "Brest"):
        labels.admitted(factories.organisation(name=name), to=session)
    labels.held(session)
    session.refresh_from_db()
    clock.move_to(session.held_at)
    labels.decided(file_of(session, "Angers"))
    labels.decided(file_of(session, "Brest"), Outcome.REFUSED)
    client.force_login(factories.head())
    return session


def file_of(session, name):
    return session.applications.get(organisation__name=name)


def decision_on(session, name):
    return Decision.objects.live().get(application=file_of(session, name))


def url(page, subject, *more):
    return reverse(f"labels:{page}", args=[subject.public_id, *(one.public_id for one in more)])


def words(response):
    return response.content.decode().replace("\u202f", " ").replace("\xa0", " ").replace("&nbsp;", " ")


def seen(response):
    return {"seen": response.context["form"]["seen"].value()}


def correct(decision, by=None):
    return decisions.correct_decision(
        decision=decision,
        correction_reason="Erreur de saisie.",
        outcome=Outcome.REFUSED,
        reasons="Trop court.",
        by=by or factories.member(Role.OFFICER),
        at=decision.session.held_at + timedelta(minutes=5),
    )


def corrected(session):
    officer = factories.member(Role.OFFICER)
    correct(decision_on(session, "Angers"), officer)
    return f"{officer} a corrigé la décision le 1er avril 2026 à 11 h 05, refus."


def renamed(session):
    Organisation.objects.filter(pk=file_of(session, "Angers").organisation_id).update(name="Angers Métropole")
    return "sa lettre ne dit plus la même chose."


@pytest.mark.parametrize("change", [corrected, renamed])
def test_l9_what_the_head_did_not_read_does_not_leave(client, decided, change):
    page, number = url("session_notify", decided), file_of(decided, "Angers").number
    before = seen(client.get(page))
    said = change(decided)
    refused = client.post(page, before)
    assert refused.status_code == 200
    assert "Rien n’est notifié, car des décisions ont changé depuis l’ouverture de cette page." in words(
        refused
    )
    assert f"Dossier {number} : {said}" in words(refused)
    assert not Decision.objects.filter(notified_at__isnull=False).exists()
    decided.refresh_from_db()
    assert decided.state == SessionState.HELD
    now = seen(refused)
    assert now == seen(client.get(page)) != before
    assert client.post(page, now).status_code == 302
    assert Label.objects.exists() == (change is renamed)


def test_l9_the_page_refused_shows_the_decisions_of_now(client, decided):
    page = url("session_notify", decided)
    before = seen(client.get(page))
    correct(decision_on(decided, "Angers"))
    refused = client.post(page, before)
    assert {row.outcome for row, _ in refused.context["rows"]} == {Outcome.REFUSED}


def test_l9_what_the_head_read_leaves(client, decided):
    page = url("session_notify", decided)
    assert client.post(page, seen(client.get(page))).status_code == 302
    assert Decision.objects.filter(notified_at__isnull=False).count() == 2
    assert Label.objects.get().application == file_of(decided, "Angers")


def test_l9_letters_read_on_another_day_are_the_same_letters(client, clock, decided):
    page = url("session_notify", decided)
    before = seen(client.get(page))
    clock.move_to(decided.held_at + timedelta(days=1))
    client.force_login(factories.head())
    assert client.post(page, before).status_code == 302


@pytest.mark.parametrize("garbage", ["x", ".", "x.y z", "<script>", "9" * 400])
def test_l9_what_the_head_saw_is_checked_whatever_is_sent(client, decided, garbage):
    page = client.post(url("session_notify", decided), {"seen": garbage})
    assert "Rien n’est notifié" in words(page)
    assert not Decision.objects.filter(notified_at__isnull=False).exists()


def test_l9_who_says_nothing_of_the_letters_is_not_asked(client, decided):
    correct(decision_on(decided, "Angers"))
    decisions.notify_session(session=decided, by=factories.head(), at=decided.held_at)
    assert Decision.objects.filter(notified_at__isnull=False).count() == 2


# ---------------------------------------------------------------- a letter read before it leaves


def letter(session, decision):
    return url("session_letter", session, decision)


@pytest.fixture
def angers(decided):
    return decision_on(decided, "Angers")


def test_l9_a_letter_corrected_meanwhile_leads_to_the_one_that_replaces_it(client, decided, angers):
    page = letter(decided, angers)
    before = seen(client.get(page))
    now = correct(angers)
    said = "Cette décision a été corrigée : relisez celle qui la remplace."
    late = client.post(page, before)
    assert late.status_code == 409
    assert said in words(late)
    assert letter(decided, now) in words(late)
    assert not LetterReading.objects.exists()
    opened = client.get(page, follow=True)
    assert opened.redirect_chain[-1][0] == letter(decided, now)
    assert said in words(opened)


def test_l9_a_letter_that_has_left_says_so(client, decided, angers):
    decisions.notify_session(session=decided, by=factories.head(), at=decided.held_at)
    said = "Cette décision est notifiée : sa lettre est partie."
    opened = client.get(letter(decided, angers), follow=True)
    assert opened.redirect_chain[-1][0] == decided.get_absolute_url()
    assert said in words(opened)
    assert said in words(client.post(letter(decided, angers)))


def test_l9_a_letter_of_another_session_is_not_there(client, decided, angers):
    assert client.get(letter(labels.session(), angers)).status_code == 404


def test_l9_the_words_marked_as_read_are_those_that_were_shown(client, decided, angers):
    page = letter(decided, angers)
    before = seen(client.get(page))
    renamed(decided)
    refused = client.post(page, before)
    assert "Cette lettre a changé depuis l’ouverture de cette page" in words(refused)
    assert not LetterReading.objects.exists()
    assert client.post(page, seen(refused)).status_code == 302
    assert LetterReading.objects.get().digest == seen(refused)["seen"]
