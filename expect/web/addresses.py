"""The address of a list, with one thing changed; the address of each of its rows."""

from functools import cache
from urllib.parse import urlencode

from django.conf import settings
from django.http import QueryDict
from django.urls import reverse

ANYBODY = "x" * 12
"""In the place of a public id."""


def page_of(page: str, public_id: str) -> str:
    """The address of an object's page, for lists: resolving each row's anew takes a tenth of the page."""
    return _address(settings.ROOT_URLCONF, page).replace(ANYBODY, public_id)


@cache
def _address(urlconf: str, page: str) -> str:
    return reverse(page, args=[ANYBODY], urlconf=urlconf)


def changed(query: QueryDict, **values: str | int | None) -> str:
    """`?…` as it is, with these parameters set, or dropped where None; the page starts again from the first.

    What was left empty is dropped as well: filters send all their fields.
    """
    dropped = {"page", "export", *values}
    kept = ((name, each) for name, all_of_it in query.lists() for each in all_of_it if each)
    pairs = [(name, each) for name, each in kept if name not in dropped]
    pairs += [(name, value) for name, value in values.items() if value is not None]
    return f"?{urlencode(pairs)}"


def without(query: QueryDict, name: str, value: str | None = None) -> str:
    """`?…` without this parameter, or without this one of its values."""
    if value is None:
        return changed(query, **{name: None})
    new = query.copy()
    new.setlist(name, [other for other in new.getlist(name) if other != value])
    return changed(new)
