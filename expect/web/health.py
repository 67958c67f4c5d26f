"""Is the process alive, and can it work? For whoever runs it, not for people."""

import logging
from collections.abc import Callable
from datetime import timedelta

from celery import current_app
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from kombu.exceptions import OperationalError

from expect.database.models import Heartbeat
from expect.kernel import clock

logger = logging.getLogger(__name__)

BEAT = "beat"
BEAT_MAX_AGE = timedelta(minutes=3)
BROKER_SECONDS = 1
SHORT_WAITS = {"socket_timeout": BROKER_SECONDS, "socket_connect_timeout": BROKER_SECONDS}


@login_not_required
def healthz(request: HttpRequest) -> HttpResponse:
    """200 as long as the process answers; touches nothing else."""
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
def readyz(request: HttpRequest) -> JsonResponse:
    """Database, broker and last beat, each « ok » or what is wrong; 503 if one fails."""
    checks = {"database": _database, "broker": _broker, "beat": _beat}
    results = {name: _outcome(name, check) for name, check in checks.items()}
    ready = set(results.values()) == {"ok"}
    return JsonResponse({"ready": ready, "checks": results}, status=200 if ready else 503)


def _outcome(name: str, check: Callable[[], str]) -> str:
    try:
        return check()
    except (DatabaseError, OperationalError, OSError):
        logger.exception("check failed", extra={"fields": {"check": name}})
        return "unreachable"


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return "ok"


def _broker() -> str:
    """On a connection of its own, whose every wait is short: a broker that accepts and is silent must not hold us."""
    with current_app.connection_for_write() as broker:
        broker.transport_options = {**broker.transport_options, **SHORT_WAITS}
        broker.ensure_connection(max_retries=1, interval_start=0, timeout=BROKER_SECONDS)
        broker.default_channel.close()
    return "ok"


def _beat() -> str:
    last = Heartbeat.objects.filter(name=BEAT).values_list("at", flat=True).first()
    if last is None:
        return "never seen"
    return "ok" if clock.now() - last < BEAT_MAX_AGE else "late"
