"""Beat drains the outbox."""

from celery import shared_task

from expect.kernel.clock import now
from expect.notifications import sending


@shared_task
def drain_outbox() -> int:
    """Send what waits in the outbox."""
    return sending.drain(at=now())
