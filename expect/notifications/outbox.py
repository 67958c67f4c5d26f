"""Writing what people will be told, inside the transaction of the act (spec X3).

Nothing leaves here: beat drains the outbox (`sending.drain`) every few seconds.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.template import Context
from django.template.loader import get_template

from expect.notifications.models import Message, Notice


def post(
    *,
    event: str,
    subject: models.Model,
    recipients: Iterable[Any],
    path: str,
    at: datetime,
    context: dict[str, Any] | None = None,
    occasion: str = "",
) -> list[Message]:
    """Tell `recipients` (people) of `event` (`"labels/application_lodged"`) on `subject`.

    The title and the body come from `<app>/emails/<name>_subject.txt` and `<name>_body.txt`, with `context`,
    `subject`, `recipient` and the `link` that leads to `path`. `occasion` tells apart two events of the same name on
    the same subject; without it the event is told once. Each person gets one e-mail and one notice.
    """
    app, name = event.split("/")
    written = []
    for person in {person.pk: person for person in recipients}.values():
        words = (context or {}) | {"subject": subject, "recipient": person, "link": settings.BASE_URL + path}
        title = " ".join(plain_text(f"{app}/emails/{name}_subject.txt", words).split())[:250]
        key = ":".join(filter(None, (event, subject.public_id, occasion, person.public_id)))
        _, created = Notice.objects.get_or_create(
            key=key, defaults={"user": person, "title": title, "path": path, "created_at": at}
        )
        if created:
            written.append(
                write(
                    key=key,
                    event=event,
                    to=person.email,
                    title=title,
                    body=plain_text(f"{app}/emails/{name}_body.txt", words).strip() + "\n",
                    at=at,
                    subject=subject,
                    recipient=person,
                )
            )
    return written


def write(
    *,
    key: str,
    event: str,
    to: str,
    title: str,
    body: str,
    at: datetime,
    subject: models.Model | None = None,
    recipient: Any = None,
    secret: bool = False,
) -> Message:
    """Put one e-mail in the outbox, to a person or to a bare address; the same `key` is written once."""
    message, _ = Message.objects.get_or_create(
        key=key,
        defaults={
            "event": event,
            "subject_type": subject._meta.label if subject else "",
            "subject_id": subject.public_id if subject else "",
            "recipient": recipient,
            "to": to,
            "title": title,
            "body": body,
            "secret": secret,
            "created_at": at,
            "next_attempt_at": at,
        },
    )
    return message


def plain_text(template: str, words: dict[str, Any]) -> str:
    """The template's words as they are: text is not HTML, « L’Haÿ & Cie » stays so."""
    return get_template(template).template.render(Context(words, autoescape=False))
