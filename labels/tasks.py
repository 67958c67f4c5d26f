"""Beat has people told of what the antivirus holds back; the minister's letters are notified once it has seen them."""

from celery import shared_task
from django.conf import settings

from expect.kernel.clock import now
from labels import held_back, minister_answers


@shared_task
def tell_held_back() -> int:
    """Tell of what was found since, where an antivirus is configured; returns of how many."""
    return held_back.tell_held_back(at=now()) if settings.ANTIVIRUS else 0


@shared_task
def notify_scanned() -> int:
    """Notify the minister's letters that waited for the antivirus; returns how many."""
    return minister_answers.notify_scanned(at=now()) if settings.ANTIVIRUS else 0
