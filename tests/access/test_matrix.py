"""Every URL × every role × own and other's object, opened and sent to (spec X1): a URL in no row fails."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse

from expect.accounts.models import Membership
from tests.access import world as worlds
from tests.moments import AT, TODAY
from tests.written import written

pytestmark = [pytest.mark.long, pytest.mark.walk, pytest.mark.rights]

PACKAGES = ("web", "demo", "accounts", "programme", "labels", "missions", "reports")
THIRD_PARTY = {"admin"}
KEPT = {
    "accounts",
    "documents",
    "labels",
    "missions",
    "notifications",
    "programme",
    "reports",
    "territory",
    "web",
}


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


def wrong(rows, clients, method, wanted) -> dict:
    """By role and address, what was answered and what was `wanted`; a page that takes no POST says so."""
    found = {}
    for role, client in clients.items():
        for row in rows:
            url, statuses = reverse(row.name, kwargs=row.kwargs), wanted(row, role)
            if not statuses:
                continue
            got = status_of(getattr(client, method)(url))
            if got not in statuses and not (method == "post" and got == 405 and not takes_post(url)):
                found[role, row.name, tuple(row.kwargs.items())] = (got, statuses)
    return found


def takes_post(url) -> bool:
    view = resolve(url).func
    return hasattr(getattr(view, "view_class", None), "post")


@pytest.mark.django_db
@pytest.mark.parametrize("package", PACKAGES)
def test_x1_each_role_opens_what_it_may(package, clock):
    """Who may not is refused what they send as well, the right being asked before the form: nothing is written.

    No more is what they send whose role has ended since they opened the page, whatever the act.
    """
    world = worlds.build()
    rows = rows_of(package, world)
    clients = {role: Client(raise_request_exception=False) for role in world.people}
    for role, person in world.people.items():
        if person:
            clients[role].force_login(person)
    assert wrong(rows, clients, "get", lambda row, role: (row.status_for(role),)) == {}
    before = written(KEPT)
    assert wrong(rows, clients, "post", worlds.Row.refusals_of) == {}
    assert written(KEPT) == before
    roles = Membership.objects.filter(user__in=[person for person in world.people.values() if person])
    roles.update(ends_on=TODAY - timedelta(days=1), ended_at=AT - timedelta(days=1))
    before = written(KEPT)
    assert wrong(rows, clients, "post", worlds.Row.refusals_once_ended) == {}
    assert written(KEPT) == before
