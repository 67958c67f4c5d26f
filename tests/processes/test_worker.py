"""What is written in the database is done by the real worker, woken by the real beat."""

from email import message_from_bytes, policy
from pathlib import Path

import pytest
from django.test import Client

from expect.audit import chain, journal
from expect.audit.models import Entry
from expect.documents import issuing
from expect.documents.models import IssuedDocument
from expect.notifications import outbox
from expect.notifications.models import Message
from tests import factories
from tests.moments import AT
from tests.processes.conftest import eventually, worker

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]


def test_x3_beat_has_mail_sent_documents_made_and_the_journal_sealed(celery_environment, letterbox):
    body = factories.organisation(name="Commune d’essai")
    outbox.write(
        key="essai:1", event="essai", to="maire@exemple.test", title="Objet d’essai", body="Bonjour,\n", at=AT
    )
    journal.record(action="essai", subject=body, by=None, at=AT)
    document = issuing.issue(
        kind="receipt", template="tests/one_page.html", context={"words": "Été"}, title="Accusé", at=AT
    )
    log = Path(celery_environment["EXPECT_VAR"], "one.log")
    with worker(celery_environment, "one", beat=True):
        eventually(lambda: Message.objects.filter(sent_at__isnull=False).exists(), log)
        eventually(lambda: IssuedDocument.objects.filter(pk=document.pk, file__isnull=False).exists(), log)
        eventually(lambda: not Entry.objects.filter(position=None).exists(), log)
        eventually(lambda: Client().get("/readyz").status_code == 200, log)
    mail = message_from_bytes(letterbox.envelopes[0].content, policy=policy.default)
    assert len(letterbox.envelopes) == 1
    assert (mail["Subject"], mail["To"]) == ("Objet d’essai", "maire@exemple.test")
    assert list(chain.verify()) == []
