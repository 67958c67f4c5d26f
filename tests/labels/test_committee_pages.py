"""The member's pages (spec L8, X2)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from expect.accounts.enums import Role
from expect.audit.models import Entry
from labels import admission, committee, evidence
from labels.enums import View
from labels.models import Opinion
from tests import factories
from tests.labels import factories as labels
from tests.moments import AT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def member(client):
    person = factories.member(Role.COMMITTEE_MEMBER)
    client.force_login(person)
    return person


def url(page, *args):
    return reverse(f"labels:{page}", args=[getattr(arg, "public_id", arg) for arg in args])


def words(response):
    return response.content.decode().replace("\u202f", " ").replace("\xa0", " ").replace("&nbsp;", " ")


def test_l8_read_then_give_an_opinion_then_read_the_others(client, member):
    other = factories.member(Role.COMMITTEE_MEMBER)
    application = labels.admitted(to=labels.session(member, other))
    committee.give_opinion(
        application=application, view=View.RESERVED, reasons="Prudence demandée.", by=other, at=AT
    )
    page = words(client.get(url("reading", application)))
    assert "Diagnostic et restauration des centres anciens." in page
    assert "Prudence demandée." not in page
    assert "1 avis sur 2" in words(client.get(url("own_session", application.session)))
    response = client.post(
        url("opinion_give", application), {"view": "favourable", "reasons": "Solide."}, follow=True
    )
    assert "Prudence demandée." in words(response)
    again = client.post(url("opinion_give", application), {"view": "unfavourable", "reasons": "Non."})
    assert (again.status_code, "Non.</textarea>" in again.content.decode()) == (409, True)
    assert Opinion.objects.get(member=member).view == View.FAVOURABLE


def test_l8_who_gave_no_opinion_before_the_meeting_is_promised_none(client, member):
    application = labels.admitted(to=labels.session(member))
    assert "après avoir donné le vôtre" in words(client.get(url("reading", application)))
    labels.held(application.session)
    page = words(client.get(url("reading", application)))
    assert "après avoir donné le vôtre" not in page
    assert "Vous n’avez pas donné d’avis sur ce dossier" in page


def test_l8_an_opinion_is_of_the_version_that_was_read(client, member, clock):
    officer = factories.member(Role.OFFICER)
    session = labels.session(member)
    application = labels.admitted(to=session)
    before = {"seen": client.get(url("reading", application)).context["form"]["seen"].value()}
    labels.sent_back(application, by=officer)
    labels.lodge(application, AT + timedelta(minutes=5))
    admission.admit(application=application, session=session, by=officer, at=AT + timedelta(minutes=6))
    typed = {"view": "favourable", "reasons": "Solide."}
    refused = client.post(url("opinion_give", application), typed | before)
    shown = words(refused)
    assert "La version 2 a été déposée le 2 mars 2026 à 10 h 05." in shown
    assert "si votre avis tient" in shown
    assert "Solide.</textarea>" in shown
    assert url("reading", application) in shown
    assert not Opinion.objects.exists()
    now = {"seen": refused.context["form"]["seen"].value()}
    assert now == {"seen": client.get(url("reading", application)).context["form"]["seen"].value()}
    assert client.post(url("opinion_give", application), typed | now).status_code == 302
    assert Opinion.objects.get().member == member


def test_l8_an_opinion_on_the_version_that_is_there_is_taken(client, member):
    application = labels.admitted(to=labels.session(member))
    read = client.get(url("reading", application)).context["form"]["seen"].value()
    typed = {"view": "favourable", "reasons": "Solide.", "seen": read}
    assert client.post(url("opinion_give", application), typed).status_code == 302


def test_x1_an_opinion_and_a_message_are_given_under_no_other_name(client, member):
    """The page was opened by `member`; another has signed in since, in the same browser."""
    other = factories.member(Role.COMMITTEE_MEMBER)
    application = labels.admitted(to=labels.session(member, other))
    signed = f'name="page_person" value="{member.public_id}"'
    assert signed in client.get(url("reading", application)).content.decode()
    client.force_login(other)
    typed = {"view": "unfavourable", "reasons": "Avis du premier.", "page_person": member.public_id}
    refused = client.post(url("opinion_give", application), typed)
    assert (refused.status_code, Opinion.objects.exists()) == (412, False)
    assert str(member) in words(refused)
    assert str(other) in words(refused)
    writer, reader = labels.editor(application.organisation), labels.signatory_of(application)
    client.force_login(reader)
    sent = {"text": "Écrit par un collègue.", "page_person": writer.public_id}
    assert client.post(url("own_messages", application), sent).status_code == 412
    assert not application.messages.exists()


def test_x2_each_reading_by_a_member_is_traced(client, member):
    application = labels.admitted(to=labels.session(member))
    client.get(url("reading", application))
    line = Entry.objects.get(action="read_application")
    assert (line.actor, line.role, line.subject_id) == (
        member.public_id,
        "committee_member",
        application.public_id,
    )


def test_l8_a_recused_member_opens_neither_file_nor_attachment(client, member):
    draft = labels.complete_draft()
    attachment = evidence.attach_file(
        application=draft, file=labels.upload(), by=labels.signatory_of(draft), at=AT
    )
    application = labels.lodge(draft)

    session = labels.session(member)
    admission.admit(application=application, session=session, by=factories.member(Role.OFFICER), at=AT)
    opened = client.get(url("attachment", attachment))
    assert opened.status_code == 200
    assert opened.getvalue().startswith(b"%PDF")
    response = client.post(
        url("opinion_step_aside", application), {"reasons": "Ancien employeur."}, follow=True
    )
    assert "Votre déport du dossier" in words(response)
    assert "Déport" in words(response)
    for page in ("reading", "opinion_give"):
        refused = client.get(url(page, application))
        assert refused.status_code == 403
        assert "Un déport vous écarte de ce dossier" in words(refused)
    assert client.get(url("attachment", attachment)).status_code == 403


def test_l8_the_files_of_other_sessions_are_not_found_and_the_attempt_is_traced(client, member):
    application = labels.admitted()
    assert client.get(url("reading", application)).status_code == 404
    line = Entry.objects.get(action="refused_reading")
    assert (line.actor, line.subject_id) == (member.public_id, application.public_id)
