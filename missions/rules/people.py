"""Who a person is to a country, a body, a mission (spec M8)."""

from datetime import date

from expect.accounts.enums import HOLDER_ROLES, Role
from expect.accounts.models import Organisation, User
from expect.accounts.rules import holds, is_daect
from expect.kernel.verdict import Verdict, refuse
from expect.territory.models import Country
from expect.territory.selectors import post_in_charge
from missions.models import Mission
from missions.rules.conditions import has_post_in_charge


def is_in_charge(user: User, country: Country, on: date) -> Verdict:
    """Agents now posted at the post in charge of the country: rights belong to the post (spec M8)."""
    post = post_in_charge(country, on)
    if post is None:
        return has_post_in_charge(country, on)
    return holds(user, on, Role.POST_AGENT, post=post) or refuse(
        f"Ce pays ({country}) relève du poste « {post} » : seuls ses agents en fonction peuvent le faire."
    )


def is_of_holder(user: User, organisation: Organisation, on: date) -> Verdict:
    """Whoever fills in or signs for that body."""
    return holds(user, on, *HOLDER_ROLES, organisation=organisation)


def is_holder(user: User, mission: Mission, on: date) -> Verdict:
    """Whoever fills in or signs for the holder."""
    return holds(user, on, *HOLDER_ROLES, organisation=mission.organisation_id)


def may_mark(user: User, on: date) -> Verdict:
    """Keep a mission among one's own things to do, whatever its state: DAECT (spec X4)."""
    return is_daect(user, on)
