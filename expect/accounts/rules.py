"""Who may do what: predicates that answer with a verdict and its reason."""

from datetime import date

from expect.accounts.enums import DAECT_ROLES, HOLDER_ROLES, OpeningState, Role
from expect.accounts.models import AccountOpening, Invitation, Membership, Organisation, Renewal, User
from expect.accounts.selectors import has_account, memberships_on, unconfirmed_signatories
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
    names = " ou ".join(f"« {Role(role).label} »" for role in roles)
    return refuse(f"Il faut pour cela le rôle {names}.")


def may_commit(user: User, organisation: Organisation | int, on: date) -> Verdict:
    """Commit a body: its signatory, whose mandate is confirmed since the last elections (spec L6, X14)."""
    verdict = holds(user, on, Role.SIGNATORY, organisation=organisation)
    return verdict.unless(
        bool(verdict) and unconfirmed_signatories(on).filter(pk=verdict.membership.pk).exists(),
        "Des élections ont renouvelé votre organisme : confirmez d’abord votre mandat, page « Notre organisme ».",
    )


def is_daect(user: User, on: date) -> Verdict:
    """Acts of DAECT, open to officers and to the head."""
    return holds(user, on, *DAECT_ROLES)


def may_administer(user: User, on: date) -> Verdict:
    """People, roles, posts: the administrator's."""
    return holds(user, on, Role.ADMINISTRATOR)


def may_manage_signatures(user: User, on: date) -> Verdict:
    """Record who signs the ministry's acts (spec X12)."""
    return holds(user, on, Role.ADMINISTRATOR, Role.HEAD)


def may_read_papers(user: User, organisation: Organisation | int, on: date) -> Verdict:
    """Read what the ministry and a body write to each other: the people of that body, then DAECT (spec X1, X2)."""
    return holds(user, on, *HOLDER_ROLES, organisation=organisation) or is_daect(user, on)


def may_see_bodies(user: User, on: date) -> Verdict:
    """The list of the bodies that have an account, and the people of each."""
    return holds(user, on, *DAECT_ROLES, Role.ADMINISTRATOR)


def may_request_opening(user: User, organisation: Organisation, on: date) -> Verdict:
    """Ask for a body's first account (spec §1); anybody signed in may, once, where nobody acts for it yet."""
    if any(m.organisation_id == organisation.pk for m in memberships_on(user, on)):
        return refuse(f"Vous avez déjà accès au compte de « {organisation} ».")
    return allow().unless(
        has_account(organisation, on),
        f"« {organisation} » a déjà un compte : les personnes qui le tiennent peuvent vous y inviter.",
    )


def may_ask_colleagues(user: User, organisation: Organisation, on: date) -> Verdict:
    """Ask those who act for a body to be invited."""
    if any(m.organisation_id == organisation.pk for m in memberships_on(user, on)):
        return refuse(f"Vous avez déjà accès au compte de « {organisation} ».")
    return allow().unless(
        not has_account(organisation, on),
        f"« {organisation} » n’a pas encore de compte : demandez son ouverture.",
    )


def may_decide_opening(user: User, opening: AccountOpening, on: date) -> Verdict:
    """Approve or refuse a body's first account (spec §1)."""
    answered = opening.state != OpeningState.PENDING
    return is_daect(user, on).unless(
        answered, f"Cette demande est déjà {opening.get_state_display().lower()}."
    )


def may_invite(
    user: User,
    role: str,
    on: date,
    *,
    organisation: Organisation | None = None,
    post: DiplomaticPost | None = None,
) -> Verdict:
    """Offer a role to somebody (spec §1).

    The administrator offers any; DAECT those of a body, whose signatory it approves; the people of a body invite
    the ones who fill in with them; the agents of a post, their colleagues and successors (spec M8).
    """
    if administrator := may_administer(user, on):
        return administrator
    if role in HOLDER_ROLES and (officer := is_daect(user, on)):
        return officer
    if role == Role.EDITOR and organisation is not None:
        return holds(user, on, Role.SIGNATORY, Role.EDITOR, organisation=organisation)
    if role == Role.POST_AGENT and post is not None and (agent := holds(user, on, role, post=post)):
        return agent
    if role == Role.SIGNATORY:
        return refuse("La DAECT habilite le signataire d’un organisme : adressez-lui votre demande.")
    return refuse("Ce rôle s’attribue par l’administration du service.")


def may_revoke_invitation(user: User, invitation: Invitation, on: date) -> Verdict:
    """Who could have sent it may call it back, as long as it was not taken."""
    verdict = may_invite(
        user, invitation.role, on, organisation=invitation.organisation, post=invitation.post
    )
    return verdict.unless(invitation.accepted_at is not None, "Cette invitation a déjà été acceptée.").unless(
        invitation.revoked_at is not None, "Cette invitation a déjà été annulée."
    )


def may_record_renewal(user: User, on: date) -> Verdict:
    """Record elections, after which mandates are to be confirmed (spec X14)."""
    return is_daect(user, on)


def may_cancel_renewal(user: User, renewal: Renewal, on: date) -> Verdict:
    """Cancel elections recorded by mistake, whenever it is found; the mandates confirmed meanwhile stay so."""
    return is_daect(user, on).unless(renewal.cancelled_at is not None, "Ces élections sont déjà annulées.")


def may_state_mandate(user: User, membership: Membership, on: date) -> Verdict:
    """Say in what capacity a signatory commits a body: themselves, or DAECT on a paper received (spec X13, X14)."""
    own = membership.user_id == user.pk
    verdict = allow(membership) if own else is_daect(user, on)
    return verdict.unless(
        membership.role != Role.SIGNATORY, "Seul un signataire engage son organisme."
    ).unless(not membership.holds_on(on), "Ce rôle n’est pas en cours.")


def may_set_legal_address(user: User, organisation: Organisation, on: date) -> Verdict:
    """Say where to write while nobody acts for a body (spec X14)."""
    return holds(user, on, *HOLDER_ROLES, organisation=organisation) or is_daect(user, on)


def may_agree_to_service(user: User, organisation: Organisation, on: date) -> Verdict:
    """Agree for a body to be notified here, or take that back (spec X11)."""
    return may_commit(user, organisation, on)


def may_register_service(user: User, on: date) -> Verdict:
    """Enter the acknowledgement of a registered letter (spec X11)."""
    return is_daect(user, on)


def may_hand_over(user: User, membership: Membership, on: date) -> Verdict:
    """Set one's own last day at a post (spec M8)."""
    own = membership.user_id == user.pk and membership.role == Role.POST_AGENT
    verdict = allow(membership) if own else refuse("Chaque agent passe la main pour lui-même.")
    return verdict.unless(not membership.holds_on(on), "Ce rôle n’est pas en cours.").unless(
        membership.ends_on is not None, "Votre dernier jour à ce poste est déjà enregistré."
    )


def may_set_employer(user: User, membership: Membership, on: date) -> Verdict:
    """Say which body employs a member of the committee (spec L8): the administrator, while the role lasts."""
    return (
        may_administer(user, on)
        .unless(
            membership.role != Role.COMMITTEE_MEMBER,
            "L’organisme employeur ne se dit que d’un membre du comité.",
        )
        .unless(not membership.is_open_on(on), "Ce rôle a déjà pris fin.")
    )


def may_end_membership(user: User, membership: Membership, on: date) -> Verdict:
    """The administrator ends any role; DAECT, a signatory's; a signatory, those of the people who fill in with them.

    Whoever acts for a body may lay down their own role (spec §1, X14).
    """
    verdict = may_administer(user, on)
    if not verdict and membership.role in HOLDER_ROLES and membership.user_id == user.pk:
        verdict = allow(membership)
    if not verdict and membership.role == Role.SIGNATORY:
        verdict = is_daect(user, on)
    if not verdict and membership.role == Role.EDITOR:
        verdict = holds(user, on, Role.SIGNATORY, organisation=membership.organisation_id)
    own_administration = membership.user_id == user.pk and membership.role == Role.ADMINISTRATOR
    if verdict and own_administration:
        return refuse(
            "Une autre personne de l’administration du service doit mettre fin à votre rôle : il en faut toujours une."
        )
    return verdict.unless(not membership.is_open_on(on), "Ce rôle a déjà pris fin.")
