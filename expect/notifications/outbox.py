"""Writing what people will be told, inside the transaction of the act (spec X3).

Nothing leaves here: beat drains the outbox (`sending.drain`) every few seconds.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
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
    secret: bool = False,
) -> list[Message]:
    """Tell `recipients` (people, or an `Address`) of `event` (`"labels/application_lodged"`) on `subject`.

    The title and the body come from `<app>/emails/<name>_subject.txt` and `<name>_body.txt`, with `context`,
    `subject` and the `link` that leads to `path`: the same words for everybody. `occasion` tells apart two events of
    the same name on the same subject; without it the event is told once. A `secret` body is blanked once it is sent.
    Each person gets one e-mail and one notice; a bare address, the e-mail.
    """
    told = Event(event, subject, recipients, path, context or {}, occasion, secret)
    return post_all([told], at=at)


@dataclass(frozen=True)
class Address:
    """A bare address, of nobody who has an account; `note` says, below the message, why it comes there."""

    email: str
    note: str

    @property
    def pk(self) -> str:
        return self.email

    @property
    def public_id(self) -> str:
        """What stands for it in keys, which hold no personal data."""
        return hashlib.sha256(self.email.encode()).hexdigest()[:12]

    def __str__(self):
        return self.email


@dataclass(frozen=True)
class Event:
    """Something to tell; see `post`."""

    name: str
    subject: models.Model
    recipients: Iterable[Any]
    path: str
    context: dict[str, Any]
    occasion: str = ""
    secret: bool = False


def post_all(events: Iterable[Event], *, at: datetime) -> list[Message]:
    """Tell many events at once, each once, in as many queries as for one; returns the new messages."""
    drafts = {message.key: (message, notice) for event in events for message, notice in _drafts(event, at)}
    told = set(Message.objects.filter(key__in=drafts).values_list("key", flat=True))
    new = [draft for key, draft in drafts.items() if key not in told]
    Notice.objects.bulk_create((notice for _, notice in new if notice), ignore_conflicts=True)
    return Message.objects.bulk_create((message for message, _ in new), ignore_conflicts=True)


def _drafts(event: Event, at: datetime) -> Iterator[tuple[Message, Notice | None]]:
    """One e-mail and one notice per person, unsaved, under the same key."""
    app, name = event.name.split("/")
    words = event.context | {"subject": event.subject, "link": settings.BASE_URL + event.path}
    title = " ".join(plain_text(f"{app}/emails/{name}_subject.txt", words).split())[:250]
    text = plain_text(f"{app}/emails/{name}_body.txt", words).strip() + "\n"
    kind, subject_id = event.subject._meta.label, event.subject.public_id
    for person in {person.pk: person for person in event.recipients}.values():
        known = not isinstance(person, Address)
        key = ":".join(filter(None, (event.name, subject_id, event.occasion, person.public_id)))
        message = Message(
            key=key,
            event=event.name,
            subject_type=kind,
            subject_id=subject_id,
            recipient=person if known else None,
            to=person.email,
            title=title,
            body=text if known else f"{text}\n{person.note}\n",
            secret=event.secret,
            created_at=at,
            next_attempt_at=at,
        )
        notice = Notice(key=key, user=person, title=title, path=event.path, created_at=at) if known else None
        yield message, notice


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
