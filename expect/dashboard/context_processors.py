"""What stands around every page: the menu, the roles, the notices not read."""

from functools import cache

from django.http import HttpRequest

from expect.dashboard.navigation import menu
from expect.notifications.models import Notice


def navigation(request: HttpRequest) -> dict:
    """Menu of the current role; the notices are counted only by a page that says how many."""
    user, membership = request.user, getattr(request, "membership", None)
    signed_in = user.is_authenticated

    @cache
    def notice_count() -> int:
        return Notice.objects.filter(user=user, read_at=None).count() if signed_in else 0

    return {
        "navigation": menu(request, membership),
        "memberships": getattr(request, "memberships", []),
        "current_membership": membership,
        "notice_count": notice_count,
    }
