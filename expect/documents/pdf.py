"""HTML to PDF/A-3a by WeasyPrint; imported by the worker alone, never by the web process (spec L11, X12).

The same template and context give the same bytes: identifier and dates are fixed, fonts and images are ours.
"""

import mimetypes
import posixpath
from datetime import datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import unquote

from django.contrib.staticfiles import finders
from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.template.loader import render_to_string
from fontTools.ttLib import woff2
from weasyprint import HTML
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from expect.documents.characters import legible

ASSETS = ("css/", "documents/", "dsfr/dist/artwork/pictograms/", "dsfr/dist/fonts/")

LONGEST = 300_000
"""Characters of HTML; beyond, a rendering takes more than ten seconds."""

_one_at_a_time = Lock()
"""The embedded worker runs threads, for which Pango makes no promise."""


class RenderingFailed(Exception):
    """The document cannot be made: its template fails, is too long, or asks for something that is not ours."""


class AssetFetcher(URLFetcher):
    """Gives WeasyPrint the static files named `asset:<path>` under ASSETS, SVG data URIs, and nothing else."""

    def __init__(self):
        super().__init__(allowed_protocols=("asset", "data"), allow_redirects=False, fail_on_errors=True)

    def fetch(self, url, headers=None):
        if url.startswith("data:image/svg+xml"):
            return super().fetch(url, headers)
        path = unquote(url.removeprefix("asset:"))
        if not url.startswith("asset:") or posixpath.normpath(path) != path or not path.startswith(ASSETS):
            raise ValueError(f"not one of the project's assets: {url[:200]}")
        found = finders.find(path)
        if found is None:
            raise ValueError(f"no such asset: {path}")
        if path.endswith(".woff2"):
            return URLFetcherResponse(url, _unpacked(found), {"Content-Type": "font/ttf"})
        return URLFetcherResponse(
            url,
            Path(found).read_bytes(),
            {"Content-Type": mimetypes.guess_type(path)[0] or "application/octet-stream"},
        )


def render(
    template: str, context: dict[str, Any], *, identifier: str, title: str, issued_at: datetime
) -> bytes:
    """The PDF of `template` with `context`; raises RenderingFailed."""
    paper = {
        "medium": "paper",
        "layout": "documents/layouts/paper.html",
        "title": title,
        "issued_at": issued_at,
    }
    try:
        html = legible(render_to_string(template, context | paper))
        if len(html) > LONGEST:
            raise RenderingFailed(f"{len(html)} characters are too long for a document")
        page = HTML(string=html, url_fetcher=AssetFetcher())
        with _one_at_a_time:
            return page.write_pdf(pdf_variant="pdf/a-3a", pdf_identifier=identifier.encode())
    except FatalURLFetchingError as error:
        raise RenderingFailed(str(error.__cause__)) from error
    except (TemplateDoesNotExist, TemplateSyntaxError) as error:
        raise RenderingFailed(f"{type(error).__name__}: {error}") from error


@cache
def _unpacked(font: str) -> bytes:
    """A font as the PDF wants it; unpacking the five takes longer than the rest of a diploma, so it is done once."""
    out = BytesIO()
    woff2.decompress(font, out)
    return out.getvalue()
