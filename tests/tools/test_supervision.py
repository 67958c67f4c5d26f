"""`make run` starts, watches and stops several processes as one."""

import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60
"""Seconds after which a group that does not stop has failed."""

pytestmark = pytest.mark.pure

GROUP = """
import sys
from tools import supervision

supervision.PATIENCE = 600  # nothing here ends by patience alone
group = supervision.Group()
for number, program in enumerate(sys.argv[1:]):
    group.start(f"process-{number}", [sys.executable, "-c", program])
try:
    code = group.wait(lambda: True, lambda: print("ready", flush=True))
finally:
    group.stop()
sys.exit(code)
"""
LIVES = "import time; time.sleep(600)"
LEAVES_A_CHILD = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {LIVES!r}])"
STUBBORN = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); {LIVES}"


def supervised(*programs: str) -> subprocess.Popen:
    command = [sys.executable, "-c", GROUP, *programs]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def said(group: subprocess.Popen) -> str:
    """What was said on stderr, once the last process that could speak is gone: everyone inherits our pipes."""
    return group.communicate(timeout=PATIENCE)[1]


def test_the_death_of_one_stops_all_with_its_code():
    group = supervised(LIVES, "raise SystemExit(7)")
    assert "« process-1 » s’est arrêté (code 7)" in said(group)
    assert group.returncode == 7


def test_a_process_that_ends_well_is_still_a_failure():
    group = supervised(LIVES, "pass")
    said(group)
    assert group.returncode == 1


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_asked_to_stop_it_leaves_nobody_behind(number):
    group = supervised(LIVES, LEAVES_A_CHILD)
    group.stdout.readline()
    group.send_signal(number)
    assert "arrêté" not in said(group)
    assert group.returncode == 0


def test_asked_again_it_no_longer_waits_for_the_stubborn():
    group = supervised(STUBBORN)
    while "ready" not in group.stdout.readline():
        continue
    while group.poll() is None:
        group.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            group.wait(0.2)
    said(group)
