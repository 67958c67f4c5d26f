"""What a migration does to the rows that were there."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from expect.accounts.enums import Role
from expect.accounts.models import ProofOfService
from expect.documents import uploads
from tests import factories
from tests.labels.factories import upload
from tests.moments import AT, TODAY
from tests.reports import factories as made

pytestmark = [pytest.mark.django_db, pytest.mark.long]

RECEIPTS = """
CREATE TABLE reports_letterreceipt (
  id INTEGER PRIMARY KEY, public_id VARCHAR(12), letter_id BIGINT, received_on DATE, proof_id BIGINT,
  reason VARCHAR(300), recorded_at TIMESTAMP WITH TIME ZONE, recorded_by_id BIGINT
)
"""
"""The table as `0003_hearing_and_receipts` made it; `0010_one_proof_of_service` drops it."""


def test_x11_a_receipt_and_its_correction_become_proofs_one_without_scan_does_not():
    corrected, bare = made.letter_sent(), made.letter_sent()
    officer = factories.member(Role.OFFICER)
    first, second = (uploads.store(upload(), by=officer, at=AT) for _ in range(2))
    apps = MigrationLoader(connection).project_state(("reports", "0009_report_paper")).apps
    with connection.cursor() as cursor:
        cursor.execute(RECEIPTS)
    rows = (
        (corrected, TODAY, first.pk, "", AT),
        (corrected, TODAY + timedelta(days=1), second.pk, "Mal lue", AT + timedelta(hours=1)),
        (bare, TODAY, None, "", AT),
    )
    receipts = apps.get_model("reports", "LetterReceipt").objects
    for key, (letter, day, proof, reason, at) in enumerate(rows, start=1):
        receipts.create(
            pk=key,
            letter_id=letter.pk,
            received_on=day,
            proof_id=proof,
            reason=reason,
            recorded_at=at,
            recorded_by_id=officer.pk,
        )
    import_module("reports.migrations.0010_one_proof_of_service").to_proofs(apps, None)
    proofs = ProofOfService.objects.order_by("pk")
    said = proofs.values_list("document", "organisation", "received_on", "scan", "reason", "recorded_at")
    body = corrected.demand.mission.organisation_id
    assert list(said) == [(corrected.document_id, body, *row[1:]) for row in rows[:2]]
    assert {proof.recorded_by_id for proof in proofs} == {officer.pk}
