"""The page of appeals, and a decision with its rectifications, ask the database the same few questions (spec X5)."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from expect.documents.models import IssuedDocument
from labels import rectifications
from labels.enums import AppealKind, AppealOutcome, Mention
from labels.models import Appeal, Decision, LabelApplication
from tests import factories
from tests.labels import factories as labels
from tests.moments import AT, TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.long, pytest.mark.walk]
MOST = 23
MANY = 10_000
DAY = timedelta(days=1)


def counted(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200, url
    return len(queries)


def documents(count, kind):
    """As many papers, not made yet."""
    rows = (
        IssuedDocument(kind=kind, title=kind, template="x.html", context={}, issued_at=AT, next_attempt_at=AT)
        for _ in range(count)
    )
    return IssuedDocument.objects.bulk_create(rows, batch_size=500)


def appeals(count, body, person, *, start=0):
    """As many appeals against silence on as many files, since taken back; half of them answered."""
    facts = {
        "organisation": body,
        "created_at": AT,
        "created_by": person,
        "updated_at": AT,
        "submitted_at": AT,
        "submitted_by": person,
        "withdrawn_at": AT,
        "silence_on": TODAY + 60 * DAY,
        "lodged_title": "Restaurer le bâti ancien",
        "state": "withdrawn",
    }
    numbers = range(start, start + count)
    files = LabelApplication.objects.bulk_create(
        (LabelApplication(number=f"C-2025-{n:05}", **facts) for n in numbers), batch_size=500
    )
    receipts, letters = documents(count, "appeal_receipt"), documents(count, "appeal_answer")
    answered = {"outcome": AppealOutcome.REJECTED, "answer": "Non.", "answered_at": AT, "answered_by": person}
    Appeal.objects.bulk_create(
        (
            Appeal(
                number=f"R-2025-{n:05}",
                application=file,
                implicit_on=TODAY,
                kind=AppealKind.TO_AUTHOR,
                grounds="Relisez.",
                received_on=TODAY,
                silence_on=date(2026, 6, 1),
                registered_at=AT,
                registered_by=person,
                receipt=receipt,
                **(answered | {"letter": letter} if n % 2 else {}),
            )
            for n, file, receipt, letter in zip(numbers, files, receipts, letters, strict=True)
        ),
        batch_size=500,
    )


def test_the_same_few_queries_with_one_three_and_ten_thousand_appeals(client):
    body, head = factories.organisation(), factories.head()
    client.force_login(head)
    counts, start = [], 0
    for size in (1, 3, MANY):
        appeals(size - start, body, head, start=start)
        start = size
        one = Appeal.objects.order_by("number").first()
        urls = (
            reverse("labels:appeals"),
            reverse("labels:appeals") + "?tri=-outcome",
            one.get_absolute_url(),
            reverse("dashboard:work_list"),
        )
        counts.append([counted(client, url) for url in urls])
    assert counts[0] == counts[1]
    counts[1][-1] += 1  # beyond what the work list shows, it counts the rest, by the rows it listed
    assert counts[2] == counts[1]
    assert max(counts[0]) <= MOST


def test_the_same_few_queries_with_one_and_three_rectifications(client, clock):
    label, head = labels.label(), factories.head()
    signatory = labels.signatory_of(label.application)
    counts = []
    for number, place in enumerate(("Nantes", "Brest", "Lille"), start=1):
        at = AT + (40 + number) * DAY
        rectifications.rectify(
            decision=Decision.objects.select_related("application", "session", "letter").get(),
            number=number,
            becomes={Mention.PLACE: place},
            reason="Mal recopié.",
            same_sense=True,
            by=head,
            at=at,
        )
        clock.move_to(at)
        found = []
        for person, page, subject in (
            (head, "decision", label.decision),
            (head, "application", label.application),
            (signatory, "own_application", label.application),
        ):
            client.force_login(person)
            found.append(counted(client, reverse(f"labels:{page}", args=[subject.public_id])))
        client.force_login(signatory)
        counts.append([*found, counted(client, reverse("labels:own_labels"))])
    assert counts[0] == counts[1] == counts[2]
    assert max(counts[0]) <= MOST
