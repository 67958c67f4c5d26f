"""Sealing the journal: each line is chained to the one before by its hash (spec X2, decision 0002)."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Max

from expect.audit.models import Entry

GENESIS = "0" * 64
CONTENT = "id actor role membership action subject_type subject_id from_state to_state details".split()


def digest(entry: Entry, position: int, previous_hash: str) -> str:
    """SHA-256 of the line's content, its place and the hash before it."""
    content = {name: getattr(entry, name) for name in CONTENT} | {
        "at": entry.at.timestamp(),
        "position": position,
        "previous_hash": previous_hash,
    }
    return hashlib.sha256(json.dumps(content, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def seal(limit: int = 5000) -> int:
    """Chain the lines not sealed yet, oldest first; returns how many.

    A line that commits late simply takes a later place. Of two sealers at once, the unique position lets one
    through; the other leaves its lines for the next run.
    """
    try:
        with transaction.atomic():
            last = Entry.objects.exclude(position=None).order_by("-position").first()
            position, previous_hash = (last.position, last.hash) if last else (0, GENESIS)
            waiting = list(Entry.objects.filter(position=None).order_by("id")[:limit])
            for line in waiting:
                position += 1
                line.position, line.previous_hash = position, previous_hash
                line.hash = previous_hash = digest(line, position, previous_hash)
            Entry.objects.bulk_update(waiting, ["position", "previous_hash", "hash"], batch_size=200)
    except IntegrityError:
        return 0
    return len(waiting)


@dataclass(frozen=True)
class Break:
    """Where the chain does not hold."""

    position: int
    what: str


def verify() -> Iterator[Break]:
    """The places where the chain is broken; nothing where it holds."""
    previous_hash, expected = GENESIS, 0
    for line in Entry.objects.exclude(position=None).order_by("position").iterator():
        expected += 1
        if line.position != expected:
            yield Break(expected, "a line is missing")
            expected = line.position
        if line.previous_hash != previous_hash:
            yield Break(line.position, "not chained to the line before")
        if line.hash != digest(line, line.position, line.previous_hash):
            yield Break(line.position, "the content was changed")
        previous_hash = line.hash


def length() -> int:
    """How many lines are sealed."""
    return Entry.objects.aggregate(Max("position"))["position__max"] or 0
