"""What is written in the database is done by the real worker, woken by the real beat."""

from decimal import Decimal
from email import message_from_bytes, policy
from functools import partial
from pathlib import Path

import pytest
from django.test import Client

from expect.audit import chain, journal
from expect.audit.models import Entry
from expect.celery import app
from expect.documents import issuing
from expect.documents.models import IssuedDocument
from expect.notifications import outbox
from expect.notifications.models import Message
from reports.models import ReimbursementDemand
from tests import factories
from tests.moments import AT
from tests.processes.conftest import eventually, worker
from tests.reports import factories as reports

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]

RUNS = 12
DIPLOMA = {
    "number": "EXPE-CT-2026-0001",
    "holder_name": "Commune d’essai",
    "holder_kind": "Commune",
    "skills": "Tri des déchets",
    "themes": [],
    "session_date": "24 mars 2026",
    "place": "Paris",
    "granted_on": "30 mars 2026",
    "ends_on": "29 mars 2029",
    "signatory": {"name": "Camille Martin", "capacity": "Délégué", "delegation": "Arrêté d’essai"},
    "verification_url": "https://exemple.test/verifier/ABCDEFGHJK/",
    "code": "ABCDEFGHJK",
    "version": 1,
}


def test_x3_beat_has_mail_sent_documents_made_and_the_journal_sealed(celery_environment, letterbox):
    body = factories.organisation(name="Commune d’essai")
    outbox.write(
        key="essai:1", event="essai", to="maire@exemple.test", title="Objet d’essai", body="Bonjour,\n", at=AT
    )
    journal.record(action="essai", subject=body, by=None, at=AT)
    document = issuing.issue(
        kind="diploma", template="labels/diploma.html", context=DIPLOMA, title="Diplôme", at=AT
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


def test_r4_two_workers_at_once_draft_one_demand(celery_environment):
    mission = reports.carried_out(paid=("850.00",))
    logs = [Path(celery_environment["EXPECT_VAR"], f"{name}.log") for name in ("one", "two")]
    with (
        worker(celery_environment, "one", beat=False),
        worker(celery_environment, "two", beat=False),
        app.connection_for_write(url=celery_environment["EXPECT_BROKER_URL"]) as connection,
    ):
        for log in logs:
            eventually(lambda log=log: "test ready." in log.read_text(), log)
        ask = partial(app.send_task, "reports.tasks.flag_overdue_reports", connection=connection)
        for _ in range(RUNS):
            ask()

        def both_have_played() -> bool:
            """One may be quick enough to have done all that was asked: more is, until the other has its part."""
            ask()
            return all("succeeded in" in log.read_text() for log in logs)

        eventually(both_have_played, logs[0])
    demand = ReimbursementDemand.objects.get()
    assert (demand.mission_id, demand.total) == (mission.pk, Decimal("850.00"))
    assert Entry.objects.filter(action="draft_demand").count() == 1
