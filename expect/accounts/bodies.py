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


def search(text: str, limit: int = 12) -> QuerySet[Organisation]:
    """The bodies whose name or codes hold every word typed, the likeliest first, in one query.

    By name, SIREN (or SIRET), INSEE code or postcode, whatever the case, the accents and the hyphens. The exact name
    or code comes first, then the names that start so, then those with a word that starts so, then the others; within
    each, the most populated first. A number is looked for from its first digit: « 34 » finds the codes of the Hérault.
    """
    typed = _as_named(text)
    words = _words(typed)
    if not words:
        return Organisation.objects.none()
    found, begun = Q(), Q()
    for word in words:
        start = Q(search_text__startswith=word) | Q(search_text__contains=f" {word}")
        found &= start if _is_code(word) else Q(search_text__contains=word)
        begun &= start
    rank = Case(
        When(Q(sort_name=typed) | Q(siren=typed) | Q(insee_code=typed.upper()), then=Value(0)),
        When(sort_name__startswith=typed, then=Value(1)),
        When(begun, then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    return (
        Organisation.objects.filter(found)
        .select_related("department", "region")
        .order_by(rank, F("population").desc(nulls_last=True), "sort_name", "pk")[:limit]
    )


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
FOLLOWED = ["name", "insee_code", "siren", "department_id", "region_id", "population", "postcodes", "own_regime", "source"]
