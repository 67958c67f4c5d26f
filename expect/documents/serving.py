"""Sending a file, once the caller found it through `visible_to` (spec X1, X6)."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

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
) -> HttpResponseBase:
    """Write the reading in the journal, as a reading of `subject`, then send the file (spec X2).

    `membership` is the one that carried the right; by default the one under which the person works now. What the
    antivirus has not seen, or found infected, is not sent: a page says so (spec X6).
    """
    if stored.awaits_scan or stored.infection:
        title = "Fichier en cours de contrôle" if stored.awaits_scan else "Fichier retenu par l’antivirus"
        return render(request, "documents/held_back.html", {"title": title, "file": stored}, status=409)
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
