"""Every URL × every role × own and other's object (spec X1): a URL in no row fails."""

from importlib import import_module

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.access import world as worlds

pytestmark = [pytest.mark.long, pytest.mark.walk]

PACKAGES = ("web", "demo", "accounts", "programme", "labels", "missions", "reports")
THIRD_PARTY = {"admin"}


def rows_of(package: str, world: worlds.World) -> list[worlds.Row]:
    return import_module(f"tests.access.{package}_rows").rows(world)


@pytest.fixture
def every_row(db, clock):
    """The rows of all the packages, each in a world of its own."""
    codes = iter("SN MG BJ MA CI TN VN KH LB CM CO PE BF TG".split())
    return [row for package in PACKAGES for row in rows_of(package, worlds.build(next(codes), next(codes)))]


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


def test_x1_every_url_is_in_the_matrix_and_every_row_speaks_of_every_role(every_row):
    named, routed = {row.name for row in every_row}, set(url_names(get_resolver()))
    assert routed - named == set(), "URLs that no row names"
    assert named - routed == set(), "rows that name no URL"
    silent = [
        (row.name, role)
        for row in every_row
        for role in worlds.ROLES
        if "*" not in row.expected and role not in row.expected
    ]
    assert silent == []


@pytest.mark.django_db
@pytest.mark.parametrize("package", PACKAGES)
def test_x1_each_role_opens_what_it_may(package, clock):
    world = worlds.build()
    rows = rows_of(package, world)
    wrong = {}
    for role, person in world.people.items():
        client = Client(raise_request_exception=False)
        if person:
            client.force_login(person)
        for row in rows:
            got = status_of(client.get(reverse(row.name, kwargs=row.kwargs)))
            if got != row.status_for(role):
                wrong[role, row.name, tuple(row.kwargs.items())] = (got, row.status_for(role))
    assert wrong == {}
