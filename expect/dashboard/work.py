"""What waits for me, oldest deadline first (spec X4).

Each package with something waiting has `work.work_items(user, on) -> list[QuerySet]`: one queryset per kind of
thing that this person, by the roles held on that day, has to do; none for the others. Each is made by
`expect.accounts.work.rows`, for instance

    rows(
        LabelApplication.objects.filter(state=ApplicationState.SUBMITTED),
        "labels.instruct",
        title="organisation__name",
        since="submitted_at",
        due_on="silence_on",
    )

so that one UNION takes them all, counted and listed by the same query. `dashboard.acts` gives, for each kind, the
sentence (a verb, then the title) and the page of the act, whose address takes the public id.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from django.db.models import F, QuerySet
from django.urls import reverse

from expect.accounts import work as accounts
from expect.accounts.models import User
from expect.dashboard.acts import ACTS
from labels import work as labels
from missions import work as missions
from reports import work as reports

SOURCES = (accounts.work_items, labels.work_items, missions.work_items, reports.work_items)
MOST_SHOWN = 200
WEEK = timedelta(days=7)

LATE, TODAY, THIS_WEEK, LATER, NO_LIMIT = (
    "En retard",
    "Aujourd’hui",
    "Cette semaine",
    "Plus tard",
    "Sans échéance",
)


@dataclass(frozen=True)
class Item:
    """One thing to do: a sentence that starts with a verb, and leads to the act."""

    sentence: str
    url: str
    due_on: date | None
    since: datetime


@dataclass(frozen=True)
class Group:
    """The things to do by then."""

    label: str
    items: list[Item]


def waiting(user: User, on: date) -> QuerySet | None:
    """Rows (kind, public id, title, due day, since) of all that waits for `user`, as one UNION; None: nothing can."""
    first, *others = [queryset for source in SOURCES for queryset in source(user, on)] or [None]
    return first.union(*others) if others else first


def count(user: User, on: date) -> int:
    """How many things wait: the length of the list."""
    rows = waiting(user, on)
    return 0 if rows is None else rows.count()


def items(user: User, on: date) -> list[Item]:
    """The most urgent of them, oldest deadline first, then the longest wait; those without deadline last."""
    found, _ = listed(user, on)
    return found


def listed(user: User, on: date) -> tuple[list[Item], int]:
    """The same, and how many things wait; beyond what is shown they are counted, by the same rows."""
    rows = waiting(user, on)
    if rows is None:
        return [], 0
    found = _most_urgent(rows)
    return found, len(found) if len(found) < MOST_SHOWN else rows.count()


def _most_urgent(rows: QuerySet) -> list[Item]:
    ordered = rows.order_by(F("work_due_on").asc(nulls_last=True), "work_since", "public_id")
    return [
        Item(ACTS[kind].sentence.format(title), reverse(ACTS[kind].page, args=[public_id]), due_on, since)
        for kind, public_id, title, due_on, since in ordered[:MOST_SHOWN]
    ]


def groups(found: list[Item], on: date) -> Iterator[Group]:
    """Late, today, this week (the seven days that come), later, without deadline; the empty ones are left out."""
    for label, members in groupby(found, key=lambda item: when(item.due_on, on)):
        yield Group(label, list(members))


def when(due_on: date | None, on: date) -> str:
    """The group of a deadline."""
    if due_on is None:
        return NO_LIMIT
    if due_on <= on:
        return TODAY if due_on == on else LATE
    return THIS_WEEK if due_on <= on + WEEK else LATER
