"""Beat completes the missions that are over."""

from celery import shared_task

from expect.kernel.clock import now, paris_day
from missions import returns


@shared_task
def complete_missions() -> int:
    """Complete the missions whose day of return is past; returns how many."""
    at = now()
    return len(returns.complete_missions(on=paris_day(at), at=at))
