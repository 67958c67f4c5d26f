"""What a session leaves in writing: letters read, minutes, announcement (spec L8, L9, L14)."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from odfdo import Document

from expect.accounts.enums import Role
from expect.documents import rendering
from expect.kernel.clock import paris_day
from expect.kernel.errors import NotAllowed
from expect.programme.text_changes import change_text
from labels import committee, decisions, minutes, recusals, session_texts
from labels.announcement import draft_announcement
from labels.enums import Outcome, View
from labels.models import Label, LetterReading, Minutes
from labels.work import work_items
from tests import factories
from tests.documents.papers import text_of
from tests.labels import factories as labels
from tests.moments import AT, TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.long]


@pytest.fixture
def officer():
    return factories.member(Role.OFFICER)


@pytest.fixture
def meeting(client, officer, clock):
    """A session held: Angers, with a favourable opinion and a recusal, and Brest."""
    one, two = factories.member(Role.COMMITTEE_MEMBER), factories.member(Role.COMMITTEE_MEMBER)
    session = labels.session(one, two)
    for name in ("Angers", "Brest"):
        labels.admitted(factories.organisation(name=name), to=session)
    angers = session.applications.get(organisation__name="Angers")
    committee.give_opinion(application=angers, view=View.FAVOURABLE, reasons="Secret.", by=one, at=AT)
    recusals.step_aside(application=angers, reasons="Lien.", by=two, at=AT)
    labels.held(session)
    clock.move_to(session.held_at or session.applications.first().examined_at)
    client.force_login(officer)
    session.refresh_from_db()
    return session


def file_of(session, name):
    return session.applications.get(organisation__name=name)


@pytest.fixture
def decided(meeting):
    """Angers is granted, Brest refused."""
    labels.decided(file_of(meeting, "Angers"))
    labels.decided(file_of(meeting, "Brest"), Outcome.REFUSED)
    return meeting


@pytest.fixture
def notified(decided):
    decisions.notify_session(session=decided, by=factories.head(), at=decided.held_at)
    decided.refresh_from_db()
    return decided


def url(page, subject, *more):
    return reverse(f"labels:{page}", args=[subject.public_id, *(one.public_id for one in more)])


def words(response):
    return response.content.decode().replace("\u202f", " ").replace("\xa0", " ").replace("&nbsp;", " ")


def kinds(user, session):
    rows = [row for queryset in work_items(user, session.held_on) for row in queryset]
    return [kind for kind, *_ in rows]


# ---------------------------------------------------------------- minutes


def test_l8_minutes_wait_for_every_decision(meeting, officer):
    labels.decided(file_of(meeting, "Angers"))
    with pytest.raises(NotAllowed, match="ne sont pas encore enregistrées"):
        minutes.establish_minutes(session=meeting, by=officer, at=meeting.held_at)
    assert "labels.establish_minutes" not in kinds(officer, meeting)
    labels.decided(file_of(meeting, "Brest"), Outcome.REFUSED)
    assert "labels.establish_minutes" in kinds(officer, meeting)
    minutes.establish_minutes(session=meeting, by=officer, at=meeting.held_at)
    assert "labels.establish_minutes" not in kinds(officer, meeting)
    with pytest.raises(NotAllowed, match="est établi"):
        minutes.establish_minutes(session=meeting, by=officer, at=meeting.held_at)


def test_l8_minutes_count_opinions_without_names_and_name_recusals(decided, officer):
    said = minutes.minutes_context(decided, number=1, by=officer, at=decided.held_at)["minutes"]
    one, two = (member.user for member in decided.members.order_by("pk"))
    angers, brest = said["files"]
    assert sorted(said["present"]) == sorted([str(one), str(two)])
    assert (angers["present"], angers["sitting"], angers["quorum_met"]) == (1, 1, True)
    assert [opinion["count"] for opinion in angers["opinions"]] == [1, 0, 0, 0, 0]
    assert angers["recusals"] == [f"{two} (conflit d’intérêts déclaré)"]
    assert angers["decision"]["outcome"] == "Attribution"
    assert brest["decision"]["reasons"] == "Le dossier ne montre pas assez l’expérience."
    assert [opinion["count"] for opinion in brest["opinions"]] == [0, 0, 0, 0, 2]
    assert "Secret." not in str(said)
    assert said["title"] == "Procès-verbal de la séance du 1er avril 2026"
    assert (
        said["opening"]
        == f"Le comité s’est réuni le 1er avril 2026 de 9\u00a0h\u00a030 à 12\u00a0h\u00a030, {decided.place}."
    )
    assert said["quorum"].startswith("Quorum\u00a0: plus de 50\u00a0% des membres")
    assert said["closing"] == f"Établi le 1er avril 2026 par {officer}, pour le secrétariat du comité."


def test_l8_minutes_are_previewed_then_kept_as_a_pdf(client, decided):
    preview = words(client.get(url("session_establish_minutes", decided)))
    assert "PROJET" in preview
    assert "Procès-verbal de la séance du 1er avril 2026" in preview
    page = words(client.post(url("session_establish_minutes", decided), follow=True))
    assert "Procès-verbal, version 1" in page
    one = Minutes.objects.get()
    rendering.render_pending(at=decided.held_at)
    paper = client.get(url("minutes", one))
    text = text_of(paper.getvalue())
    for wanted in ("Procès-verbal de la séance", "Angers", "Brest", "attribution", "refus"):
        assert wanted in text


def test_l8_a_correction_makes_the_next_version_and_keeps_the_former(decided, officer):
    first = minutes.establish_minutes(session=decided, by=officer, at=decided.held_at)
    decision = file_of(decided, "Brest").decisions.get()
    decisions.correct_decision(
        decision=decision,
        correction_reason="Erreur de saisie.",
        outcome=Outcome.DEFERRED,
        reasons="À compléter.",
        by=officer,
        at=decided.held_at,
    )
    second = Minutes.objects.get(number=2)
    assert [file["decision"]["outcome"] for file in first.document.context["minutes"]["files"]][1] == "Refus"
    after = second.document.context["minutes"]["files"][1]["decision"]
    assert (after["outcome"], after["corrected"]) == ("Ajournement", True)
    for act in ("UPDATE labels_minutes SET number = 9", "DELETE FROM labels_minutes"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(act)


def test_l8_without_minutes_a_correction_makes_none(decided, officer):
    decisions.correct_decision(
        decision=file_of(decided, "Brest").decisions.get(),
        correction_reason="Erreur de saisie.",
        outcome=Outcome.DEFERRED,
        reasons="À compléter.",
        by=officer,
        at=decided.held_at,
    )
    assert not Minutes.objects.exists()


# ---------------------------------------------------------------- letters


def test_l9_letters_are_read_one_by_one_and_a_corrected_one_again(client, decided, officer):
    angers, brest = (file_of(decided, name).decisions.get() for name in ("Angers", "Brest"))
    page = words(client.get(url("session_letter", decided, angers)))
    assert "Lettre 1 sur 2, 2 à relire" in page
    assert "PROJET" in page
    assert client.post(url("session_letter", decided, angers)).url == url("session_letter", decided, brest)
    client.post(url("session_letter", decided, angers))
    assert LetterReading.objects.count() == 1
    assert "Lettre 2 sur 2, 1 à relire" in words(client.get(url("session_letter", decided, brest)))
    client.force_login(factories.head())
    notify = words(client.get(url("session_notify", decided)))
    assert notify.count(f"relue par {officer}") == 1
    assert notify.count("à relire") == 1
    assert f"La lettre que personne n’a relue part aussi : {brest.application.number}." in notify


def test_l9_a_letter_whose_words_changed_is_to_be_read_again(client, clock, decided, officer):
    """Its digest is that of the words: the day on which it leaves and who signs it are no part of it."""
    angers = file_of(decided, "Angers").decisions.get()
    page, head, at = url("session_letter", decided, angers), factories.head(), decided.held_at
    clock.move_to(at)
    client.force_login(officer)
    client.post(page)
    clock.move_to(at + timedelta(days=3))
    client.force_login(officer)
    assert f"Relue par {officer}" in words(client.get(page))
    change_text(
        key="label.grant.closing",
        body="Jusqu’au {fin de validité}, bravo.",
        starts_on=(at + timedelta(days=4)).date(),
        reason="Plus court.",
        by=head,
        at=at + timedelta(days=3),
    )
    assert f"Relue par {officer}" in words(client.get(page))
    clock.move_to(at + timedelta(days=4))
    client.force_login(officer)
    shown = words(client.get(page))
    assert "Lettre 1 sur 2, 2 à relire" in shown
    assert "elle a changé depuis" in shown
    client.force_login(head)
    assert "elle a changé depuis sa relecture" in words(client.get(url("session_notify", decided)))
    client.force_login(officer)
    client.post(page)
    assert "Lettre 1 sur 2, 1 à relire" in words(client.get(page))
    assert LetterReading.objects.count() == 2


@pytest.mark.parametrize(
    "change",
    ["UPDATE labels_letterreading SET digest = 'x'", "DELETE FROM labels_letterreading"],
)
def test_l9_who_read_what_is_kept(client, decided, change):
    client.post(url("session_letter", decided, file_of(decided, "Angers").decisions.get()))
    assert len(LetterReading.objects.get().digest) == 64
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_l9_after_the_notification_the_documents_are_counted_as_they_come(client, decided):
    client.force_login(factories.head())
    page = client.post(url("session_notify", decided), follow=True)
    assert page.redirect_chain[-1][0] == url("session_sending", decided)
    assert "0 document prêt sur 3" in words(page)
    rendering.render_pending(at=decided.held_at)
    shown = words(client.get(url("session_sending", decided)))
    assert "3 documents prêts sur 3" in shown
    assert "data-done" in shown


# ---------------------------------------------------------------- announcement


def test_l14_the_announcement_says_the_grants_by_theme_and_nothing_else(notified):
    text = draft_announcement(notified, TODAY).text().replace("\xa0", " ")
    assert "1 nouvel organisme titulaire" in text
    assert "Patrimoine" in text
    assert "Angers" in text
    assert "Restauration du bâti ancien." in text
    assert "Brest" not in text
    assert "refus" not in text.lower()


def test_l14_a_body_that_held_a_label_is_not_a_new_holder(notified):
    given = Label.objects.get(decision__session=notified)
    other = labels.label(given.organisation)
    assert other.granted_on <= given.granted_on
    title = draft_announcement(notified, TODAY).title.replace("\xa0", " ")
    assert title.endswith("1 organisme déjà titulaire, pour une autre expertise")


def test_l14_the_announcement_opens_in_a_word_processor(client, notified):
    assert "Angers" in words(client.get(url("session_announcement", notified)))
    content = client.get(url("session_announcement_file", notified)).getvalue()
    document = Document(BytesIO(content))
    titles = [header.text_recursive for header in document.body.get_headers()]
    assert titles[0].startswith("Label EXPE-CT")
    assert titles[-1] == "Par région"
    assert "Angers" in document.get_formatted_text()


def test_l8_l14_minutes_and_announcement_say_the_words_of_their_day(notified, officer):
    day = paris_day(notified.held_at) + timedelta(days=1)
    for text in (*minutes.SAID.values(), session_texts.ANNOUNCEMENT_TITLE, session_texts.ANNOUNCEMENT):
        body = f"({text.key}) " + " / ".join(map(str, text.fields))
        change_text(
            key=text.key,
            body=body,
            starts_on=day,
            reason="Essai.",
            by=factories.head(signs=False),
            at=notified.held_at,
        )
    later = notified.held_at + timedelta(days=1)
    for at, written in ((notified.held_at, False), (later, True)):
        said = minutes.minutes_context(notified, number=1, by=officer, at=at)["minutes"]
        drafted = draft_announcement(notified, paris_day(at))
        for place, text in minutes.SAID.items():
            assert said[place].startswith(f"({text.key}) ") is written
        assert drafted.title.startswith("(label.announcement.title) 1er avril 2026 / 1 nouvel") is written
        assert drafted.opening.endswith(" / un label") is written


def test_l14_nothing_is_announced_before_the_notification(client, decided):
    page = client.get(url("session_announcement", decided), follow=True)
    assert "une fois les décisions de la séance notifiées" in words(page)
