"""Nonsense in a search or an address is no fault; whatever is stored is shown as words."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import CharField, JSONField, TextField
from django.urls import resolve
from django.utils.html import escape

from tests.access.test_matrix import PACKAGES
from tests.journeys.walk import ALIVE, NONSENSE, Page, doors, fault, pages

pytestmark = [pytest.mark.django_db, pytest.mark.long, pytest.mark.usefixtures("clock"), pytest.mark.walk]

STAGES = ("labels", "missions", "reports")
PARAMETERS = {"page", "par_page", "tri", "export", "q", "reference", "nature", "organisme", "next"}


def altered(path: str, value: str) -> Iterator[str]:
    """The address with, in turn, each of its variable parts replaced."""
    for part in map(str, resolve(path).kwargs.values()):
        yield path.replace(f"/{part}/", f"/{quote(value[:300], safe='')}/")


STORED = f"{ALIVE}(1)</script> & Cie"
NOT_WORDS = set(
    "search_text sort_name name_key sha256 password pictogram content_type template event subject_type subject_id "
    "path kind time_zone siren insee_code postcodes number numeric listing".split()
)
"""Columns that no person writes, and which the code reads."""

UNLIKE = {"becomes": f"{STORED} bis"}
"""What must differ from another column, which holds STORED."""


@pytest.mark.parametrize("package", PACKAGES)
def test_whatever_is_stored_is_shown_as_words_and_nonsense_in_an_address_is_no_fault(package):
    """Even what was written past every form; in one walk: finding the pages takes as long as asking them."""
    opened = doors(package)
    write_everywhere()
    wrong, seen, shown = [], set(), 0
    for page in pages(opened):
        if bad := fault(page.response) or (page.response.status_code >= 400 and "closed"):
            wrong.append((page.path, bad))
        page_of_text = not page.response.streaming and page.response["Content-Type"].startswith("text/")
        shown += page_of_text and escape(ALIVE) in page.response.text
        if (name := resolve(page.path).view_name) not in seen:
            seen.add(name)
            wrong += nonsense(page)
    assert wrong == []
    assert shown


def nonsense(page: Page) -> Iterator[tuple]:
    """What is wrong with a page searched for, or addressed, by what nobody would type."""
    asked = PARAMETERS.union(*(form.fields for form in page.forms if form.method == "get"))
    for value in NONSENSE:
        query = urlencode(dict.fromkeys(sorted(asked), value[:3000]))
        for path in (f"{page.path}?{query}", *altered(page.path, value)):
            if bad := fault(page.client.get(path)):
                yield path[:80], value[:30], bad


def write_everywhere() -> None:
    """STORED instead of all the words, those of frozen versions included."""
    lift_guards()
    for model in apps.get_models():
        if model._meta.app_label == "audit" or model.__module__.split(".")[0] not in ("expect", *STAGES):
            continue
        rows = model._base_manager
        for column in model._meta.concrete_fields:
            if isinstance(column, JSONField):
                for row in rows.all():
                    rows.filter(pk=row.pk).update(**{column.name: rewritten(getattr(row, column.name))})
            elif isinstance(column, CharField | TextField) and is_written_by_people(column):
                told = UNLIKE.get(column.name, STORED)
                rows.exclude(**{column.name: ""}).update(**{column.name: told[: column.max_length]})


def is_written_by_people(column: CharField | TextField) -> bool:
    return not (column.choices or column.unique or column.name in NOT_WORDS)


def rewritten(kept: Any) -> Any:
    """The same, with STORED for every sentence; codes have no space."""
    if isinstance(kept, dict):
        return {key: rewritten(value) for key, value in kept.items()}
    if isinstance(kept, list):
        return [rewritten(value) for value in kept]
    return STORED if isinstance(kept, str) and " " in kept else kept


def lift_guards() -> None:
    """Until the test's transaction is undone."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")
            return
        names = cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for (name,) in names:
            cursor.execute(f'DROP TRIGGER "{name}"')
