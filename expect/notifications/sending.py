"""Draining the outbox: each message is claimed, sent, marked (spec X3)."""

import smtplib
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db.models import F, Q
from django.template.loader import render_to_string

from expect.notifications.models import Message

LEASE = timedelta(minutes=2)
LONGEST_WAIT = timedelta(hours=1)


def drain(*, at: datetime, limit: int = 100) -> int:
    """Send what waits; returns how many left.

    A message is claimed by a conditional UPDATE, so two drains never send the same one. A drain killed between
    sending and marking lets its lease run out; the message then leaves again under the same Message-ID, by which
    mail servers recognise a copy.
    """
    waiting = Message.objects.filter(
        Q(claimed_until=None) | Q(claimed_until__lt=at), sent_at=None, next_attempt_at__lte=at
    )
    sent = 0
    with get_connection() as connection:
        for message in waiting.order_by("id")[:limit]:
            if waiting.filter(pk=message.pk).update(claimed_until=at + LEASE, attempts=F("attempts") + 1):
                sent += _send(message, connection, at)
    return sent


def _send(message: Message, connection, at: datetime) -> bool:
    """Hand one claimed message to the server; a failure is noted and tried again later, ever less often."""
    try:
        envelope(message, connection).send()
    except (smtplib.SMTPException, OSError) as error:
        wait = min(timedelta(seconds=30) * 2 ** min(message.attempts, 10), LONGEST_WAIT)
        Message.objects.filter(pk=message.pk).update(
            claimed_until=None, next_attempt_at=at + wait, last_error=type(error).__name__
        )
        return False
    blanked = {"body": ""} if message.secret and settings.PRODUCTION else {}
    Message.objects.filter(pk=message.pk).update(sent_at=at, claimed_until=None, last_error="", **blanked)
    return True


def envelope(message: Message, connection=None) -> EmailMultiAlternatives:
    """The e-mail: plain text first, with a sober HTML twin of the same words."""
    domain = settings.DEFAULT_FROM_EMAIL.rstrip(">").rpartition("@")[2]
    mail = EmailMultiAlternatives(
        message.title,
        message.body,
        to=[message.to],
        headers={"Message-ID": f"<{message.pk}.{message.created_at:%Y%m%d%H%M%S}@{domain}>"},
        connection=connection,
    )
    mail.attach_alternative(render_to_string("notifications/email.html", {"message": message}), "text/html")
    return mail
