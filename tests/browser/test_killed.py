"""The browser is killed at random while one types: at most the last two seconds are lost (spec L7).

What the server holds, or the copy that the device offers when one comes back, is what had been typed two seconds before
the kill, or later. The page's own clock tells when each key came, and when all ended.
"""

import os
import random
import re
import signal
import subprocess
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from playwright.sync_api import Error as Gone

from labels.models import LabelApplication
from tests.browser.conftest import CHROMIUM, QUIET, session_of
from tests.labels import factories as labels

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long, pytest.mark.repeated]
KILLS = 20 if os.environ.get("EXPECT_SOAK") else 5
LOST_AT_MOST = 2000
"""Milliseconds of typing."""
EVERY = 0.05
"""Seconds between two keys."""
MOST = 100
"""Milliseconds between two keys, on a machine that serves the page: where a key takes longer to come, nobody was served
meanwhile, neither the page that saves nor the server that stores, and only so much of that time counts."""
SEED = 20261121
NOTE_INSTANTS = """() => {
  window.instants = [];
  document.addEventListener("input", () => window.instants.push(performance.now()), true);
}"""


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


def typed_then_killed(context, folder, address, keys) -> tuple[str, str]:
    """What had been typed two seconds before the kill, and all that was."""
    page, process = context.new_page(), process_of(folder)
    page.goto(address)
    field = page.locator("[name='skills']")
    field.fill("")
    field.focus()
    page.evaluate(NOTE_INSTANTS)
    text = "".join(random.choices("abcdefghij", k=keys))  # noqa: S311 - any letters do
    for letter in text:
        page.keyboard.type(letter)
        time.sleep(EVERY)
    time.sleep(random.uniform(0, EVERY))  # noqa: S311 - at any moment between two keys
    instants = page.evaluate("[...window.instants, performance.now()]")
    os.kill(process, signal.SIGKILL)
    return text[: known_to_be_safe(instants)], text


def known_to_be_safe(instants: list[float]) -> int:
    """How many keys came two seconds at least before the last of these instants, the kill."""
    lived = 0.0
    for keys in range(len(instants) - 1, 0, -1):
        lived += min(instants[keys] - instants[keys - 1], MOST)
        if lived >= LOST_AT_MOST:
            return keys
    return 0


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
        assert known, "the time was too short to prove anything"
        kept = max(found, draft.skills, key=len)
        assert text.startswith(kept), "what is found was not typed"
        assert kept.startswith(known), f"kill {kill}: {len(known) - len(kept)} keys too many are lost"
        losses.append(len(text) - len(kept))
    assert len(losses) == KILLS


def killed_once(playwright, folder, cookie, address) -> tuple[str, str]:
    """Typed for two seconds and a half at least, five at most where the machine keeps up, then killed."""
    with browser(playwright, folder) as context:
        context.add_cookies([cookie])
        return typed_then_killed(context, folder, address, random.randint(45, 85))  # noqa: S311


def test_l7_control_a_page_that_saves_later_is_found(playwright, live_server, settings, tmp_path):
    """The same, where the page waits for minutes: what was typed two seconds before the kill is lost."""
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
    script = Path(settings.BASE_DIR, "static/js/draft.js").read_text()
    late = re.sub(r"PAUSE_MS = \d+", "PAUSE_MS = 600000", script, count=1)
    assert late != script
    with browser(playwright, folder) as context:
        context.add_cookies([cookie])
        context.route(
            "**/js/draft.js", lambda route: route.fulfill(body=late, content_type="text/javascript")
        )
        known, _ = typed_then_killed(context, folder, address, 60)
    draft.refresh_from_db()
    assert known
    assert not draft.skills
