"""A real Celery worker with beat, on a real Redis, handing mail to a real SMTP server."""

import os
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from django.conf import settings
from django.db import connection

from tools.services import free_port

PATIENCE = 60


class Letterbox:
    """An SMTP server's handler that keeps what it receives."""

    def __init__(self):
        self.envelopes = []

    async def handle_DATA(self, server, session, envelope):
        self.envelopes.append(envelope)
        return "250 kept"


@pytest.fixture
def letterbox():
    """An SMTP server on a free port."""
    handler = Letterbox()
    handler.port = free_port()  # aiosmtpd knocks at the port it was given: 0 will not do
    controller = Controller(handler, hostname="127.0.0.1", port=handler.port)
    controller.start()
    yield handler
    controller.stop()


def database_url() -> str:
    """The address of this test's own database."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    before, _, _ = os.environ["EXPECT_DATABASE_URL"].rpartition("/")
    return f"{before}/{name}"


@pytest.fixture
def celery_environment(letterbox, tmp_path):
    """The environment of a worker on this test's database, broker, mail server and files."""
    redis = os.environ.get("EXPECT_TEST_REDIS_URL")
    if not redis:
        pytest.fail("EXPECT_TEST_REDIS_URL is not set: run `make test`, which starts a private Redis")
    number = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) + 1
    settings.FILES_ROOT.mkdir(parents=True, exist_ok=True)
    return os.environ | {
        "EXPECT_ENV": "test",
        "EXPECT_VAR": str(tmp_path),
        "EXPECT_DATABASE_URL": database_url(),
        "EXPECT_BROKER_URL": f"{redis.rstrip('/').removesuffix('/0')}/{number}",
        "EXPECT_SMTP_HOST": "127.0.0.1",
        "EXPECT_SMTP_PORT": str(letterbox.port),
    }


@contextmanager
def worker(environment: dict[str, str], name: str, *, beat: bool):
    """A worker process, until the block ends."""
    log = Path(environment["EXPECT_VAR"], f"{name}.log")
    command = [sys.executable, "-m", "celery", "--app", "expect", "worker", "--hostname", f"{name}@test"]
    command += [
        "--pool",
        "threads",
        "--concurrency",
        "2",
        "--without-mingle",
        "--without-gossip",
        "--loglevel",
        "INFO",
    ]
    command += ["--beat"] if beat else []
    with log.open("w") as output:
        process = subprocess.Popen(
            command, cwd=settings.BASE_DIR, env=environment, stdout=output, stderr=output
        )
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def eventually(condition, log: Path):
    """Wait until `condition` holds; the worker's own words if it never does."""
    limit = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > limit:
            pytest.fail(f"the worker did not do it in {PATIENCE} s:\n{log.read_text()[-4000:]}")
        time.sleep(0.05)
