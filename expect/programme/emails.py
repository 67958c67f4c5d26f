"""The e-mails whose subject and first words DAECT rewrites; what the file says below them is the template's (decision
0047).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.conf import settings

from expect.notifications.outbox import plain_text
from expect.programme.fields import Field
from expect.programme.texts import Letter, Shape, Text, Wordings

EMAIL = "programme/email.html"
"""An e-mail as the settings show it."""


@dataclass(frozen=True)
class Email:
    """What `event` (`"labels/application_lodged"`) tells in two texts, `title` and `opening` in its templates.

    `sent` says when, and to whom.
    """

    event: str
    label: str
    sent: str
    title: Text
    opening: Text

    def said(self, wordings: Wordings, values: Mapping[str, str]) -> dict[str, str]:
        """The final words, for the templates; KeyError where a value is missing."""
        return {
            "title": wordings[self.title].filled(values),
            "opening": wordings[self.opening].filled(values),
        }

    def letter(self, stage: int, context: Mapping[str, Any]) -> Letter:
        """Where it is read before it is rewritten, on that context."""
        return Letter(
            stage,
            f"courriel-{self.event.split('/')[1].replace('_', '-')}",
            self.label,
            self.sent,
            (self.title, self.opening),
            EMAIL,
            partial(_specimen, self, context),
        )


def email(
    event: str,
    label: str,
    sent: str,
    *,
    title: str,
    opening: str,
    fields: tuple[Field, ...],
    required: tuple[str, ...] = (),
) -> Email:
    """An e-mail in our words; `required` are the fields that its first words may not lose."""
    app, name = event.split("/")
    key = f"{app.removesuffix('s')}.email.{name}"
    what = f"{label[:1].lower()}{label[1:]}"
    subject = Text(
        f"{key}.title",
        f"Objet du courriel «\N{NO-BREAK SPACE}{what}\N{NO-BREAK SPACE}»",
        title,
        fields,
        shape=Shape.LINE,
    )
    return Email(
        event,
        label,
        sent,
        subject,
        Text(
            f"{key}.opening",
            f"Premiers mots du courriel «\N{NO-BREAK SPACE}{what}\N{NO-BREAK SPACE}»",
            opening,
            fields,
            required,
        ),
    )


def _specimen(told: Email, context: Mapping[str, Any], wordings: Wordings, on: date) -> dict[str, Any]:
    """The whole e-mail, as its templates make it; the day on which it is read changes nothing."""
    del on
    words = {"link": settings.BASE_URL, **context, **told.said(wordings, told.opening.samples())}
    app, name = told.event.split("/")
    parts = {"title": "subject", "body": "body"}
    return {
        place: plain_text(f"{app}/emails/{name}_{part}.txt", words).strip() for place, part in parts.items()
    }
