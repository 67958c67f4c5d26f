"""Sending a file, once the caller found it through `visible_to` (spec X1, X6)."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from expect.audit import journal
from expect.documents import images
from expect.documents.models import StoredFile

RESEND = "La personne qui l’a joint peut en envoyer une version saine."
NO_POWERS = {
    "image/png": "sandbox; default-src 'none'",
    "image/jpeg": "sandbox; default-src 'none'",
    "application/pdf": "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'",
}
"""What a browser may show in place: images written again by us, PDFs without active content (its viewer is a plug-in,
which a sandbox shuts out)."""


def serve(stored: StoredFile, *, filename: str | None = None, inline: bool = False) -> FileResponse:
    """The file, of which no browser guesses the type, nor keeps it in a shared cache.

    It is to download, unless it is asked `inline` and may be shown in place (spec X6).
    """
    shown = inline and stored.content_type in NO_POWERS
    return FileResponse(
        open(settings.FILES_ROOT / stored.path, "rb"),  # closed by the response
        as_attachment=not shown,
        filename=filename or stored.name,
        content_type=stored.content_type,
        headers={
            "Content-Security-Policy": NO_POWERS[stored.content_type]
            if shown
            else "sandbox; default-src 'none'",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        },
    )


def thumbnail(stored: StoredFile) -> HttpResponse:
    """A small picture of an image, to tell it among others; Http404 where it is none, or is held back."""
    if not stored.content_type.startswith("image/") or stored.held:
        raise Http404
    with open(settings.FILES_ROOT / stored.path, "rb") as file:
        return HttpResponse(images.thumbnail(file), content_type="image/jpeg")


def serve_traced(
    request: HttpRequest,
    stored: StoredFile,
    *,
    subject: Model,
    at: datetime,
    membership: Any = None,
    filename: str | None = None,
    inline: bool = False,
    mend: str = RESEND,
) -> HttpResponseBase:
    """Write the reading in the journal, as a reading of `subject`, then send the file (spec X2).

    `membership` is the one that carried the right; by default the one under which the person works now. What the
    antivirus has not seen, or found infected, is not sent: a page says so (spec X6), and how to `mend` it.
    """
    if stored.held:
        title = "Fichier en cours de contrôle" if stored.awaits_scan else "Fichier retenu par l’antivirus"
        context = {"title": title, "file": stored, "mend": mend}
        return render(request, "documents/held_back.html", context, status=409)
    by = request.user if request.user.is_authenticated else None
    journal.record(
        action="read_file",
        subject=subject,
        by=by,
        membership=(membership or request.membership) if by else None,
        at=at,
        details={"file": stored.public_id},
    )
    return serve(stored, filename=filename, inline=inline)
