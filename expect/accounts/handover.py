"""An agent leaves a post and hands over: the rights are the post’s, people rotate (spec M8)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from expect.accounts import emails, invitations, rules
from expect.accounts.enums import Role
from expect.accounts.models import Membership, User
from expect.accounts.selectors import forget_memberships, people
from expect.audit import journal
from expect.kernel.clock import paris_day
from expect.kernel.errors import Refusal, StateChanged


@dataclass(frozen=True)
class Successor:
    """Who is invited to the post."""

    email: str
    first_name: str
    last_name: str


class HandoverRefused(Refusal):
    """A day past, or nobody left at the post."""


@transaction.atomic
def hand_over(
    *, membership: Membership, last_day: date, by: User, at: datetime, successor: Successor | None = None
) -> Membership:
    """Set one’s last day at a post and invite who takes over; what waits there waits for the post (spec M8).

    Raises NotAllowed, HandoverRefused, AlreadyInvited, AlreadyHolds, StateChanged.
    """
    on = paris_day(at)
    carrier = rules.may_hand_over(by, membership, on).require()
    if last_day < on:
        raise HandoverRefused("Choisissez aujourd’hui ou un jour à venir.", field="last_day")
    colleagues = people((Role.POST_AGENT,), on, post=membership.post).exclude(pk=by.pk)
    if successor is None and not colleagues.exists():
        raise HandoverRefused(
            "Personne d’autre n’est en fonction à ce poste : indiquez qui vous succède.", field="email"
        )
    invited = successor and invitations.invite(
        **vars(successor), role=Role.POST_AGENT, post=membership.post, by=by, at=at
    )
    if not Membership.objects.filter(pk=membership.pk, ends_on=None).update(ends_on=last_day):
        raise StateChanged("Votre dernier jour est déjà enregistré.")
    membership.ends_on = last_day
    forget_memberships(by)
    details = {"ends_on": last_day.isoformat(), "invitation": invited.public_id if invited else ""}
    journal.record(action="hand_over", subject=membership, by=by, membership=carrier, at=at, details=details)
    emails.post_handed_over(membership, colleagues, at=at)
    return membership
