"""A form sent twice has one effect, with or without JavaScript: the second answer leads where the first did.

Each rendering of a page gives its forms a CSRF token of their own: the same token with the same content, to the same
address, is the same sending. It is remembered in the database’s cache, whose `add` lets one of two through.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.cache import cache
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

KEPT = 10 * 60
"""Seconds during which the same sending is known."""
UNDER_WAY = "Ce formulaire vient déjà d’être envoyé : vérifiez ci-dessous avant de recommencer."


def landing(request: HttpRequest) -> str:
    """Where this very sending has led already; empty where it is the first, or still under way."""
    return cache.get(_key(request), "") if _key(request) else ""


@contextmanager
def sending(request: HttpRequest) -> Iterator[bool]:
    """Whether this is the first of its kind; an act that fails leaves no trace, so that it may be tried again."""
    key = _key(request)
    first = not key or cache.add(key, "", KEPT)
    try:
        yield first
    except BaseException:
        if first:
            cache.delete(key)
        raise


def remember(request: HttpRequest, url: str) -> None:
    """What was sent is done, and led to `url`."""
    if key := _key(request):
        cache.set(key, url, KEPT)


def _key(request: HttpRequest) -> str:
    """What tells this sending apart; empty where it bears no token. Read once: the act may take the files away."""
    if not hasattr(request, "sending"):
        request.sending = _told_apart(request) if request.POST.get("csrfmiddlewaretoken") else ""
    return request.sending


def _told_apart(request: HttpRequest) -> str:
    files = [(name, file.name, _digest(file)) for name, file in request.FILES.items()]
    whole = repr([request.user.pk, request.path, sorted(request.POST.lists()), files])
    return f"sent:{hashlib.sha256(whole.encode(errors='surrogatepass')).hexdigest()}"


def _digest(file: UploadedFile) -> str:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()
