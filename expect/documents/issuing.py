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


def adopt(*, kind: str, file: StoredFile, title: str, at: datetime) -> IssuedDocument:
    """A letter of the ministry made and signed elsewhere: its scan, a PDF, is what the worker has not to make."""
    return IssuedDocument.objects.create(
        kind=kind, template="", context={}, title=title, issued_at=at, file=file, next_attempt_at=at
    )
