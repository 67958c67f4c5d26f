"""Is the process alive, and can it work?"""

import socket
from datetime import timedelta

import pytest
from celery import current_app
from django.db import DatabaseError
from kombu import Connection

from expect.database.models import Heartbeat
from expect.web import health
from expect.web.tasks import beat_heartbeat
from tests.moments import AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def broker(monkeypatch):
    """A broker that lives in memory, unless a test names another."""

    def use(url: str) -> None:
        monkeypatch.setattr(current_app, "connection_for_write", lambda: Connection(url))

    use("memory://")
    return use


def checks(client) -> tuple[int, dict]:
    answer = client.get("/readyz")
    return answer.status_code, answer.json()["checks"]


def test_healthz_touches_nothing(client, gallery, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_readyz_is_ready_after_a_beat(client, gallery, clock, broker):
    assert checks(client) == (503, {"database": "ok", "broker": "ok", "beat": "never seen"})
    beat_heartbeat()
    beat_heartbeat()
    assert checks(client) == (200, {"database": "ok", "broker": "ok", "beat": "ok"})
    assert Heartbeat.objects.get().at == AT


def test_readyz_sees_a_beat_that_stopped(client, gallery, clock, broker):
    beat_heartbeat()
    clock.move_to(AT + health.BEAT_MAX_AGE - timedelta(seconds=1))
    assert checks(client)[0] == 200
    clock.move_to(AT + health.BEAT_MAX_AGE)
    assert checks(client) == (503, {"database": "ok", "broker": "ok", "beat": "late"})


def test_readyz_answers_when_the_database_does_not(client, gallery, clock, broker, monkeypatch):
    def fail():
        raise DatabaseError("secret")

    monkeypatch.setattr(health, "_database", fail)
    monkeypatch.setattr(health, "_beat", fail)
    status, found = checks(client)
    assert (status, found["database"], found["broker"]) == (503, "unreachable", "ok")


@pytest.mark.parametrize("accepts", [True, False])
def test_readyz_does_not_wait_for_a_silent_broker(client, gallery, clock, broker, accepts):
    """A broker that accepts and never answers, then one that refuses: neither holds the probe."""
    beat_heartbeat()
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        if accepts:
            silent.listen()
        broker(f"redis://127.0.0.1:{silent.getsockname()[1]}/0")
        assert checks(client) == (503, {"database": "ok", "broker": "unreachable", "beat": "ok"})
