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

from expect.database.writing import insert_rows
from expect.notifications.models import Message, Notice

log = logging.getLogger(__name__)

Row = dict[str, Any]
"""What is to be written of a message."""


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
) -> None:
    """Tell `recipients` (people, or an `Address`) of `event` (`"labels/application_lodged"`) on `subject`.

    The title and the body come from `<app>/emails/<name>_subject.txt` and `<name>_body.txt`, with `context`,
    `subject` and the `link` that leads to `path`: the same words for everybody. `occasion` tells apart two events of
    the same name on the same subject; without it the event is told once. A `secret` body is blanked once it is sent.
    Each person gets one e-mail and one notice; a bare address, the e-mail.
    """
    told = Event(event, subject, recipients, path, context or {}, occasion, secret)
    post_all([told], at=at)


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


def post_all(events: Iterable[Event], *, at: datetime) -> None:
    """Tell many events at once, each once, in as many queries as for one.

    Words that differ from those already told under their key are told all the same, under another one, and the error is
    logged; where `OUTBOX_STRICT` is set, RepeatedKey is raised (decision 0065).
    """
    drafts = [(message, event.path) for event in events for message in _messages(event)]
    known = Message.objects.filter(key__in=[message["key"] for message, _ in drafts])
    told: dict[str, Row] = {each["key"]: each for each in known.values("key", "title", "body")}
    messages, notices = [], []
    for message, path in drafts:
        before = told.get(message["key"])
        if before and _says_else(before, message):
            message["key"] = _key_apart(message)
        elif before:
            continue
        told[message["key"]] = message
        messages.append(message)
        if user := message["recipient_id"]:
            notices.append({"key": message["key"], "user_id": user, "title": message["title"], "path": path})
    insert_rows(Notice, notices, ignore_conflicts=True, created_at=at)
    insert_rows(Message, messages, ignore_conflicts=True, created_at=at, next_attempt_at=at)


def _says_else(before: Row, message: Row) -> bool:
    """Whether the words are others; those of a secret that has left are blank: it had another link, or code."""
    return (before["title"], before["body"]) != (message["title"], message["body"])


def _key_apart(message: Row) -> str:
    """Another key for other words, always the same for them."""
    if settings.OUTBOX_STRICT:
        raise RepeatedKey(message["key"])
    log.error("outbox_key_repeated", extra={"fields": {"event": message["event"], "key": message["key"]}})
    words = hashlib.sha256(f"{message['title']}\n{message['body']}".encode()).hexdigest()[:12]
    return f"{message['key'][:LONGEST_KEY]}:{words}"


def _messages(event: Event) -> Iterator[Row]:
    """One e-mail per person, as a row to write."""
    app, name = event.name.split("/")
    words = event.context | {"subject": event.subject, "link": settings.BASE_URL + event.path}
    title = " ".join(plain_text(f"{app}/emails/{name}_subject.txt", words).split())[:250]
    text = plain_text(f"{app}/emails/{name}_body.txt", words).strip() + "\n"
    kind, subject_id = event.subject._meta.label, event.subject.public_id
    for person in {person.pk: person for person in event.recipients}.values():
        known = not isinstance(person, Address)
        yield {
            "key": ":".join(filter(None, (event.name, subject_id, event.occasion, person.public_id))),
            "event": event.name,
            "subject_type": kind,
            "subject_id": subject_id,
            "recipient_id": person.pk if known else None,
            "to": person.email,
            "title": title,
            "body": text if known else f"{text}\n{person.note}\n",
            "secret": event.secret,
        }


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
    said = {"title": message.title, "body": message.body}
    if not created and _says_else(said, words):
        message, _ = Message.objects.get_or_create(key=_key_apart(words | {"key": key}), defaults=words)
    return message


def plain_text(template: str, words: dict[str, Any]) -> str:
    """The template's words as they are: text is not HTML, « L’Haÿ & Cie » stays so."""
    return get_template(template).template.render(Context(words, autoescape=False))
