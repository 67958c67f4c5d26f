"""Issuing a document: its context is frozen here, its PDF is made by the worker; or a letter made elsewhere."""

from datetime import datetime
from typing import Any

from django.conf import settings

from expect.documents.models import IssuedDocument, StoredFile


def issue(*, kind: str, template: str, context: dict[str, Any], title: str, at: datetime) -> IssuedDocument:
    """Freeze a document; `context` holds plain JSON values, written as they will be read.

    Outside production it is marked « Données fictives — SPÉCIMEN ».
    """
    return IssuedDocument.objects.create(
        kind=kind,
        template=template,
        context={"specimen": settings.DEMO} | context,
        title=title,
        issued_at=at,
        next_attempt_at=at,
    )


def adopt(*, kind: str, title: str, at: datetime) -> IssuedDocument:
    """A letter of the ministry made and signed elsewhere: the worker has nothing to make of it, its scan comes."""
    return IssuedDocument.objects.create(
        kind=kind, template="", context={}, title=title, issued_at=at, next_attempt_at=at
    )


def give_scan(document: IssuedDocument, scan: StoredFile) -> bool:
    """Set the scan, a PDF that the antivirus does not hold, of a letter made elsewhere; False where it has one."""
    given = not scan.held and IssuedDocument.objects.filter(pk=document.pk, file=None).update(file=scan)
    if given:
        document.file = scan
    return bool(given)
