"""Beat has people told of the attachments that the antivirus holds back."""

from celery import shared_task
from django.conf import settings

from expect.kernel.clock import now
from labels import held_back


@shared_task
def tell_held_back() -> int:
    """Tell of what was found since, where an antivirus is configured; returns of how many."""
    return held_back.tell_held_back(at=now()) if settings.ANTIVIRUS else 0
