"""Writing what people will be told, inside the transaction of the act (spec X3).

Nothing leaves here: beat drains the outbox (`sending.drain`) every few seconds.
"""

import hashlib
import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.template import Context
from django.template.loader import get_template

from expect.notifications.models import Message, Notice

log = logging.getLogger(__name__)


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


LONGEST_KEY = 187
"""What is left of a key, beside the digest of other words."""


class RepeatedKey(Exception):
    """Two events that say different things have one key: their author forgot the `occasion` that tells them apart."""


def post_all(events: Iterable[Event], *, at: datetime) -> list[Message]:
    """Tell many events at once, each once, in as many queries as for one; returns the new messages.

    Words that differ from those already told under their key are told all the same, under another one, and the error is
    logged; where `OUTBOX_STRICT` is set, RepeatedKey is raised (decision 0065).
    """
    drafts = [draft for event in events for draft in _drafts(event, at)]
    told = {each.key: each for each in Message.objects.filter(key__in=[message.key for message, _ in drafts])}
    new: dict[str, tuple[Message, Notice | None]] = {}
    for message, notice in drafts:
        before = told.get(message.key)
        if before and _says_else(before, message):
            _tell_apart(message, notice)
        elif before:
            continue
        new[message.key] = message, notice
        told[message.key] = message
    Notice.objects.bulk_create((notice for _, notice in new.values() if notice), ignore_conflicts=True)
    return Message.objects.bulk_create((message for message, _ in new.values()), ignore_conflicts=True)


def _says_else(before: Message, message: Message) -> bool:
    """Whether the words are others; those of a secret that has left are blank: it had another link, or code."""
    return (before.title, before.body) != (message.title, message.body)


def _tell_apart(message: Message, notice: Notice | None = None) -> None:
    """Give other words another key, always the same for them."""
    if settings.OUTBOX_STRICT:
        raise RepeatedKey(message.key)
    log.error("outbox_key_repeated", extra={"fields": {"event": message.event, "key": message.key}})
    words = hashlib.sha256(f"{message.title}\n{message.body}".encode()).hexdigest()[:12]
    message.key = f"{message.key[:LONGEST_KEY]}:{words}"
    if notice:
        notice.key = message.key


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
    """Put one e-mail in the outbox, to a person or to a bare address; the same words are written once, by their `key`.

    Other words under that key are as in `post_all`.
    """
    words = {
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
    }
    message, created = Message.objects.get_or_create(key=key, defaults=words)
    if not created and _says_else(message, draft := Message(key=key, **words)):
        _tell_apart(draft)
        message, _ = Message.objects.get_or_create(key=draft.key, defaults=words)
    return message


def plain_text(template: str, words: dict[str, Any]) -> str:
    """The template's words as they are: text is not HTML, « L’Haÿ & Cie » stays so."""
    return get_template(template).template.render(Context(words, autoescape=False))
