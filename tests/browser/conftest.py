"""A real Chromium on a live server; each page crossed is looked at by axe."""

import os
from pathlib import Path

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = (
    "1"  # Playwright's loop runs in this thread; the database calls are ours
)

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.staticfiles.handlers import StaticFilesHandler
from playwright.sync_api import sync_playwright

from tests.browser.window import HEIGHT, WIDTHS, LookedAt, Visit

CHROMIUM = os.environ.get("EXPECT_CHROMIUM", "/usr/bin/chromium")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def playwright():
    """What drives the browsers; one for the whole run."""
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def chromium(playwright):
    """One browser for the whole run."""
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
    yield browser
    browser.close()


@pytest.fixture(scope="session", autouse=True)
def static_files_are_kept():
    """A window asks once for each static file, as from WhiteNoise. The clock of the tests stands months before the
    browser's: without a longer age, the thirty files of a page would be old, and asked for again with each page."""
    serve = StaticFilesHandler.serve

    def serve_for_years(self, request):
        response = serve(self, request)
        response["Cache-Control"] = "public, max-age=315360000, immutable"
        return response

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(StaticFilesHandler, "serve", serve_for_years)
        yield


@pytest.fixture(scope="session")
def looked_at(tmp_path_factory):
    """What axe has seen in this suite, in whichever process."""
    folder = tmp_path_factory.getbasetemp()
    ours = (folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder) / "looked-at"
    return LookedAt(Path(os.environ.get("EXPECT_LOOKED_AT") or ours))


@pytest.fixture
def visit(chromium, live_server, looked_at, settings):
    """`visit(person)`: a window of that person, signed in; `visit()`: of the public.

    Other arguments are Playwright's: `java_script_enabled=False`, `has_touch=True`… The links of e-mails and QR codes
    lead to the server of the test.
    """
    settings.BASE_URL = live_server.url
    windows = []

    def open_window(person=None, **options) -> Visit:
        screen = {"viewport": {"width": WIDTHS[0], "height": HEIGHT}}
        context = chromium.new_context(locale="fr-FR", timezone_id="Europe/Paris", **screen | options)
        context.set_default_timeout(30_000)
        windows.append(context)
        scripted = options.get("java_script_enabled", True)
        window = Visit(context.new_page(), live_server.url, looked_at, scripted=scripted)
        return window if person is None else become(window, person)

    yield open_window
    for context in windows:
        context.close()


def become(window: Visit, person) -> Visit:
    """That person signs in, in another tab of the same browser; what is opened next is theirs."""
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session_of(person), "url": window.address}
    window.page.context.add_cookies([cookie])
    return window


def session_of(person) -> str:
    """A session of that person, as sign-in makes one."""
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    return session.session_key
