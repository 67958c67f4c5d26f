"""The body and DAECT write to each other in the file (spec L7, X1, X3, X4)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from expect.accounts.enums import Role
from expect.audit.models import Entry
from expect.kernel.clock import paris_day
from expect.kernel.errors import NotAllowed, Refusal
from expect.notifications.models import Message, Notice
from labels import applications, assignment, messages, rules
from labels.enums import Side
from labels.models import FileMessage
from labels.work import work_items
from tests import factories
from tests.labels import factories as labels
from tests.moments import AT, TODAY

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(hours=3)
SPACES = str.maketrans({"\u202f": " ", "\u00a0": " "})


@pytest.fixture
def officer():
    return factories.member(Role.OFFICER, person=factories.user(email="officier@daect.test"))


@pytest.fixture
def application():
    return labels.lodged(factories.organisation(name="Saint-Lô"))


def page(name, subject):
    return reverse(f"labels:{name}", args=[subject.public_id])


def words(response) -> str:
    return response.content.decode().replace("&nbsp;", " ").translate(SPACES)


def kinds(user, on=TODAY):
    return [row[0] for queryset in work_items(user, on) for row in queryset]


def mails(event):
    found = Message.objects.filter(event=f"labels/{event}").order_by("to")
    return [(mail.to, mail.title.translate(SPACES), mail.body.translate(SPACES)) for mail in found]


def test_x3_the_person_in_charge_alone_is_told_and_reads_the_words(application, officer):
    other = factories.head()
    assignment.assign(application=application, officer=officer, by=officer, at=AT)
    editor = labels.editor(application.organisation)
    labels.message(application, by=editor, text="Quand siège le comité\u00a0?", files=[labels.upload()])
    assert mails("message_to_daect") == [
        (
            "officier@daect.test",
            "Message de Saint-Lô sur sa candidature C-2026-0001",
            f"{editor}, pour Saint-Lô, vous écrit au sujet de sa candidature et attend votre réponse.\n\n"
            "Quand siège le comité ?\n\n"
            "Avec 1 pièce jointe, à ouvrir depuis le dossier.\n\n"
            f"Répondre : http://localhost:8000/candidatures/{application.public_id}/messages/\n",
        )
    ]
    assert Notice.objects.filter(user=officer, title__startswith="Message de Saint-Lô").count() == 1
    assert kinds(officer).count("labels.answer_body") == 1
    assert kinds(other).count("labels.answer_body") == 0


def test_x3_everybody_at_daect_is_told_where_nobody_has_the_file(application, officer):
    head = factories.head()
    labels.message(application, by=labels.signatory_of(application))
    assert {to for to, _, _ in mails("message_to_daect")} == {officer.email, head.email}


def test_x3_the_body_is_told(application, officer):
    signatory, editor = labels.signatory_of(application), labels.editor(application.organisation)
    labels.message(
        application, by=officer, side=Side.DAECT, text="Le plan est illisible.", awaits_answer=False
    )
    told = mails("message_to_body")
    assert {to for to, _, _ in told} == {signatory.email, editor.email}
    assert told[0][1:] == (
        "Message de la DAECT sur votre candidature C-2026-0001",
        "La DAECT vous écrit au sujet de votre candidature au label EXPE-CT.\n\n"
        "Le plan est illisible.\n\n"
        f"Ouvrir les messages : http://localhost:8000/candidature/{application.public_id}/messages/\n",
    )
    assert "labels.answer_daect" not in kinds(editor)


def test_x4_an_answer_is_awaited_until_one_writes_or_says_that_none_is_needed(application, officer):
    editor = labels.editor(application.organisation)
    asked = labels.message(application, by=editor)
    labels.message(application, by=editor, at=LATER)
    assert kinds(officer).count("labels.answer_body") == 1, "one row per file"
    labels.message(application, by=officer, side=Side.DAECT, awaits_answer=True, at=LATER)
    assert "labels.answer_body" not in kinds(officer)
    asked.refresh_from_db()
    assert (asked.settled_by, asked.read_by) == (officer, officer)
    (asked_back,) = FileMessage.objects.filter(side=Side.DAECT)
    assert "labels.answer_daect" in kinds(editor)
    messages.settle_message(message=asked_back, by=editor, at=LATER)
    assert "labels.answer_daect" not in kinds(editor)
    with pytest.raises(NotAllowed, match="déjà reçu"):
        messages.settle_message(message=asked_back, by=editor, at=LATER)


def test_x1_neither_side_settles_its_own_message(application, officer):
    asked = labels.message(application, by=labels.signatory_of(application))
    with pytest.raises(NotAllowed):
        messages.settle_message(message=asked, by=labels.signatory_of(application), at=AT)


def test_unread_until_somebody_of_the_other_side_opens_it(client, clock, application, officer):
    editor = labels.editor(application.organisation)
    labels.message(application, by=editor, text="Un <b>mot</b>.")
    client.force_login(labels.signatory_of(application))
    assert "Pas encore lu" in words(client.get(page("own_application", application)))
    assert FileMessage.objects.get().read_at is None
    client.force_login(officer)
    opened = words(client.get(page("application", application)))
    assert "Nouveau</span>" in opened
    assert "Un &lt;b&gt;mot&lt;/b&gt;." in opened
    assert FileMessage.objects.get().read_by == officer
    assert "Nouveau</span>" not in words(client.get(page("application_messages", application)))
    client.force_login(editor)
    assert "Lu le 2 mars 2026" in words(client.get(page("own_messages", application)))


def test_x1_of_a_draft_daect_sees_the_messages_and_nothing_else(client, clock, officer):
    draft = labels.complete_draft(expertise={"title": "Titre secret du brouillon"})
    signatory = labels.signatory_of(draft)
    with pytest.raises(NotAllowed, match="ne vous a pas écrit"):
        labels.message(draft, by=officer, side=Side.DAECT)
    client.force_login(officer)
    assert client.get(page("application_messages", draft)).status_code == 404
    labels.message(draft, by=signatory, text="Une commune nouvelle peut-elle déposer ?")
    shown = client.get(page("application_messages", draft))
    assert "Une commune nouvelle peut-elle déposer ?" in words(shown)
    assert "Titre secret" not in words(shown)
    assert client.get(page("application", draft)).status_code == 404
    assert draft.public_id not in words(client.get(reverse("labels:applications")))
    typed = {"text": "Oui.", "last_read": shown.context["form"]["last_read"].value()}
    answered = client.post(page("application_messages", draft), typed, follow=True)
    assert "Votre message est envoyé." in words(answered)
    assert all("Titre secret" not in mail.title + mail.body for mail in Message.objects.all())
    assert "labels.answer_body" not in kinds(officer)


def test_written_from_the_page_with_its_files_then_downloaded_and_traced(client, clock, application, officer):
    client.force_login(labels.editor(application.organisation))
    data = {"text": "Voici le plan.", "awaits_answer": "on", "file": labels.upload("Plan.pdf")}
    sent = client.post(page("own_messages", application), data, follow=True)
    assert "Plan.pdf" in words(sent)
    attachment = FileMessage.objects.get().attachments.get()
    client.force_login(officer)
    answer = client.get(page("message_attachment", attachment))
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert Entry.objects.filter(action="read_file", subject_id=application.public_id).count() == 1
    client.force_login(factories.member(Role.COMMITTEE_MEMBER))
    assert client.get(page("message_attachment", attachment)).status_code == 404


def test_a_refused_file_leaves_no_message_and_keeps_the_text(client, clock, application):
    client.force_login(labels.editor(application.organisation))
    data = {"text": "Voici le plan.", "file": labels.upload("Plan.pdf")}
    data["file"].name = "Plan.svg"
    data["file"].file.write(b"<svg></svg>")
    data["file"].seek(0)
    data["file"].file.truncate(11)
    answer = client.post(page("own_messages", application), data)
    assert "file" in answer.context["form"].errors
    assert "Voici le plan.</textarea>" in words(answer)
    assert not FileMessage.objects.exists()


@pytest.mark.parametrize("text", ["", "  \n "])
def test_an_empty_message_is_refused(application, text):
    with pytest.raises(Refusal, match="Écrivez"):
        labels.message(application, by=labels.signatory_of(application), text=text)


def test_six_months_after_the_end_the_thread_is_only_read(client, clock, application, officer):
    signatory = labels.signatory_of(application)
    labels.message(application, by=signatory, text="Nous retirons notre dossier.")
    applications.withdraw(application=application, by=signatory, at=AT)
    application.refresh_from_db()
    last = rules.exchange_ends_on(paris_day(AT), paris_day(AT))
    for side, person in ((Side.BODY, signatory), (Side.DAECT, officer)):
        assert rules.may_write_message(person, application, side, last)
        closed = rules.may_write_message(person, application, side, last + timedelta(days=1))
        assert (bool(closed), closed.entitled) == (False, True)
    clock.move_to(AT + timedelta(days=200))
    client.force_login(signatory)
    assert "Nous retirons notre dossier." in words(client.get(page("own_application", application)))


@pytest.mark.parametrize(
    "act",
    [
        "UPDATE labels_filemessage SET text = 'x'",
        "UPDATE labels_filemessage SET side = 'daect'",
        "UPDATE labels_filemessage SET read_at = NULL, read_by_id = NULL",
        "DELETE FROM labels_messageattachment",
        "DELETE FROM labels_filemessage",
        "UPDATE labels_messageattachment SET file_id = 0",
    ],
)
def test_what_was_written_stays(application, officer, act):
    labels.message(application, by=labels.signatory_of(application), files=[labels.upload()])
    messages.mark_read(application=application, side=Side.DAECT, by=officer, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(act)


def test_what_came_while_one_wrote_stays_unread_and_unanswered(application, officer, client, clock):
    editor = labels.editor(application.organisation)
    first = labels.message(application, by=editor, awaits_answer=True)
    client.force_login(officer)
    form = client.get(page("application_messages", application)).context["form"]
    assert form["last_read"].value() == first.public_id
    second = labels.message(application, by=editor, awaits_answer=True)
    client.post(page("application_messages", application), {"text": "Voici.", "last_read": first.public_id})
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.settled_at is not None
    assert (second.read_at, second.settled_at) == (None, None)
