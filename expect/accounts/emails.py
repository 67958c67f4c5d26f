"""What accounts tells people (spec X3)."""

from collections.abc import Iterable
from datetime import date, datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from expect.accounts.enums import DAECT_ROLES, HOLDER_ROLES
from expect.accounts.models import (
    AccountOpening,
    Invitation,
    MandateStatement,
    Membership,
    Organisation,
    Renewal,
    User,
)
from expect.accounts.selectors import people
from expect.kernel.canonical import digest
from expect.kernel.clock import paris_day
from expect.notifications import outbox


def opening_requested(opening: AccountOpening, *, at: datetime) -> None:
    """A receipt for the person; a line in the list of DAECT."""
    outbox.post(
        event="accounts/opening_received",
        subject=opening,
        recipients=[opening.requested_by],
        path=reverse("accounts:find_body"),
        at=at,
    )
    outbox.post(
        event="accounts/opening_to_decide",
        subject=opening,
        recipients=people(DAECT_ROLES, paris_day(at)),
        path=opening.get_absolute_url(),
        at=at,
    )


def opening_approved(opening: AccountOpening, *, at: datetime) -> None:
    """The person may begin."""
    outbox.post(
        event="accounts/opening_approved",
        subject=opening,
        recipients=[opening.requested_by],
        path=opening.organisation.get_absolute_url(),
        at=at,
    )


def opening_refused(opening: AccountOpening, *, at: datetime) -> None:
    """The person reads why."""
    outbox.post(
        event="accounts/opening_refused",
        subject=opening,
        recipients=[opening.requested_by],
        path=reverse("accounts:find_body"),
        at=at,
    )


def colleague_asks(
    organisation: Organisation, colleagues: Iterable[User], *, by: User, function: str, at: datetime
) -> None:
    """Those who act for a body are asked to invite somebody; once a day, per person who asks and what they say."""
    outbox.post(
        event="accounts/colleague_asks",
        subject=organisation,
        recipients=colleagues,
        context={"asker": by, "function": function},
        path=reverse("accounts:invite_colleague", args=[organisation.public_id]),
        occasion=f"{by.public_id}:{paris_day(at)}:{digest({'function': function})[:12]}",
        at=at,
    )


def invitation(invitation: Invitation, *, token: str, at: datetime) -> None:
    """The link, to an address which may have no account; its body is blanked once sent."""
    path = reverse("accounts:invitation", args=[token])
    words = {"invitation": invitation, "link": settings.BASE_URL + path}
    title = render_to_string("accounts/emails/invitation_subject.txt", words)
    outbox.write(
        key=f"accounts/invitation:{invitation.public_id}",
        event="accounts/invitation",
        subject=invitation,
        to=invitation.email,
        title=" ".join(title.split())[:250],
        body=render_to_string("accounts/emails/invitation_body.txt", words).strip() + "\n",
        secret=True,
        at=at,
    )


def invitation_accepted(invitation: Invitation, *, at: datetime) -> None:
    """The one who invited knows that the person has arrived."""
    inside = invitation.role in HOLDER_ROLES
    outbox.post(
        event="accounts/invitation_accepted",
        subject=invitation,
        recipients=[invitation.invited_by],
        path=invitation.organisation.get_absolute_url() if inside else reverse("accounts:people"),
        at=at,
    )


def post_handed_over(membership: Membership, colleagues: Iterable[User], *, at: datetime) -> None:
    """Those who stay know who leaves, and when."""
    outbox.post(
        event="accounts/post_handed_over",
        subject=membership,
        recipients=colleagues,
        path=reverse("accounts:profile"),
        at=at,
    )


def membership_ended(membership: Membership, *, by: User, at: datetime) -> None:
    """The person knows that the role is over, and who ended it."""
    outbox.post(
        event="accounts/membership_ended",
        subject=membership,
        recipients=[membership.user],
        context={"ended_by": by},
        path=reverse("accounts:profile"),
        at=at,
    )


def mandate_to_confirm(signatories: Iterable[Membership], *, held_on: date, at: datetime) -> None:
    """Each signatory of a renewed body is asked to confirm their mandate."""
    outbox.post_all(
        (
            outbox.Event(
                "accounts/mandate_to_confirm",
                signatory,
                [signatory.user],
                reverse("accounts:state_mandate", args=[signatory.public_id]),
                {"held_on": held_on},
                f"{held_on.isoformat()}:{at.isoformat()}",
            )
            for signatory in signatories
        ),
        at=at,
    )


def renewal_cancelled(
    renewal: Renewal, signatories: Iterable[Membership], *, still_asked: set[int], at: datetime
) -> None:
    """Whoever was asked to confirm knows that these elections ask it no more; others may (`still_asked`, keys)."""
    outbox.post_all(
        (
            outbox.Event(
                "accounts/renewal_cancelled",
                signatory,
                [signatory.user],
                signatory.organisation.get_absolute_url(),
                {"renewal": renewal, "still_asked": signatory.pk in still_asked},
                renewal.public_id,
            )
            for signatory in signatories
        ),
        at=at,
    )


def mandate_recorded(statement: MandateStatement, *, at: datetime) -> None:
    """The signatory knows what DAECT recorded of their capacity, and may set it right."""
    outbox.post(
        event="accounts/mandate_recorded",
        subject=statement,
        recipients=[statement.membership.user],
        path=statement.membership.organisation.get_absolute_url(),
        at=at,
    )
