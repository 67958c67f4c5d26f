"""The beat shows that it is alive, for `/readyz`."""

from celery import shared_task

from expect.database.models import Heartbeat
from expect.kernel import clock
from expect.web.health import BEAT


@shared_task
def beat_heartbeat() -> None:
    """Write when beat and worker last did something together; can run any number of times."""
    Heartbeat.objects.update_or_create(name=BEAT, defaults={"at": clock.now()})
