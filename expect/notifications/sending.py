"""Draining the outbox: each message is claimed, sent, marked (spec X3)."""

import logging
import time
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F, QuerySet
from django.template.loader import render_to_string

from expect.notifications.models import Message

LONGEST_DRAIN = 60
"""Seconds after which a drain stops claiming: the lease must outlast it, and the slowest sending after it."""
LEASE = timedelta(minutes=5)
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=1)
FAILURES = (OSError, ValueError)
"""What a server (every SMTPException is an OSError) or an address that cannot be written in a header raises."""

log = logging.getLogger(__name__)


def waiting(at: datetime) -> QuerySet[Message]:
    """The messages to send now."""
    return Message.objects.filter(sent_at=None, next_attempt_at__lte=at)


def drain(*, at: datetime, limit: int = 100) -> int:
    """Send what waits; returns how many left. A server that is down is tried again at the next drain.

    A message is claimed by a conditional UPDATE, so two drains never send the same one. A drain killed between
    sending and marking lets its lease run out; the message then leaves again under the same Message-ID, by which
    mail servers recognise a copy.
    """
    stop, sent = time.monotonic() + LONGEST_DRAIN, 0
    connection = get_connection()
    try:
        for message in waiting(at).order_by("id")[:limit]:
            if time.monotonic() > stop or not _answers(connection):
                break
            if (
                waiting(at)
                .filter(pk=message.pk)
                .update(next_attempt_at=at + LEASE, attempts=F("attempts") + 1)
            ):
                sent += _send(message, connection, at)
    finally:
        connection.close()
    return sent


def _answers(connection: BaseEmailBackend) -> bool:
    """Whether the server takes messages; nothing is asked where the connection is already open."""
    try:
        connection.open()
    except FAILURES as error:
        log.warning("mail_server_unreachable", extra={"fields": {"error": type(error).__name__}})
        return False
    return True


def _send(message: Message, connection: BaseEmailBackend, at: datetime) -> bool:
    """Hand one claimed message to the server; a failure is noted and tried again later, ever less often."""
    claimed = Message.objects.filter(pk=message.pk)
    try:
        envelope(message, connection).send()
    except FAILURES as error:
        wait = min(FIRST_WAIT * 2 ** min(message.attempts, 10), LONGEST_WAIT)
        claimed.update(next_attempt_at=at + wait, last_error=type(error).__name__)
        log.warning("mail_refused", extra={"fields": {"mail": message.pk, "error": type(error).__name__}})
        connection.close()  # the next message starts afresh
        return False
    blanked = {"body": ""} if message.secret and settings.PRODUCTION else {}
    claimed.update(sent_at=at, last_error="", **blanked)
    return True


def envelope(message: Message, connection: BaseEmailBackend | None = None) -> EmailMultiAlternatives:
    """The e-mail: plain text first, with a sober HTML twin of the same words."""
    domain = settings.DEFAULT_FROM_EMAIL.rstrip(">").rpartition("@")[2]
    mail = EmailMultiAlternatives(
        message.title,
        message.body,
        to=[message.to],
        headers={
            "Message-ID": f"<{message.pk}.{message.created_at:%Y%m%d%H%M%S}@{domain}>",
            "Auto-Submitted": "auto-generated",
        },
        connection=connection,
    )
    mail.attach_alternative(html_twin(message), "text/html")
    return mail


def html_twin(message: Message) -> str:
    """The same words in HTML."""
    return render_to_string("notifications/email.html", {"message": message, "demo": settings.DEMO})
