"""The list of bodies that may apply: found as one types, loaded from the shipped file (spec L1)."""

import csv
import gzip
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When

from expect.accounts.models import Organisation
from expect.database.text import normalise
from expect.territory.loaders import Loaded, load_once
from expect.territory.models import Department, Region

# ---------------------------------------------------------------- search

LONGEST_SEARCH = 100
MOST_WORDS = 8
KINDS = frozenset(
    "agglomeration collectivite commune communes communaute departement mairie metropole region territoire urbaine "
    "ville".split()
)
"""The words that say of what kind a body is."""
ELIDED = re.compile("[dl][aehiouy]")
"""How a name starts that is typed without its apostrophe: « LHAY », « lile »."""
LINKS = frozenset("a au aux d de des du en et l la le les sur".split())

# What people write before or instead of the official name, in normalised text.
PHRASES = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"^(?:la )?(?:ville|commune|mairie) (?:de |d )", ""),
        (r"^(?:la )?(?:ville|commune|mairie) du ", "le "),
        (r"^(?:la )?(?:ville|commune|mairie) des ", "les "),
        (r"\bconseil (?:departemental|general)\b", "departement"),
        (r"\bconseil regional\b", "region"),
        (r"\bst (?=.)", "saint "),
        (r"\bste (?=.)", "sainte "),
        (r"^cc (?=.)", "communaute de communes "),
        (r"^ca (?=.)", "communaute d agglomeration "),
        (r"^cu (?=.)", "communaute urbaine "),
    )
)


def search(text: str, limit: int = 12, among: QuerySet[Organisation] | None = None) -> QuerySet[Organisation]:
    """The bodies, of all or of some, whose name or codes hold every word typed, the likeliest first, in one query.

    By name, SIREN (or SIRET), INSEE code or postcode, whatever the case, the accents, the hyphens and the apostrophes.
    The exact name or code comes first, then the names that start so, then those with a word that starts so, then the
    others; within each, the most populated first. A number is looked for from its first digit: « saint denis 93 ».
    """
    typed = _as_named(text)
    words = _words(typed)
    if not words:
        return Organisation.objects.none()
    found, begun = Q(), Q()
    for word in words:
        start = _starts(word)
        if ELIDED.match(word):
            start |= _starts(f"{word[0]} {word[1:]}")
        found &= start if _is_code(word) else start | Q(search_text__contains=word)
        begun &= start
    name = " ".join(word for word in typed.split() if not _is_code(word)) or typed
    rank = Case(
        When(Q(sort_name__in=[typed, name]) | Q(siren=typed) | Q(insee_code=typed.upper()), then=Value(0)),
        When(sort_name__startswith=name, then=Value(1)),
        When(begun, then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    return (
        (Organisation.objects.all() if among is None else among)
        .filter(found)
        .select_related("department", "region")
        .order_by(rank, F("population").desc(nulls_last=True), "sort_name", "pk")[:limit]
    )


def _starts(word: str) -> Q:
    """Where a word of the name, or a code, starts so."""
    return Q(search_text__startswith=word) | Q(search_text__contains=f" {word}")


def core_name(name: str) -> str:
    """What tells a body from the others of its kind, to be compared: « Ville de Nantes », « Nantes » → « nantes »."""
    return " ".join(word for word in _as_named(name).split() if word not in KINDS | LINKS)


def _as_named(text: str) -> str:
    """What was typed, in the words of the official names: « St-Étienne » → « saint etienne »."""
    typed = normalise(text[:LONGEST_SEARCH])
    digits = typed.replace(" ", "")
    if digits.isdigit():
        return digits[:9] if len(digits) == 14 else digits  # a SIRET starts with its body's SIREN
    for pattern, replacement in PHRASES:
        typed = pattern.sub(replacement, typed)
    return typed


def _words(typed: str) -> list[str]:
    """The words that must be found: articles and the like count only where there is nothing else."""
    words = typed.split()[:MOST_WORDS]
    return [word for word in words if word not in LINKS] or words


def _is_code(word: str) -> bool:
    return any(character.isdigit() for character in word)


# ---------------------------------------------------------------- loading

BODIES = Path(__file__).parent / "data" / "bodies.csv.gz"
SHIPPED = "Liste livrée"
"""How the source of a shipped row begins; a row whose source a person has changed is theirs, and left alone."""

FACTS = (
    "kind", "name", "siren", "insee_code", "postcodes", "department_id", "region_id", "population", "own_regime",
    "source",
)  # fmt: skip


def load_bodies(at: datetime) -> Loaded:
    """Load the shipped bodies: add the missing ones, bring the others up to date; none is ever removed (spec L15)."""
    return load_once(BODIES, "Organismes", _load, at)


def _load(path: Path) -> Loaded:
    present = Organisation.objects.all()
    by_siren = {body.siren: body for body in present if body.siren}
    by_place = {_place(body): body for body in present if not body.siren}
    added, changed, kept = [], [], 0
    for shipped in _shipped(path):
        body = by_siren.get(shipped.siren) or by_place.get(_place(shipped))
        if body is None:
            added.append(shipped)
        elif body.source.startswith(SHIPPED) and _facts(body) != _facts(shipped):
            for name, value in zip(FACTS, _facts(shipped), strict=True):
                setattr(body, name, value)
            changed.append(body)
        else:
            kept += 1
    Organisation.objects.bulk_create(added, batch_size=2_000)
    Organisation.objects.bulk_create(  # an UPSERT on the key: unlike bulk_update, it fills the normalised fields
        changed,
        batch_size=2_000,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=[*(name.removesuffix("_id") for name in FACTS), "search_text", "sort_name"],
    )
    return Loaded("Organismes", added=len(added), updated=len(changed), kept=kept)


def _shipped(path: Path) -> Iterator[Organisation]:
    departments = dict(Department.objects.values_list("code", "pk"))
    regions = dict(Region.objects.values_list("code", "pk"))
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            yield Organisation(
                kind=row["kind"],
                name=row["name"],
                siren=row["siren"],
                insee_code=row["insee_code"],
                postcodes=row["postcodes"],
                department_id=departments.get(row["department_code"]),
                region_id=regions.get(row["region_code"]),
                population=int(row["population"]) if row["population"] else None,
                own_regime=row["own_regime"] == "yes",
                source=row["source"],
            )


def _place(body: Organisation) -> tuple[str, str]:
    """What tells apart the bodies without SIREN."""
    return body.kind, body.insee_code or normalise(body.name)


def _facts(body: Organisation) -> list[object]:
    return [getattr(body, name) for name in FACTS]
