"""A body's first account: a person asks for it, DAECT answers once (spec §1)."""

import contextlib
from datetime import datetime

from django.db import transaction

from expect.accounts import emails, invitations, memberships, rules
from expect.accounts.enums import HOLDER_ROLES, OpeningState, Role
from expect.accounts.models import AccountOpening, Organisation, User
from expect.accounts.selectors import people
from expect.accounts.workflow import ACCOUNT_OPENING
from expect.audit import journal
from expect.audit.transitions import advance
from expect.kernel.clock import paris_day
from expect.kernel.errors import Refusal
from expect.territory.models import Department

SOURCE_BY_HAND = "saisi lors d’une demande d’ouverture de compte"


class AlreadyRequested(Refusal):
    """The same person has already asked for that body's account, and waits for the answer."""


class SignatoryIsYou(Refusal):
    """The person who fills in has named themselves as the signatory."""


class KnownBody(Refusal):
    """The body entered by hand is in the list; `organisation` is the one to choose."""

    def __init__(self, organisation: Organisation):
        super().__init__(
            f"Ce SIREN est celui de « {organisation} », qui figure dans la liste : "
            "revenez à la recherche et choisissez-le.",
            field="siren",
        )
        self.organisation = organisation


@transaction.atomic
def request_opening(
    *,
    organisation: Organisation,
    by: User,
    at: datetime,
    function: str,
    role: str,
    signatory_capacity: str,
    signatory_first_name: str = "",
    signatory_last_name: str = "",
    signatory_email: str = "",
) -> AccountOpening:
    """Ask to act for a body, to sign oneself or to fill in and name its signatory.

    The person gets a receipt, DAECT is told. Raises NotAllowed where the person or somebody else already acts for
    the body, AlreadyRequested, SignatoryIsYou.
    """
    rules.may_request_opening(by, organisation, paris_day(at)).require()
    if role == Role.EDITOR and signatory_email.lower() == by.email:
        raise SignatoryIsYou(
            "C’est votre adresse. Si vous signez vous-même, choisissez « Je suis le signataire » ; "
            "sinon, indiquez l’adresse de la personne qui signera.",
            field="signatory_email",
        )
    named = (signatory_first_name, signatory_last_name, signatory_email.lower())
    first_name, last_name, email = named if role == Role.EDITOR else ("", "", "")
    opening, created = AccountOpening.objects.get_or_create(
        organisation=organisation,
        requested_by=by,
        state=OpeningState.PENDING,
        defaults={
            "requested_at": at,
            "function": function,
            "role": role,
            "signatory_first_name": first_name,
            "signatory_last_name": last_name,
            "signatory_email": email,
            "signatory_capacity": signatory_capacity,
        },
    )
    if not created:
        raise AlreadyRequested(
            f"Vous avez déjà demandé l’ouverture du compte de « {organisation} » : "
            "la DAECT vous répondra par courriel, vous n’avez rien d’autre à faire."
        )
    journal.record(action="request_opening", subject=opening, by=by, at=at, to_state=opening.state)
    emails.opening_requested(opening, at=at)
    return opening


@transaction.atomic
def request_opening_by_hand(
    *, kind: str, name: str, siren: str, department: Department | None, by: User, at: datetime, **request: str
) -> AccountOpening:
    """Enter a body that is not in the reference list (spec L1), and ask for its account; `siren` is checked already.

    `request` is the rest of `request_opening`, whose exceptions it raises, and KnownBody.
    """
    organisation, entered = Organisation.objects.get_or_create(
        siren=siren,
        defaults={
            "kind": kind,
            "name": name,
            "department": department,
            "region": department.region if department else None,
            "source": SOURCE_BY_HAND,
        },
    )
    if not entered:
        raise KnownBody(organisation)
    return request_opening(organisation=organisation, by=by, at=at, **request)


@transaction.atomic
def approve_opening(*, opening: AccountOpening, by: User, at: datetime) -> AccountOpening:
    """Open the account: the person gets the role asked for; the signatory that they name is invited.

    Both are told. Raises NotAllowed, StateChanged.
    """
    carrier = rules.may_decide_opening(by, opening, paris_day(at)).require()
    advance(
        opening,
        ACCOUNT_OPENING,
        "approve_opening",
        by=by,
        membership=carrier,
        at=at,
        decided_at=at,
        decided_by=by,
    )
    signs = opening.role == Role.SIGNATORY
    memberships.start(
        user=opening.requested_by,
        role=opening.role,
        organisation=opening.organisation,
        capacity=opening.signatory_capacity if signs else opening.function,
        by=by,
        membership=carrier,
        at=at,
    )
    if not signs:
        with contextlib.suppress(invitations.AlreadyInvited, invitations.AlreadyHolds):
            invitations.invite(
                email=opening.signatory_email,
                first_name=opening.signatory_first_name,
                last_name=opening.signatory_last_name,
                role=Role.SIGNATORY,
                capacity=opening.signatory_capacity,
                organisation=opening.organisation,
                by=by,
                at=at,
            )
    emails.opening_approved(opening, at=at)
    return opening


@transaction.atomic
def refuse_opening(*, opening: AccountOpening, reason: str, by: User, at: datetime) -> AccountOpening:
    """Refuse to open the account, with the reason that the person reads. Raises NotAllowed, StateChanged."""
    carrier = rules.may_decide_opening(by, opening, paris_day(at)).require()
    advance(
        opening,
        ACCOUNT_OPENING,
        "refuse_opening",
        by=by,
        membership=carrier,
        at=at,
        decided_at=at,
        decided_by=by,
        reason=reason,
    )
    emails.opening_refused(opening, at=at)
    return opening


@transaction.atomic
def ask_colleagues(*, organisation: Organisation, function: str, by: User, at: datetime) -> Organisation:
    """Tell those who act for a body that `by` asks to join them; once a day in the same words. Raises NotAllowed."""
    day = paris_day(at)
    rules.may_ask_colleagues(by, organisation, day).require()
    journal.record(action="ask_colleagues", subject=organisation, by=by, at=at)
    colleagues = people(HOLDER_ROLES, day, organisation=organisation)
    emails.colleague_asks(organisation, colleagues, by=by, function=function, at=at)
    return organisation
