"""A real Chromium on a live server; each page crossed is looked at by axe at both widths."""

import os

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = (
    "1"  # Playwright's loop runs in this thread; the database calls are ours
)

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Page, sync_playwright

WIDTHS = (1280, 390)
CHROMIUM = os.environ.get("EXPECT_CHROMIUM", "/usr/bin/chromium")


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.browser)


class Visit:
    """One person at their browser."""

    def __init__(self, page: Page, address: str):
        self.page, self.address = page, address
        self.complaints: list[str] = []
        page.on("console", lambda message: message.type == "error" and self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def go(self, path: str) -> "Visit":
        """Open a page by its address."""
        self.page.goto(path if path.startswith("http") else f"{self.address}{path}")
        return self.look()

    def follow(self, name: str, *, exact: bool = False) -> "Visit":
        """Follow the link of that name."""
        self.page.get_by_role("link", name=name, exact=exact).first.click()
        return self.look()

    def press(self, name: str, *, exact: bool = False) -> "Visit":
        """Press the button of that name."""
        self.page.get_by_role("button", name=name, exact=exact).first.click()
        return self.look()

    def fill(self, **fields: str) -> "Visit":
        """Fill fields by their HTML name."""
        for name, value in fields.items():
            self.page.locator(f"[name='{name}']").first.fill(value)
        return self

    def tick(self, label: str) -> "Visit":
        """Tick a box or choose a radio by its label."""
        self.page.get_by_label(label).first.check(force=True)
        return self

    def says(self, text: str) -> "Visit":
        """The page says that."""
        shown = self.page.inner_text("body")
        assert text in shown.replace("\u202f", " ").replace("\xa0", " "), (
            f"« {text} » is not on {self.page.url}:\n{shown[:3000]}"
        )
        return self

    def look(self) -> "Visit":
        """Axe finds nothing at either width, the page does not scroll sideways, the console is silent."""
        self.page.wait_for_load_state("load")
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 900})
            found = Axe().run(self.page)
            assert found.violations_count == 0, f"{self.page.url} at {width}px:\n{found.generate_report()}"
            sideways = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            assert sideways <= 0, f"{self.page.url} scrolls sideways by {sideways}px at {width}px"
        self.page.set_viewport_size({"width": WIDTHS[0], "height": 900})
        refusals = [text for text in self.complaints if "status of 4" not in text]
        assert not refusals, f"{self.page.url}: {refusals}"
        return self


@pytest.fixture(scope="session")
def chromium():
    """One browser for the whole run."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-component-update",
            ],
        )
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium, live_server):
    """`visit(person)`: a window of that person, signed in; `visit()`: of the public."""
    windows = []

    def open_window(person=None) -> Visit:
        context = chromium.new_context(locale="fr-FR", timezone_id="Europe/Paris")
        context.set_default_timeout(15_000)
        windows.append(context)
        if person is not None:
            context.add_cookies(
                [{"name": settings.SESSION_COOKIE_NAME, "value": session_of(person), "url": live_server.url}]
            )
        return Visit(context.new_page(), live_server.url)

    yield open_window
    for context in windows:
        context.close()


def session_of(person) -> str:
    """A session of that person, as sign-in makes one."""
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    return session.session_key
