"""Reading who may act where."""

from datetime import date

from django.db.models import QuerySet

from expect.accounts.enums import DAECT_ROLES, HOLDER_ROLES
from expect.accounts.models import Membership, User, held_on


def memberships_on(user: User, day: date) -> list[Membership]:
    """The roles that `user` holds on that day, read once per loaded user (spec X1)."""
    if not user.is_authenticated or not user.is_active:
        return []
    if not hasattr(user, "_all_memberships"):
        user._all_memberships = list(user.memberships.select_related("organisation", "post").order_by("id"))
    return [membership for membership in user._all_memberships if membership.holds_on(day)]


def organisations_of(user: User, day: date) -> list[int]:
    """Keys of the bodies for which `user` fills in or signs on that day."""
    return [m.organisation_id for m in memberships_on(user, day) if m.role in HOLDER_ROLES]


def posts_of(user: User, day: date) -> list[int]:
    """Keys of the posts to which `user` belongs on that day."""
    return [m.post_id for m in memberships_on(user, day) if m.post_id]


def is_daect(user: User, day: date) -> bool:
    """Whether `user` is DAECT staff on that day."""
    return any(m.role in DAECT_ROLES for m in memberships_on(user, day))


def people(roles: tuple[str, ...], day: date, *, organisation=None, post=None) -> QuerySet[User]:
    """The people who hold one of `roles` on that day, in that body or post: to whom a notice goes (spec X3)."""
    held = Membership.objects.filter(held_on(day), role__in=roles, organisation=organisation, post=post)
    return User.objects.filter(is_active=True, pk__in=held.values("user")).order_by("pk")
