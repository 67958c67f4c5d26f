"""Headers of every answer, and one line of log per request."""

import logging
import re
import time
import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from expect.web.logs import request_id

logger = logging.getLogger("expect.web.requests")

UNUSED_POWERS = (
    "accelerometer camera display-capture geolocation gyroscope magnetometer microphone midi payment usb"
)
PERMISSIONS_POLICY = ", ".join(f"{power}=()" for power in UNUSED_POWERS.split())
GIVEN_ID = re.compile(r"[0-9A-Za-z-]{8,64}")


class SecurityHeaders:
    """What Django's own middleware leaves out: no device power, no other site reading our answers,
    and nothing kept by a cache of what a signed-in person saw."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.setdefault("Referrer-Policy", "same-origin")
        response.setdefault("X-Content-Type-Options", "nosniff")
        response.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if signed_in_id(request):
            response.headers["Cache-Control"] = "no-store, private"
        return response


class NoNul:
    """A NUL in an address or in a search is no text, and PostgreSQL faults on it: the request is refused (400)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            return render(request, "web/unreadable.html", status=400)
        return self.get_response(request)


class RequestLog:
    """One line per request: method, route, status, duration, and who, by public id.

    The id of the request is the one that the proxy gave, or a new one; it goes back in `X-Request-ID` and is on
    every line that the request wrote.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        # Never reset: Django writes its own line about the answer after the last middleware.
        request_id.set(given if GIVEN_ID.fullmatch(given) else uuid.uuid4().hex)
        start = time.perf_counter()
        response = self.get_response(request)
        response.headers["X-Request-ID"] = request_id.get()
        self._write(request, response, time.perf_counter() - start)
        return response

    def _write(self, request: HttpRequest, response: HttpResponse, seconds: float) -> None:
        match = request.resolver_match
        fields = {
            "method": request.method,
            "route": match.view_name if match else "-",
            "status": response.status_code,
            "ms": round(seconds * 1000, 1),
            "user": signed_in_id(request) or "-",
        }
        logger.info("request", extra={"fields": fields})


def signed_in_id(request: HttpRequest) -> str:
    """Public id of the person, if something asked who they are while answering; asks the database nothing."""
    user = getattr(request, "_cached_user", None)
    return user.public_id if user is not None and user.is_authenticated else ""
