"""Sending a file, once the caller found it through `visible_to` (spec X1, X6)."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.http import FileResponse, HttpRequest

from expect.audit import journal
from expect.documents.models import StoredFile


def serve(stored: StoredFile, *, filename: str | None = None) -> FileResponse:
    """The file to download, which no browser opens in place, guesses the type of, or keeps in a shared cache."""
    return FileResponse(
        open(settings.FILES_ROOT / stored.path, "rb"),  # closed by the response
        as_attachment=True,
        filename=filename or stored.name,
        content_type=stored.content_type,
        headers={
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        },
    )


def serve_traced(
    request: HttpRequest,
    stored: StoredFile,
    *,
    subject: Model,
    at: datetime,
    membership: Any = None,
    filename: str | None = None,
) -> FileResponse:
    """Write the reading in the journal, as a reading of `subject`, then send the file (spec X2).

    `membership` is the one that carried the right; by default the one under which the person works now.
    """
    by = request.user if request.user.is_authenticated else None
    journal.record(
        action="read_file",
        subject=subject,
        by=by,
        membership=(membership or request.membership) if by else None,
        at=at,
        details={"file": stored.public_id},
    )
    return serve(stored, filename=filename)
