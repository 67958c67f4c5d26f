"""The beat shows that it is alive, for `/readyz`; what nobody came back to is forgotten."""

from celery import shared_task

from expect.database.models import Heartbeat
from expect.kernel import clock
from expect.web import unfinished
from expect.web.health import BEAT


@shared_task
def beat_heartbeat() -> None:
    """Write when beat and worker last did something together; can run any number of times."""
    Heartbeat.objects.update_or_create(name=BEAT, defaults={"at": clock.now()})


@shared_task
def forget_unfinished() -> None:
    """Erase what was typed a month ago and never sent."""
    unfinished.forget(at=clock.now())
