"""Each document is rendered once, whatever the workers and their accidents (spec L11)."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from expect.documents import issuing, pdf, rendering, tasks
from expect.documents.models import IssuedDocument, StoredFile
from tests.moments import AT

LATER = AT + rendering.LEASE


@pytest.fixture
def renderer(monkeypatch):
    """A renderer that counts, and does what the test asks."""

    class Renderer:
        calls = 0
        failure = None

        def __call__(self, template, context, *, identifier, title, issued_at):
            self.calls += 1
            if self.failure:
                raise self.failure
            return b"%PDF-" + identifier.encode()

    stand_in = Renderer()
    monkeypatch.setattr(pdf, "render", stand_in)
    return stand_in


def issued(title: str = "Décision n° 12", **fields) -> IssuedDocument:
    return issuing.issue(
        kind="letter", template="documents/receipt.html", context={}, title=title, at=AT, **fields
    )


def file_of(document: IssuedDocument) -> StoredFile | None:
    return IssuedDocument.objects.select_related("file").get(pk=document.pk).file


@pytest.mark.django_db
def test_what_waits_is_rendered_once(renderer, settings):
    document = issued()
    assert rendering.render_pending(at=AT) == 1
    assert rendering.render_pending(at=LATER) == 0
    stored = file_of(document)
    assert (stored.name, stored.content_type, stored.created_by) == (
        "decision-n-12.pdf",
        "application/pdf",
        None,
    )
    assert (settings.FILES_ROOT / stored.path).read_bytes() == b"%PDF-" + document.public_id.encode()
    assert renderer.calls == 1


@pytest.mark.django_db
def test_a_run_is_bounded(renderer):
    for _ in range(3):
        issued()
    assert rendering.render_pending(at=AT, limit=2) == 2
    assert rendering.render_pending(at=AT, limit=2) == 1


@pytest.mark.django_db
def test_a_failure_is_tried_five_times_then_left_with_its_error(renderer, caplog):
    document = issued()
    renderer.failure = pdf.RenderingFailed("no such asset: x.svg")
    at = AT
    for _ in range(8):
        assert rendering.render_pending(at=at) == 0
        at += rendering.LEASE
    document.refresh_from_db()
    assert renderer.calls == document.attempts == rendering.MOST_ATTEMPTS
    assert document.last_error == "no such asset: x.svg"
    assert [record.fields for record in caplog.records] == [{"document": document.public_id}] * 5


@pytest.mark.django_db
def test_a_failure_does_not_stop_the_next_document(renderer):
    bad, good = issued(), issued()
    rendering_of = pdf.render

    def render(*args, identifier, **how):
        if identifier == bad.public_id:
            raise pdf.RenderingFailed("broken")
        return rendering_of(*args, identifier=identifier, **how)

    pdf.render = render
    assert rendering.render_pending(at=AT) == 1
    assert file_of(good)
    assert not file_of(bad)


@pytest.mark.django_db
def test_a_worker_killed_in_the_middle_is_taken_over(renderer):
    document = issued()
    renderer.failure = KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt):
        rendering.render_pending(at=AT)
    document.refresh_from_db()
    assert document.last_error == "interrupted"
    renderer.failure = None
    assert rendering.render_pending(at=LATER - timedelta(seconds=1)) == 0
    assert rendering.render_pending(at=LATER) == 1
    document.refresh_from_db()
    assert document.last_error == ""


@pytest.mark.django_db
def test_a_second_rendering_leaves_the_first_file(renderer):
    """The lease ran out while the first worker was still at it: both end, one file stays."""
    document = issued()
    assert rendering.attach(document, b"%PDF-1", AT)
    first = file_of(document)
    assert not rendering.attach(document, b"%PDF-2", AT)
    assert file_of(document) == first
    assert StoredFile.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_workers_at_the_same_instant_share_the_documents(renderer):
    documents = [issued() for _ in range(6)]
    start = threading.Barrier(3)
    made = []

    def work():
        start.wait()
        made.append(rendering.render_pending(at=AT))
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(made) == renderer.calls == StoredFile.objects.count() == 6
    assert all(file_of(document) for document in documents)


@pytest.mark.django_db
def test_beat_renders_and_sweeps(renderer, clock):
    issued()
    assert tasks.render_pending() == 1
    assert tasks.sweep_files() == 0
