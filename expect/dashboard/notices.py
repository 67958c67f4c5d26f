"""One's own list of what happened (spec X3)."""

from datetime import datetime

from django.db.models import QuerySet

from expect.accounts.models import User
from expect.notifications.models import Notice


def notices_of(user: User) -> QuerySet[Notice]:
    """What a person was told, the latest first."""
    return Notice.objects.filter(user=user).order_by("-created_at", "-pk")


def mark_read(notices: QuerySet[Notice], at: datetime) -> int:
    """Those of `notices` that were not yet are read from that instant; returns how many."""
    return notices.filter(read_at=None).update(read_at=at)
