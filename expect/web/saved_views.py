"""A person keeps a list as they want it again, under a name (spec X5)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.http import QueryDict

from expect.kernel.errors import Refusal
from expect.web.models import SavedView

MOST = 20
"""Views of one list that one person keeps; beyond, they no longer help."""
PASSING = ("page", "export")
"""Parts of an address that are not the list as one wants it again."""


@dataclass(frozen=True)
class Shortcut:
    """A saved view as the list shows it; `current` where the list is shown so already."""

    view: SavedView
    current: bool


def essence(query: QueryDict) -> str:
    """The filters, search and sort of an address, in one order whatever the way they were chosen."""
    kept = [(name, value) for name, values in query.lists() for value in values if value]
    wanted = QueryDict(mutable=True)
    for name, value in sorted(pair for pair in kept if pair[0] not in PASSING):
        wanted.appendlist(name, value)
    return wanted.urlencode()


def visible_views(user: Any) -> QuerySet[SavedView]:
    """One's own."""
    return SavedView.objects.filter(owner=user)


def shortcuts(user: Any, listing: str, query: QueryDict) -> Iterator[Shortcut]:
    """What one keeps of a list, in the order of the names; one query."""
    shown = essence(query)
    for view in visible_views(user).filter(listing=listing).order_by("name", "pk"):
        yield Shortcut(view, view.query == shown)


@transaction.atomic
def keep_view(*, listing: str, name: str, query: QueryDict, by: Any, at: datetime) -> SavedView:
    """Keep a list under a name; a view of that name is replaced, as one does with a file. Raises Refusal."""
    others = visible_views(by).filter(listing=listing).exclude(name=name)
    if others.count() >= MOST:
        raise Refusal(f"Vous gardez déjà {MOST} vues de cette liste : supprimez-en une, puis recommencez.")
    wanted = essence(query)
    if len(wanted) > SavedView._meta.get_field("query").max_length:
        raise Refusal("Cette recherche est trop longue pour être gardée : raccourcissez-la.")
    view, _ = SavedView.objects.update_or_create(
        owner=by,
        listing=listing,
        name=name,
        defaults={"query": wanted},
        create_defaults={"query": wanted, "created_at": at},
    )
    return view


def forget_view(*, view: SavedView) -> None:
    """Done twice, it changes nothing more."""
    view.delete()
