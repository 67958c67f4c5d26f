"""Files are written whole, under a neutral name, and never change (spec X6)."""

import hashlib
import os
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from expect.documents import issuing, uploads
from expect.documents.checks import UploadRefused, check
from expect.documents.models import IssuedDocument, StoredFile
from tests.documents.samples import pdf, upload
from tests.factories import user
from tests.moments import AT

pytestmark = pytest.mark.django_db


def kept(content: bytes = b"contenu", **fields) -> StoredFile:
    return uploads.keep(content, **{"name": "a.pdf", "content_type": "application/pdf", "at": AT} | fields)


def test_a_file_is_kept_under_a_neutral_name(settings):
    content, person = pdf(), user()
    stored = uploads.store(upload(content, "Délibération <secret>.pdf"), by=person, at=AT)
    path = settings.FILES_ROOT / stored.path
    assert path.read_bytes() == content
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.name == path.name[:2]
    assert "secret" not in stored.path
    assert (stored.name, stored.size) == ("Délibération <secret>.pdf", len(content))
    assert stored.sha256 == hashlib.sha256(content).hexdigest()
    assert (stored.created_by, stored.created_at) == (person, AT)
    assert list(path.parent.iterdir()) == [path]


def test_what_the_form_checked_is_not_checked_again(monkeypatch):
    checked = check(upload(pdf()))
    monkeypatch.setattr(uploads, "check", None)
    assert uploads.store(checked, by=user(), at=AT).size == len(checked.content)


def test_a_refused_file_leaves_nothing(settings):
    with pytest.raises(UploadRefused):
        uploads.store(upload(b"<html>"), by=user(), at=AT)
    assert not StoredFile.objects.exists()
    assert not settings.FILES_ROOT.exists()


def test_the_same_content_twice_makes_two_files():
    assert kept().path != kept().path


def test_the_file_is_written_before_its_row(settings, monkeypatch):
    """Killed in between, the service never shows a row whose file is missing."""
    monkeypatch.setattr(StoredFile.objects, "create", lambda **_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        kept()
    assert len([p for p in settings.FILES_ROOT.rglob("*") if p.is_file()]) == 1


def test_what_no_row_names_is_swept_after_a_day(settings):
    named = kept()
    with transaction.atomic():
        rolled_back = kept()
        transaction.set_rollback(True)
    orphan, recent = settings.FILES_ROOT / rolled_back.path, settings.FILES_ROOT / "ab" / "recent.part"
    recent.parent.mkdir(exist_ok=True)
    recent.touch()
    for path, age in ((settings.FILES_ROOT / named.path, 25), (orphan, 25), (recent, 23)):
        moment = (AT - timedelta(hours=age)).timestamp()
        os.utime(path, (moment, moment))
    assert uploads.sweep(at=AT) == 1
    assert not orphan.exists()
    assert recent.exists()
    assert (settings.FILES_ROOT / named.path).exists()
    assert uploads.sweep(at=AT) == 0


def test_sweeping_before_anything_was_kept_is_nothing():
    assert uploads.sweep(at=AT) == 0


def issued(**fields) -> IssuedDocument:
    return issuing.issue(
        **{
            "kind": "letter",
            "template": "documents/receipt.html",
            "context": {"a": 1},
            "title": "Lettre",
            "at": AT,
        }
        | fields
    )


def refused_by_the_database(statement: str, *values) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
    except DatabaseError as error:
        return "expect: " in str(error)
    return False


@pytest.mark.parametrize(
    ("column", "value"), [("sha256", "0" * 64), ("path", "ab/autre"), ("name", "autre.pdf"), ("size", 1)]
)
def test_a_stored_file_never_changes(column, value):
    assert refused_by_the_database(
        f"UPDATE documents_storedfile SET {column} = %s WHERE id = %s", value, kept().pk
    )


def test_a_stored_file_is_never_deleted():
    assert refused_by_the_database("DELETE FROM documents_storedfile WHERE id = %s", kept().pk)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("context", '{"a": 2}'),
        ("template", "x.html"),
        ("title", "Autre"),
        ("issued_at", "2020-01-01 00:00:00"),
    ],
)
def test_an_issued_document_never_changes(column, value):
    statement = f"UPDATE documents_issueddocument SET {column} = %s WHERE id = %s"
    assert refused_by_the_database(statement, value, issued().pk)


def test_an_issued_document_is_never_deleted():
    assert refused_by_the_database("DELETE FROM documents_issueddocument WHERE id = %s", issued().pk)


def test_the_file_of_a_document_is_set_once():
    document = issued()
    IssuedDocument.objects.filter(pk=document.pk).update(file=kept(), attempts=3, last_error="x")
    statement = "UPDATE documents_issueddocument SET file_id = %s WHERE id = %s"
    assert refused_by_the_database(statement, kept().pk, document.pk)
    assert refused_by_the_database(statement, None, document.pk)


def test_documents_of_the_demonstration_are_specimens(settings):
    settings.DEMO = True
    assert issued().context == {"specimen": True, "a": 1}
    settings.DEMO = False
    assert issued().context == {"specimen": False, "a": 1}


def test_a_context_that_json_cannot_hold_is_refused():
    with pytest.raises(TypeError):
        issued(context={"on": AT.date()})
