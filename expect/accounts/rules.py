"""Who may do what: predicates that answer with a verdict and its reason."""

from datetime import date

from expect.accounts.enums import DAECT_ROLES, Role
from expect.accounts.models import Organisation, User
from expect.accounts.selectors import memberships_on
from expect.kernel.verdict import Verdict, allow, refuse
from expect.territory.models import DiplomaticPost


def holds(
    user: User,
    on: date,
    *roles: str,
    organisation: Organisation | int | None = None,
    post: DiplomaticPost | int | None = None,
) -> Verdict:
    """Whether `user` holds one of `roles` on that day, in that body or post where one is named.

    The verdict carries the membership to name in the trace (spec X1, X2); the first role of the list that is held wins.
    """
    body, place = getattr(organisation, "pk", organisation), getattr(post, "pk", post)
    for role in roles:
        for membership in memberships_on(user, on):
            if membership.role == role and membership.organisation_id == body and membership.post_id == place:
                return allow(membership)
    names = " ou ".join(f"« {Role(role).label} »" for role in roles)
    return refuse(f"Il faut pour cela le rôle {names}.")


def is_daect(user: User, on: date) -> Verdict:
    """Acts of DAECT, open to officers and to the head."""
    return holds(user, on, *DAECT_ROLES)
