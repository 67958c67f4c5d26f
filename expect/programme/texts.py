"""The texts of letters and receipts, which DAECT rewrites, and what each says on a day (spec L9, X10).

A stage declares its letters when it starts: their texts in our words, the fields that each may take from the file, and
a specimen on which a rewriting is read before it is decided. What is issued freezes the final words.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import QuerySet

from expect.programme.fields import Field, faults, fill, normalised
from expect.programme.models import TextChange


class Shape(Enum):
    """What a text is made of."""

    PARAGRAPHS = "paragraphs"
    LINE = "line"
    EMAIL = "email"


@dataclass(frozen=True)
class Text:
    """One text: `default` holds until DAECT decides otherwise; `required` names the fields that it may not lose."""

    key: str
    label: str
    default: str
    fields: tuple[Field, ...] = ()
    required: tuple[str, ...] = ()
    shape: Shape = Shape.PARAGRAPHS

    def __post_init__(self):
        object.__setattr__(self, "default", normalised(self.default))  # as what DAECT types is kept

    def faults(self, body: str) -> list[str]:
        """Why a normalised wording cannot be kept, in sentences that say how to mend it; none where it can."""
        return [*faults(body, self.fields, self.required), *self._misshapen(body)]

    def _misshapen(self, body: str) -> Iterator[str]:
        if self.shape != Shape.PARAGRAPHS and "\n" in body:
            yield "Ce texte tient sur une seule ligne\N{NO-BREAK SPACE}: ôtez le retour à la ligne."
        elif self.shape == Shape.EMAIL and body:
            try:
                validate_email(body)
            except ValidationError:
                yield "Écrivez une adresse électronique complète, comme nom@exemple.fr."

    def samples(self) -> dict[str, str]:
        """Its fields as a specimen has them."""
        return {field.name: field.sample for field in self.fields}


@dataclass(frozen=True)
class Wording:
    """A text on a given day: its words, the change they come from if any, the one that is to come."""

    text: Text
    body: str
    change: TextChange | None = None
    coming: TextChange | None = None

    def filled(self, values: Mapping[str, str]) -> str:
        """The final words; KeyError where a value is missing."""
        return fill(self.body, values)


Wordings = Mapping[Text, Wording]


@dataclass(frozen=True)
class Letter:
    """What leaves under one form: its texts in the order of reading, its template, and its context on a specimen.

    `stage` is that of the road, from 1, or 0 for what all have in common; `sent` says when, and to whom.
    """

    stage: int
    key: str
    label: str
    sent: str
    texts: tuple[Text, ...]
    template: str
    specimen: Callable[[Wordings, date], dict[str, Any]]


LETTERS: dict[str, Letter] = {}


def declare(*letters: Letter) -> None:
    """The letters of a stage, in the order in which they are shown; the stages come in that of the road."""
    LETTERS.update({letter.key: letter for letter in letters})
    in_order = sorted(LETTERS.values(), key=lambda letter: letter.stage)
    LETTERS.clear()
    LETTERS.update({letter.key: letter for letter in in_order})


def texts() -> dict[str, Text]:
    """Every text that is declared, by its key."""
    return {text.key: text for letter in LETTERS.values() for text in letter.texts}


def letters_with(text: Text) -> list[Letter]:
    """Where a text is used."""
    return [letter for letter in LETTERS.values() if text in letter.texts]


def in_force(on: date) -> dict[Text, Wording]:
    """What every text says on that Paris day; one query."""
    held: dict[str, TextChange] = {}
    coming: dict[str, TextChange] = {}
    for change in TextChange.objects.order_by("starts_on", "pk"):
        if change.starts_on <= on:
            held[change.key] = change
        elif change.key not in coming or coming[change.key].starts_on == change.starts_on:
            coming[change.key] = change
    return {
        text: Wording(text, held[key].body if key in held else text.default, held.get(key), coming.get(key))
        for key, text in texts().items()
    }


def changes(text: Text) -> QuerySet[TextChange]:
    """What was decided of a text, the latest decision first."""
    return TextChange.objects.filter(key=text.key).select_related("decided_by").order_by("-decided_at", "-pk")
