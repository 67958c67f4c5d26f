"""Writing a line of the journal, inside the transaction of the act."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import F, QuerySet

from expect.audit.models import Entry
from expect.database.writing import insert_from


def entry(
    *,
    action: str,
    subject: models.Model,
    by: Any,
    at: datetime,
    membership: Any = None,
    from_state: str = "",
    to_state: str = "",
    details: Mapping[str, Any] | None = None,
) -> Entry:
    """An unsaved line, for acts that write many at once.

    `by` is the person (None: the system), `membership` the one that carried the right (spec X1).
    `details` holds codes, numbers and public ids, never a name or a free text.
    """
    return Entry(
        at=at,
        actor=by.public_id if by else "",
        role=membership.role if membership else ("" if by else "system"),
        membership=membership.public_id if membership else "",
        action=action,
        subject_type=subject._meta.label,
        subject_id=subject.public_id,
        from_state=from_state,
        to_state=to_state,
        details=dict(details or {}),
    )


def record(**what: Any) -> Entry:
    """Append one line; same arguments as `entry`."""
    line = entry(**what)
    line.save(force_insert=True)
    return line


def record_each(subjects: QuerySet, *, action: str, at: datetime, to_state: str = "") -> int:
    """Append one line of the system for each of `subjects`, by one statement; returns how many."""
    return insert_from(
        Entry,
        subjects.order_by("pk"),
        at=at,
        role="system",
        action=action,
        subject_type=subjects.model._meta.label,
        subject_id=F("public_id"),
        to_state=to_state,
    )
