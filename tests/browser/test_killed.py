"""The browser is killed at random while one types: at most the last two seconds are lost (spec L7).

What the server holds, or the copy that the device offers when one comes back, is what had been typed two seconds before
the kill, or later. Where the browser is not killed, everything is there: the control.
"""

import os
import random
import signal
import subprocess
import time
from contextlib import contextmanager, suppress

import pytest
from playwright.sync_api import Error as Gone

from labels.models import LabelApplication
from tests.browser.conftest import CHROMIUM, QUIET, session_of
from tests.labels import factories as labels

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long, pytest.mark.repeated]
KILLS = 20 if os.environ.get("EXPECT_SOAK") else 5
LOST_AT_MOST = 2.0
"""Seconds of typing."""
SLOW_MACHINE = 0.5
"""Seconds that a busy machine may take to carry a key to the page."""
EVERY = 0.05
SEED = 20261121


@contextmanager
def browser(playwright, folder):
    """A browser that keeps its profile in `folder`."""
    context = playwright.chromium.launch_persistent_context(
        folder, executable_path=CHROMIUM, args=QUIET, locale="fr-FR"
    )
    try:
        yield context
    finally:
        with suppress(Gone):  # killed: when its end is noticed is not ours to say
            context.close()


def process_of(folder) -> int:
    """The browser that runs on that profile: it is the oldest of its family."""
    found = subprocess.run(["pgrep", "-o", "-f", f"user-data-dir={folder}"], capture_output=True, check=True)
    return int(found.stdout)


def typed_then_killed(context, folder, address, seconds) -> tuple[str, str]:
    """What had been typed two seconds before the kill, and all that was."""
    page = context.new_page()
    page.goto(address)
    field = page.locator("[name='skills']")
    field.fill("")
    field.focus()
    text, moments, begun = "", [], time.monotonic()
    while time.monotonic() - begun < seconds:
        letter = random.choice("abcdefghij")  # noqa: S311 - any letters do
        page.keyboard.type(letter)
        text += letter
        moments.append((time.monotonic(), text))
        time.sleep(EVERY)
    os.kill(process_of(folder), signal.SIGKILL)
    limit = time.monotonic() - LOST_AT_MOST - SLOW_MACHINE
    return max((known for at, known in moments if at <= limit), key=len, default=""), text


def restored(context, address) -> str:
    """What one finds when one comes back: the copy if it is offered, or what is stored."""
    page = context.new_page()
    page.goto(address)
    take = page.get_by_role("button", name="La reprendre")
    if take.is_visible():
        take.click()
    return page.locator("[name='skills']").input_value()


def test_l7_a_kill_at_any_moment_loses_two_seconds_at_most(playwright, live_server, settings, tmp_path):
    random.seed(SEED)
    labels.themes()
    draft = labels.complete_draft()
    cookie = {
        "name": settings.SESSION_COOKIE_NAME,
        "value": session_of(labels.signatory_of(draft)),
        "url": live_server.url,
    }
    address = f"{live_server.url}/candidature/{draft.public_id}/expertise/"
    losses = []
    for kill in range(KILLS):
        LabelApplication.objects.filter(pk=draft.pk).update(skills="")
        folder = str(tmp_path / str(kill))
        known, text = killed_once(playwright, folder, cookie, address)
        with browser(playwright, folder) as context:
            context.add_cookies([cookie])
            found = restored(context, address)
        draft.refresh_from_db()
        kept = max(found, draft.skills, key=len)
        assert text.startswith(kept), "what is found was not typed"
        assert kept.startswith(known), f"kill {kill}: {len(known) - len(kept)} keys too many are lost"
        losses.append(len(text) - len(kept))
    assert len(losses) == KILLS


def killed_once(playwright, folder, cookie, address) -> tuple[str, str]:
    """Typed for a random time between two and five seconds, then killed."""
    with browser(playwright, folder) as context:
        context.add_cookies([cookie])
        return typed_then_killed(context, folder, address, random.uniform(2.2, 5))  # noqa: S311


def test_l7_control_without_a_save_the_check_finds_the_loss(playwright, live_server, settings, tmp_path):
    """The same, with no way to the server and nothing kept on the device: what was typed is gone."""
    random.seed(SEED)
    labels.themes()
    draft = labels.complete_draft(expertise={"skills": ""})
    cookie = {
        "name": settings.SESSION_COOKIE_NAME,
        "value": session_of(labels.signatory_of(draft)),
        "url": live_server.url,
    }
    address = f"{live_server.url}/candidature/{draft.public_id}/expertise/"
    folder = str(tmp_path / "control")
    with browser(playwright, folder) as context:
        context.add_cookies([cookie])
        context.route("**/js/draft.js", lambda route: route.abort())
        known, _ = typed_then_killed(context, folder, address, 4)
    draft.refresh_from_db()
    assert known
    assert not draft.skills
