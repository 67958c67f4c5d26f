"""Files are downloaded, never opened in place, and each reading is traced (spec X2, X6)."""

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

from expect.accounts.enums import Role
from expect.audit.models import Entry
from expect.documents.checks import file_size
from expect.documents.issuing import issue
from expect.documents.models import IssuedDocument
from expect.documents.rendering import attach
from expect.documents.serving import serve, serve_traced
from expect.documents.uploads import keep
from expect.documents.views import IssuedFile
from tests.factories import member, organisation
from tests.moments import AT, TODAY

pytestmark = pytest.mark.django_db


def stored(name: str = "a.pdf"):
    return keep(b"contenu", name=name, content_type="application/pdf", at=AT)


def read(response) -> bytes:
    """The content; the response's own close() would end the test's database connection."""
    with response.file_to_stream as file:
        return file.read()


def test_the_answer_lets_no_browser_run_the_file():
    response = serve(stored())
    assert read(response) == b"contenu"
    headers = dict(response.items())
    assert headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "private, no-store"
    assert headers["Content-Type"] == "application/pdf"
    assert headers["Content-Length"] == "7"
    assert headers["Content-Disposition"] == 'attachment; filename="a.pdf"'


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("Délibération.pdf", "attachment; filename*=utf-8''D%C3%A9lib%C3%A9ration.pdf"),
        ("🎉.pdf", "attachment; filename*=utf-8''%F0%9F%8E%89.pdf"),
        ('a";x="b.pdf', 'attachment; filename="a\\";x=\\"b.pdf"'),
    ],
)
def test_the_name_arrives_as_it_was(name, sent):
    response = serve(stored(name))
    assert response["Content-Disposition"] == sent
    read(response)


def test_the_caller_may_name_the_file():
    response = serve(stored(), filename="diplome.pdf")
    assert 'filename="diplome.pdf"' in response["Content-Disposition"]
    read(response)


def test_x2_a_reading_is_traced_by_public_ids():
    body, file = organisation(), stored("Nom secret.pdf")
    request = RequestFactory().get("/")
    request.user = member(Role.EDITOR, body)
    request.membership = request.user.memberships.get()
    read(serve_traced(request, file, subject=request.membership, at=AT))
    line = Entry.objects.get(action="read_file")
    assert (line.actor, line.role, line.membership) == (
        request.user.public_id,
        "editor",
        request.membership.public_id,
    )
    assert line.subject_id == request.membership.public_id
    assert line.details == {"file": file.public_id}
    assert line.at == AT
    assert request.membership.holds_on(TODAY)


class Preview(IssuedFile):
    """A view of the one document there is."""

    def find(self) -> tuple[IssuedDocument, IssuedDocument]:
        document = IssuedDocument.objects.select_related("file").get()
        return document, document


def asked(method: str):
    request = getattr(RequestFactory(), method)("/document/")
    request.user = request.membership = None
    return Preview.as_view()(request)


def test_asking_whether_a_document_is_ready_reads_nothing():
    document = issue(kind="receipt", template="documents/receipt.html", context={}, title="Accusé", at=AT)
    assert asked("head").status_code == 202
    attach(document, b"%PDF-1.7", AT)
    answer = asked("head")
    assert (answer.status_code, answer.content, answer.streaming) == (200, b"", False)
    assert not Entry.objects.filter(action="read_file").exists()


@pytest.mark.parametrize("ready", [True, False])
def test_a_document_is_a_link_or_the_promise_of_one(ready):
    document = IssuedDocument(title="Accusé", file_id=1 if ready else None)
    words = {"document": document, "url": "/document/", "label": "Accusé"}
    html = render_to_string("documents/link.html", words)
    link, promise = 'href="/document/"', 'data-preparing="/document/" role="status"'
    assert (link in html.split("<template>")[0], promise in html) == (ready, not ready)
    assert ("Actualiser" in html) is not ready


@pytest.mark.parametrize(
    ("octets", "said"),
    [
        (0, "0 o"),
        (1023, "1023 o"),
        (1024, "1 Ko"),
        (2_950, "2,9 Ko"),
        (1_048_575, "1024 Ko"),
        (1_048_576, "1 Mo"),
        (10_500_000, "10,1 Mo"),
    ],
)
def test_x7_a_size_is_said_in_french_units(octets, said):
    assert file_size(octets) == said.replace(" ", "\u00a0")
