"""What stands around every page: the menu, the roles, the counts."""

from functools import cache

from django.http import HttpRequest

from expect.dashboard import work
from expect.dashboard.navigation import menu
from expect.kernel.clock import now, paris_day
from expect.notifications.models import Notice


def navigation(request: HttpRequest) -> dict:
    """Menu of the current role; the counts are read once, and only by a page that shows them."""
    user, membership = request.user, getattr(request, "membership", None)
    signed_in = user.is_authenticated

    @cache
    def waiting_count() -> int:
        return work.count(user, paris_day(now())) if signed_in else 0

    @cache
    def notice_count() -> int:
        return Notice.objects.filter(user=user, read_at=None).count() if signed_in else 0

    return {
        "navigation": menu(request, membership),
        "memberships": getattr(request, "memberships", []),
        "current_membership": membership,
        "waiting_count": waiting_count,
        "notice_count": notice_count,
    }
