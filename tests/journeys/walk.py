"""Every page that the people of the access matrix open, and every form that these pages show."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import resolve, reverse

from tests.access import world as worlds
from tests.access.test_matrix import rows_of
from tests.journeys.forms import HtmlForm, read

ALIVE = "<script>alert"
TWINS = {"other_editor", "other_post_agent"}
"""Who open nothing that the first of their role does not."""
WORDS = {
    "HTML": "\"'><script>alert(1)</script><img src=x onerror=alert(2)>{{ 7 }}{% now %} 👩🏽‍🚒 Zoé \u202efdp.exe ﷽ Z̤͔ͧ̑̓ä͖̭̈̇l",
    "as long as it may be": "é" * 30_000,
}
NONSENSE = ("a\x00b", "9" * 20, WORDS["HTML"], "x" * 30_000)


@dataclass(frozen=True)
class Page:
    """What one person got at an address."""

    client: Client
    path: str
    response: HttpResponse
    forms: list[HtmlForm] = field(default_factory=list)


def doors(package: str) -> list[tuple[Client, list[str]]]:
    """Each person of the package's world, with the addresses that they open."""
    world = worlds.build()
    rows, found = rows_of(package, world), []
    for role, person in reversed(
        world.people.items()
    ):  # the stranger, who asked for everything already, last
        if role in TWINS:
            continue
        client = Client(raise_request_exception=False)
        if person:
            client.force_login(person)
        paths = [reverse(row.name, kwargs=row.kwargs) for row in rows if row.status_for(role) == 200]
        found.append((client, list(dict.fromkeys(paths))))
    return found


def pages(opened: list[tuple[Client, list[str]]]) -> Iterator[Page]:
    """Every page of these people, with those that their links reach below."""
    for client, paths in opened:
        for path in paths:
            response = client.get(path)
            content = response.getvalue() if response.streaming else response.content
            if not response["Content-Type"].startswith("text/html"):
                yield Page(client, path, response)
                continue
            forms, links = read(content.decode(), path)
            yield Page(client, path, response, forms)
            below = dict.fromkeys(
                to.partition("?")[0] for to in links if to.startswith(path) and "#" not in to
            )
            paths += [to for to in below if to not in paths]


def posted(package: str) -> Iterator[tuple[Client, HtmlForm]]:
    """Each form that is posted, once: to one view the same fields are the same form, whoever sends them."""
    seen = {("account_logout",)}
    for page in pages(doors(package)):
        for form in page.forms:
            key = (resolve(form.action).view_name, *form.fields)
            if form.method == "post" and key not in seen:
                seen.add(key)
                yield page.client, form


def answers(client: Client, address: str, data: dict, **headers: str) -> Iterator[HttpResponse]:
    """What is answered to a form, and the page to which it leads; then all is as before."""
    with transaction.atomic():
        response = client.post(address, data, headers=headers)
        yield response
        if response.status_code == 302:
            yield client.get(response["Location"])
        transaction.set_rollback(True)


def fault(response: HttpResponse) -> str:
    """What is wrong with an answer; empty where it is a page, a sentence or a closed door."""
    if response.streaming:
        response.getvalue()  # read to its end, the file is closed
    if response.status_code >= 500:
        return f"status {response.status_code}"
    alive = not response.streaming and response["Content-Type"].startswith("text/") and ALIVE in response.text
    return "what was typed is alive" if alive else ""


def plain(response: HttpResponse) -> str:
    """The page, its no-break spaces read as spaces."""
    return response.text.replace("&nbsp;", " ").replace("\u00a0", " ").replace("\u202f", " ")
