"""DAECT's notes stay within DAECT (spec X1)."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from expect.accounts.enums import Role
from expect.audit.models import Entry
from expect.kernel.errors import NotAllowed, Refusal
from expect.notifications.models import Message
from labels import decisions, notes
from labels.enums import Outcome
from labels.models import InternalNote
from tests import factories
from tests.labels import factories as labels
from tests.moments import AT, TODAY

pytestmark = pytest.mark.django_db
CANARY = "canari-de-la-note-interne"
HELD = datetime.combine(TODAY + timedelta(days=30), AT.timetz())


def page(name, subject=None):
    return reverse(f"labels:{name}", args=[subject.public_id] if subject else [])


def add(application, **given):
    facts = {"text": CANARY, "by": factories.member(Role.OFFICER), "at": AT} | given
    return notes.add_note(application=application, **facts)


def read(response) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode(errors="replace")


def test_daect_adds_a_note_and_reads_it_on_the_file(client, clock):
    application = labels.lodged()
    client.force_login(factories.member(Role.OFFICER))
    written = client.post(page("application_note", application), {"text": "Un <i>doute</i>."}, follow=True)
    assert "Un &lt;i&gt;doute&lt;/i&gt;." in read(written)
    assert Entry.objects.filter(action="add_note").get().details in ({}, None)


@pytest.mark.long
def test_x1_a_note_never_leaves_daect(client, clock):
    member = factories.member(Role.COMMITTEE_MEMBER)
    application = labels.admitted(to=labels.session(member))
    add(application)
    outside = {
        "body": labels.signatory_of(application),
        "editor": labels.editor(application.organisation),
        "member": member,
        "agent": factories.member(Role.POST_AGENT),
        "stranger": factories.user(),
        "administrator": factories.member(Role.ADMINISTRATOR),
        "anonymous": None,
    }
    labels.held(application.session, HELD)
    application.refresh_from_db()
    decision = labels.decided(application, Outcome.GRANTED)
    decisions.notify_session(session=application.session, by=factories.head(), at=HELD)
    clock.move_to(HELD)
    label = application.label
    found = [
        page(name, application)
        for name in (
            "own_application own_messages application_review application_note application application_messages "
            "reading opinion_give receipt"
        ).split()
    ]
    found += [page(name) for name in "own_applications own_sessions own_labels holders applications".split()]
    found += [page("own_session", application.session), page("decision_letter", decision)]
    found += [reverse("labels:verification", args=[label.number]), reverse("dashboard:work_list")]
    found += [
        f"{page('applications')}?export=csv",
        f"{page('holders')}?export=csv",
        reverse("dashboard:notices"),
    ]
    for person in outside.values():
        client.logout()
        if person:
            client.force_login(person)
        for url in found:
            assert CANARY not in read(client.get(url, follow=True)), (person, url)
    assert not any(CANARY in mail.title + mail.body for mail in Message.objects.all())
    assert CANARY not in "".join(str(entry.details) for entry in Entry.objects.all())
    client.force_login(factories.member(Role.OFFICER))
    assert CANARY in read(client.get(page("application", application))), "the canary is there for DAECT"
    assert CANARY not in read(client.get(f"{page('applications')}?export=csv"))
    assert application.number not in read(client.get(page("applications"), {"q": CANARY}))


def test_x1_nobody_else_writes_one_and_an_empty_one_is_refused():
    application = labels.lodged()
    for person in (labels.signatory_of(application), factories.member(Role.COMMITTEE_MEMBER)):
        with pytest.raises(NotAllowed):
            add(application, by=person)
    with pytest.raises(NotAllowed):
        add(labels.draft())
    with pytest.raises(Refusal, match="Écrivez"):
        add(application, text=" ")


@pytest.mark.parametrize(
    "act", ["UPDATE labels_internalnote SET text = 'x'", "DELETE FROM labels_internalnote"]
)
def test_a_note_stays_as_it_was_written(act):
    add(labels.lodged())
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(act)
    assert InternalNote.objects.get().text == CANARY
