"""Every URL × every role × own and other's object (spec X1): a URL in no row fails."""

from importlib import import_module

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.access import world as worlds

PACKAGES = ("web", "demo", "accounts", "labels", "missions", "reports")
THIRD_PARTY = {"admin"}


def rows_of(world: worlds.World) -> list[worlds.Row]:
    return [row for package in PACKAGES for row in import_module(f"tests.access.{package}_rows").rows(world)]


def url_names(resolver, namespace=""):
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            if pattern.namespace not in THIRD_PARTY:
                yield from url_names(pattern, inner)
        elif isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}"


def status_of(response):
    if response.streaming:
        response.getvalue()  # read to its end, the file is closed
    return response.status_code


@pytest.mark.django_db
def test_x1_every_url_is_in_the_matrix():
    named = {row.name for row in rows_of(worlds.build())}
    routed = set(url_names(get_resolver()))
    assert routed - named == set(), "URLs that no row names"
    assert named - routed == set(), "rows that name no URL"


@pytest.mark.django_db
def test_x1_every_row_speaks_of_every_role():
    silent = [
        (row.name, role)
        for row in rows_of(worlds.build())
        for role in worlds.ROLES
        if "*" not in row.expected and role not in row.expected
    ]
    assert silent == []


@pytest.mark.django_db
@pytest.mark.parametrize("role", worlds.ROLES)
def test_x1_each_role_opens_what_it_may(role, clock):
    world = worlds.build()
    client = Client(raise_request_exception=False)
    rows = rows_of(world)
    if person := world.people[role]:
        client.force_login(person)
    found = {
        (row.name, tuple(row.kwargs.items())): (
            status_of(client.get(reverse(row.name, kwargs=row.kwargs))),
            row.status_for(role),
        )
        for row in rows
    }
    assert {key: got for key, got in found.items() if got[0] != got[1]} == {}
