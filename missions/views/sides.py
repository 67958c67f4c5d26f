"""One address, a page for each side: DAECT, holder, embassy."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from expect.accounts.enums import DAECT_ROLES, HOLDER_ROLES, Role
from expect.kernel.clock import now, paris_day
from expect.web.visible import visible_or_404

DAECT, HOLDER, POST = "daect", "holder", "post"
SIDES = {
    **dict.fromkeys(DAECT_ROLES, DAECT),
    **dict.fromkeys(HOLDER_ROLES, HOLDER),
    Role.POST_AGENT: POST,
}
RESERVED = "Votre rôle n’ouvre pas cette page."


class Found:
    """The object of the address, among those that `seen(user, on)` gives; otherwise 404, and the attempt is traced."""

    seen: Callable[..., QuerySet]

    def get_object(self) -> Any:
        visible = type(self).seen(self.request.user, self.today)
        return visible_or_404(visible, self.request, at=self.at, public_id=self.kwargs["public_id"])


def sides(request: HttpRequest) -> list[str]:
    """On which sides the person stands, that of the current role first."""
    held = [request.membership, *request.memberships] if request.membership else []
    return list(dict.fromkeys(SIDES[Role(one.role)] for one in held if one.role in SIDES))


def by_side(**pages: type) -> Callable[..., HttpResponse]:
    """The page of the person's side.

    Whoever stands on several gets, for an object, the first side from which it is seen. Without any, an object answers
    404 by the first page's own search, a list 403.
    """

    def page(request: HttpRequest, **kwargs: str) -> HttpResponse:
        offered = [pages[side] for side in sides(request) if side in pages]
        if not kwargs:
            if not offered:
                raise PermissionDenied(RESERVED)
            return offered[0].as_view()(request)
        chosen = _where_seen(offered, request, **kwargs) or next(iter(pages.values()))
        return chosen.as_view()(request, **kwargs)

    page.view_class = pages.get("daect")  # a saved view asks whether its address is a list that keeps views
    return page


def _where_seen(offered: list[type], request: HttpRequest, **kwargs: str) -> type | None:
    if len(offered) < 2:
        return offered[0] if offered else None
    on = paris_day(now())
    seen = (view for view in offered if view.seen(request.user, on).filter(**kwargs).exists())
    return next(seen, offered[0])
