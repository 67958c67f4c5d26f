"""A role offered by e-mail: the link's holder takes it once, as the addressee (spec §1)."""

import hashlib
import secrets
from datetime import date, datetime, timedelta

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import transaction

from expect.accounts import emails, figures, memberships, rules
from expect.accounts.enums import Role
from expect.accounts.models import Invitation, Membership, Organisation, User
from expect.accounts.selectors import memberships_on
from expect.audit import journal
from expect.kernel.clock import paris_day
from expect.kernel.errors import Refusal, StateChanged
from expect.territory.models import DiplomaticPost

EMPLOYER_OF_COMMITTEE = (
    "L’organisme employeur ne se dit que d’un membre du comité : laissez vide pour ce rôle."
)


class AlreadyInvited(Refusal):
    """That address has an invitation to the same role, still good."""


class AlreadyHolds(Refusal):
    """The person already has the role."""


class InvitationUnusable(Refusal):
    """The invitation has been taken, called back, or has expired."""


class NotAddressee(Refusal):
    """The invitation is for another address."""


class AccountExists(Refusal):
    """The address has an account: its owner signs in, and accepts."""


def find(token: str) -> Invitation | None:
    """The invitation of that link; consumes nothing, so that mail scanners may open it."""
    invitations = Invitation.objects.select_related("organisation__department", "post", "invited_by")
    return invitations.filter(token_digest=digest(token)).first()


def usable(invitation: Invitation, at: datetime) -> None:
    """Raise InvitationUnusable, with the reason, unless the invitation can be taken at that instant."""
    if invitation.accepted_at:
        raise InvitationUnusable("Cette invitation a déjà servi : connectez-vous, votre rôle est enregistré.")
    if invitation.revoked_at:
        raise InvitationUnusable(
            "Cette invitation a été annulée. Demandez-en une nouvelle à votre correspondant."
        )
    over = invitation.role_ends_on is not None and invitation.role_ends_on < paris_day(at)
    if over or invitation.expires_at <= at:
        raise InvitationUnusable("Cette invitation a expiré. Demandez-en une nouvelle à votre correspondant.")


@transaction.atomic
def invite(
    *,
    email: str,
    first_name: str,
    last_name: str,
    role: str,
    by: User,
    at: datetime,
    organisation: Organisation | None = None,
    post: DiplomaticPost | None = None,
    capacity: str = "",
    employer: str = "",
    role_ends_on: date | None = None,
) -> Invitation:
    """Send the link by which that address takes the role, for some days; an expired one is replaced.

    `role_ends_on` is the last day of an interim (spec X14), `employer` the body that employs a member of the committee
    (spec L8). Raises NotAllowed, AlreadyHolds, AlreadyInvited, Refusal.
    """
    if role_ends_on is not None and role_ends_on <= paris_day(at):
        raise Refusal("Choisissez un jour à venir, ou laissez vide.", field="role_ends_on")
    if employer and role != Role.COMMITTEE_MEMBER:
        raise Refusal(EMPLOYER_OF_COMMITTEE, field="employer")
    carrier = rules.may_invite(by, role, paris_day(at), organisation=organisation, post=post).require()
    email = email.lower()
    scope = {"email": email, "role": role, "organisation": organisation, "post": post}
    _refuse_holder(at=at, **scope)
    waiting = Invitation.objects.filter(accepted_at=None, revoked_at=None, **scope)
    waiting.filter(expires_at__lte=at).update(revoked_at=at)
    token = secrets.token_urlsafe(32)
    invitation, created = waiting.get_or_create(
        **scope,
        defaults={
            "first_name": first_name,
            "last_name": last_name,
            "capacity": capacity,
            "employer": employer,
            "invited_by": by,
            "created_at": at,
            "expires_at": at + timedelta(days=figures.value(figures.INVITATION_DAYS, paris_day(at))),
            "role_ends_on": role_ends_on,
            "token_digest": digest(token),
        },
    )
    if not created:
        raise AlreadyInvited(
            f"Une invitation attend déjà {email}. Annulez-la pour en envoyer une autre.", field="email"
        )
    details = {"role": role}
    journal.record(action="invite", subject=invitation, by=by, membership=carrier, at=at, details=details)
    emails.invitation(invitation, token=token, at=at)
    return invitation


@transaction.atomic
def accept(*, invitation: Invitation, by: User, at: datetime) -> Membership:
    """Take the role, as the addressee; the person who invited is told.

    Raises NotAddressee, InvitationUnusable; of two clicks at the same instant one wins.
    """
    if by.email != invitation.email:
        raise NotAddressee(
            f"Cette invitation est adressée à une autre adresse que la vôtre ({by.email}). "
            "Déconnectez-vous, puis ouvrez de nouveau le lien reçu."
        )
    usable(invitation, at)
    taken = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, revoked_at=None)
    if not taken.update(accepted_at=at, accepted_by=by):
        raise InvitationUnusable("Cette invitation a déjà servi, ou vient d’être annulée.")
    invitation.accepted_at, invitation.accepted_by = at, by
    membership = memberships.start(
        user=by,
        role=invitation.role,
        organisation=invitation.organisation,
        post=invitation.post,
        capacity=invitation.capacity,
        employer=invitation.employer,
        ends_on=invitation.role_ends_on,
        by=by,
        at=at,
    )
    journal.record(action="accept_invitation", subject=invitation, by=by, membership=membership, at=at)
    emails.invitation_accepted(invitation, at=at)
    return membership


@transaction.atomic
def join(
    *, invitation: Invitation, first_name: str, last_name: str, at: datetime, password: str | None = None
) -> User:
    """Make the account of somebody invited, and take the role; the link proves the address.

    Without password, the e-mailed code opens the door. Raises AccountExists, InvitationUnusable; of two clicks at the
    same instant one makes the account.
    """
    usable(invitation, at)
    names = {"first_name": first_name, "last_name": last_name}
    user, made = User.objects.get_or_create(
        email=invitation.email, defaults={**names, "password": make_password(password)}
    )
    if not made:
        raise AccountExists("Cette adresse a déjà un compte : connectez-vous pour accepter l’invitation.")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    accept(invitation=invitation, by=user, at=at)
    return user


@transaction.atomic
def revoke(*, invitation: Invitation, by: User, at: datetime) -> Invitation:
    """Call an invitation back: its link opens nothing any more. Raises NotAllowed, StateChanged."""
    carrier = rules.may_revoke_invitation(by, invitation, paris_day(at)).require()
    if not Invitation.objects.filter(pk=invitation.pk, accepted_at=None, revoked_at=None).update(
        revoked_at=at
    ):
        raise StateChanged("Cette invitation vient d’être acceptée ou annulée. Rechargez la page.")
    invitation.revoked_at = at
    journal.record(action="revoke_invitation", subject=invitation, by=by, membership=carrier, at=at)
    return invitation


def digest(token: str) -> str:
    """What is kept of a link."""
    return hashlib.sha256(token.encode()).hexdigest()


def _refuse_holder(
    *, email: str, role: str, organisation: Organisation | None, post: DiplomaticPost | None, at: datetime
) -> None:
    """Raise AlreadyHolds if the owner of that address has the role in that scope."""
    person = User.objects.filter(email=email).first()
    if person is None:
        return
    for held in memberships_on(person, paris_day(at)):
        if (held.role, held.organisation, held.post) == (role, organisation, post):
            raise AlreadyHolds(f"{person} a déjà le rôle « {Role(role).label} ».", field="email")
