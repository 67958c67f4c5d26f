"""A role begins and ends (spec §1, X1)."""

from collections.abc import Callable
from datetime import date, datetime

from allauth.account.models import EmailAddress
from django.db import transaction

from expect.accounts import emails, rules
from expect.accounts.enums import Role
from expect.accounts.models import Membership, Organisation, User
from expect.accounts.selectors import forget_memberships, memberships_on
from expect.audit import journal
from expect.kernel.clock import paris_day
from expect.kernel.errors import StateChanged
from expect.territory.models import DiplomaticPost


@transaction.atomic
def start(
    *,
    user: User,
    role: str,
    at: datetime,
    organisation: Organisation | None = None,
    post: DiplomaticPost | None = None,
    capacity: str = "",
    employer: str = "",
    ends_on: date | None = None,
    by: User | None = None,
    membership: Membership | None = None,
) -> Membership:
    """`user` holds `role` from that day, to `ends_on` if it has a term; the one already held is returned as it is.

    A step of the acts that give a role (an approved account, an accepted invitation), which ask their own rule;
    `by` and `membership` say who gave it, and as what.
    """
    day = paris_day(at)
    for held in memberships_on(user, day):
        if (held.role, held.organisation, held.post) == (role, organisation, post):
            return held
    begun = Membership.objects.create(
        user=user,
        role=role,
        organisation=organisation,
        post=post,
        capacity=capacity,
        employer=employer,
        starts_on=day,
        ends_on=ends_on,
    )
    forget_memberships(user)
    details = {"person": user.public_id, "role": role}
    journal.record(
        action="start_membership", subject=begun, by=by, membership=membership, at=at, details=details
    )
    return begun


@transaction.atomic
def end(*, membership: Membership, by: User, at: datetime) -> Membership:
    """End a role at once: the person's next request goes without it.

    That day stays its last one, `ended_at` tells when on that day it stopped. The person is told.
    Raises NotAllowed, or StateChanged when the role had already ended.
    """
    day = paris_day(at)
    carrier = rules.may_end_membership(by, membership, day).require()
    last_day = max(day, membership.starts_on)
    open_ones = Membership.objects.filter(pk=membership.pk, ended_at=None, ends_on=membership.ends_on)
    if not open_ones.update(ends_on=last_day, ended_at=at):
        raise StateChanged("Ce rôle a pris fin entre-temps. Rechargez la page.")
    membership.ends_on, membership.ended_at = last_day, at
    forget_memberships(membership.user)
    forget_memberships(by)
    details = {"person": membership.user.public_id, "role": membership.role}
    journal.record(
        action="end_membership", subject=membership, by=by, membership=carrier, at=at, details=details
    )
    emails.membership_ended(membership, by=by, at=at)
    return membership


_entailed: list[Callable[[Membership, datetime], None]] = []


def a_new_employer_entails(step: Callable[[Membership, datetime], None]) -> None:
    """A stage declares, when it starts, what it does in the transaction of `set_employer` (decision 0049)."""
    _entailed.append(step)


@transaction.atomic
def set_employer(*, membership: Membership, employer: str, by: User, at: datetime) -> Membership:
    """Say which body employs a member of the committee, or that none is known (spec L8).

    From then on the files that name this body are closed to them until DAECT has verified the tie; both are told of
    those on an agenda (decision 0064). The journal says that it changed; the same name given again changes nothing.
    Raises NotAllowed.
    """
    carrier = rules.may_set_employer(by, membership, paris_day(at)).require()
    if not Membership.objects.filter(pk=membership.pk).exclude(employer=employer).update(employer=employer):
        return membership
    membership.employer = employer
    forget_memberships(membership.user)
    details = {"person": membership.user.public_id, "known": bool(employer)}
    journal.record(
        action="set_employer", subject=membership, by=by, membership=carrier, at=at, details=details
    )
    for step in _entailed:
        step(membership, at)
    return membership


@transaction.atomic
def make_administrator(*, email: str, first_name: str, last_name: str, at: datetime) -> Membership:
    """The first administrator of a new installation, named by whoever runs it; they invite the others.

    Their account is made if they have none, at an address taken as proved: they sign in by e-mailed code.
    """
    user = User.objects.filter(email=email.lower()).first()
    if user is None:
        user = User.objects.create_user(email=email, first_name=first_name, last_name=last_name)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return start(user=user, role=Role.ADMINISTRATOR, at=at)
