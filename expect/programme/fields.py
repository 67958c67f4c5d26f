"""A text with fields in braces, « {date de la séance} »: what may be written, and how it is filled (spec L9).

Not `str.format`: what is between braces is a name of the text's own list and nothing else, so that no attribute, index,
conversion or width can be asked for.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from expect.documents.characters import undrawable

LONGEST = 3000
"""Characters of a text: a letter stays a letter."""

FIELD = re.compile(r"\{([^{}]*)\}")
MARKUP = re.compile(r"<[^<>]*>?|>|&#?\w+;")
SHOWN = 40
"""Characters quoted of what is at fault."""


@dataclass(frozen=True)
class Field:
    """What a text takes from the file; `sample` is how it reads on a specimen."""

    name: str
    meaning: str
    sample: str

    def __str__(self):
        return f"{{{self.name}}}"


def fill(body: str, values: Mapping[str, str]) -> str:
    """`body` with each field's value; a value is not read again. KeyError for a field without one."""
    return FIELD.sub(lambda field: values[field[1]], body)


def normalised(body: str) -> str:
    """What was typed, as it is kept: composed accents, plain line ends, names trimmed, spaces that do not break."""
    lines = unicodedata.normalize("NFC", body).replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    typed = "\n".join(line.rstrip() for line in lines.strip().split("\n"))
    typed = re.sub(r" (?=[:;?!»])|(?<=«) ", "\N{NO-BREAK SPACE}", typed)
    return FIELD.sub(lambda field: f"{{{' '.join(field[1].split())}}}", typed)


def faults(body: str, fields: Sequence[Field], required: Sequence[str]) -> list[str]:
    """Why a normalised text cannot be kept, in sentences that say how to mend it; none where it can."""
    if not body:
        return ["Écrivez le texte : le courrier ne peut pas rester muet à cet endroit."]
    if len(body) > LONGEST:
        return [f"{LONGEST} caractères au plus, ce texte en compte {len(body)} : raccourcissez-le."]
    outside = FIELD.sub(lambda field: " " * len(field[0]), body)
    return [*_misnamed(body, fields), *_missing(body, fields, required), *_unprintable(body, outside)]


def _misnamed(body: str, fields: Sequence[Field]) -> Iterator[str]:
    known = {field.name for field in fields}
    listed = (
        f"Champs possibles\N{NO-BREAK SPACE}: {', '.join(map(str, fields))}."
        if fields
        else "Ce texte n’a aucun champ."
    )
    for name in dict.fromkeys(name for name in FIELD.findall(body) if name not in known):
        yield f"Le champ «\N{NO-BREAK SPACE}{{{_cut(name)}}}\N{NO-BREAK SPACE}» n’existe pas. {listed}"


def _missing(body: str, fields: Sequence[Field], required: Sequence[str]) -> Iterator[str]:
    written = set(FIELD.findall(body))
    for field in fields:
        if field.name in required and field.name not in written:
            yield f"Gardez le champ « {field} » ({field.meaning}) : le courrier ne peut pas s’en passer."


def _unprintable(body: str, outside: str) -> Iterator[str]:
    if alone := re.search("[{}]", outside):
        around = body[max(0, alone.start() - SHOWN // 2) : alone.start() + SHOWN // 2].strip()
        yield (
            f"Une accolade est restée seule\N{NO-BREAK SPACE}: «\N{NO-BREAK SPACE}{around}\N{NO-BREAK SPACE}». "
            "Un champ en a une de chaque côté\N{NO-BREAK SPACE}; il n’y en a pas d’autres."
        )
    if markup := MARKUP.search(outside):
        yield (
            "Le texte est imprimé tel quel, sans mise en forme\N{NO-BREAK SPACE}: "
            f"retirez «\N{NO-BREAK SPACE}{_cut(markup[0])}\N{NO-BREAK SPACE}»."
        )
    if odd := undrawable(outside):
        named = ", ".join(c if c.isprintable() else f"U+{ord(c):04X} (invisible)" for c in odd[:5])
        yield f"Nos documents ne savent pas imprimer\N{NO-BREAK SPACE}: {named}. Retirez ces caractères."


def _cut(words: str) -> str:
    return words if len(words) <= SHOWN else f"{words[:SHOWN]}…"
