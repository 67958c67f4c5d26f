"""What stands around every page: the menu, the roles, the notices not read."""

from functools import cache

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from expect.dashboard.navigation import menu
from expect.notifications.models import Notice


def navigation(request: HttpRequest) -> dict:
    """Menu of the current role; the notices are counted only by a page that says how many.

    A request refused before anybody is known (wrong host, NUL in its address) gets the menu of the public.
    """
    user, membership = getattr(request, "user", AnonymousUser()), getattr(request, "membership", None)
    signed_in = user.is_authenticated

    @cache
    def notice_count() -> int:
        return Notice.objects.filter(user=user, read_at=None).count() if signed_in else 0

    return {
        "navigation": menu(request.path, membership, signed_in=signed_in),
        "memberships": getattr(request, "memberships", []),
        "current_membership": membership,
        "notice_count": notice_count,
    }
