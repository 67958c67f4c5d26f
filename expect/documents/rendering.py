"""The worker makes the PDFs of issued documents, each once (decision 0003)."""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.text import slugify

from expect.documents import pdf
from expect.documents.models import IssuedDocument
from expect.documents.uploads import keep

LEASE = timedelta(minutes=5)
"""Longer than any rendering: until then, no other worker takes the document."""
MOST_ATTEMPTS = 5

log = logging.getLogger(__name__)


def waiting(at: datetime) -> QuerySet[IssuedDocument]:
    """The documents to render now: not rendered, not being rendered, not failed too often; none made elsewhere."""
    ours = IssuedDocument.objects.exclude(template="")
    return ours.filter(file=None, attempts__lt=MOST_ATTEMPTS, next_attempt_at__lte=at)


def render_pending(*, at: datetime, limit: int = 20) -> int:
    """Render what waits; returns how many PDFs were made.

    A document is claimed by a conditional UPDATE, so that of two workers one renders it; a worker killed in the middle
    lets its lease run out, and another takes over. After MOST_ATTEMPTS it is left, with its error.
    """
    made = 0
    for document in waiting(at).order_by("id")[:limit]:
        if (
            waiting(at)
            .filter(pk=document.pk)
            .update(next_attempt_at=at + LEASE, attempts=F("attempts") + 1, last_error="interrupted")
        ):
            made += _render(document, at)
    return made


def _render(document: IssuedDocument, at: datetime) -> bool:
    try:
        content = pdf.render(
            document.template,
            document.context,
            identifier=document.public_id,
            title=document.title,
            issued_at=document.issued_at,
        )
    except pdf.RenderingFailed as error:
        log.exception("document_not_rendered", extra={"fields": {"document": document.public_id}})
        IssuedDocument.objects.filter(pk=document.pk).update(last_error=str(error)[:200])
        return False
    return attach(document, content, at)


def attach(document: IssuedDocument, content: bytes, at: datetime) -> bool:
    """Set the document's file, unless it has one already: then nothing is kept."""
    with transaction.atomic():
        name = f"{slugify(document.title)[:100] or document.kind}.pdf"
        stored = keep(content, name=name, content_type="application/pdf", at=at)
        won = IssuedDocument.objects.filter(pk=document.pk, file=None).update(file=stored, last_error="")
        transaction.set_rollback(not won)
    return bool(won)
