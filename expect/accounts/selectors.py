"""Reading who may act where."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from expect.accounts.enums import DAECT_ROLES, HOLDER_ROLES, OpeningState, Role
from expect.accounts.models import (
    AccountOpening,
    Invitation,
    MandateStatement,
    Membership,
    Organisation,
    Renewal,
    SigningAuthority,
    User,
    held_on,
)
from expect.database.text import normalise
from expect.notifications.outbox import Address
from expect.territory.models import DiplomaticPost, PostCountry
from expect.territory.selectors import running


def memberships_on(user: User, day: date) -> list[Membership]:
    """The roles that `user` holds on that day, read once per loaded user (spec X1)."""
    if not user.is_authenticated or not user.is_active:
        return []
    if not hasattr(user, "_all_memberships"):
        user._all_memberships = list(user.memberships.select_related("organisation", "post").order_by("id"))
    return [membership for membership in user._all_memberships if membership.holds_on(day)]


def read_memberships(users: Iterable[User]) -> None:
    """Read the roles of several loaded users in one query, before a rule asks for those of each."""
    unread = {user.pk: user for user in users if not hasattr(user, "_all_memberships")}
    for user in unread.values():
        user._all_memberships = []
    roles = Membership.objects.filter(user__in=list(unread)).select_related("organisation", "post")
    for membership in roles.order_by("id"):
        unread[membership.user_id]._all_memberships.append(membership)


def forget_memberships(user: User) -> None:
    """Have the roles of this loaded user read again: one of them has just begun or ended."""
    user.__dict__.pop("_all_memberships", None)


def organisations_of(user: User, day: date) -> list[int]:
    """Keys of the bodies for which `user` fills in or signs on that day."""
    return [m.organisation_id for m in memberships_on(user, day) if m.role in HOLDER_ROLES]


def employers_of(user: User, day: date) -> set[str]:
    """The names of the bodies said to employ `user` on that day (spec L8), none where nothing is read."""
    return {m.employer for m in memberships_on(user, day) if normalise(m.employer)}


def bodies_of(user: User, day: date) -> set[str]:
    """The names of the bodies for which `user` acts or works on that day (spec L8)."""
    acts_for = {m.organisation.name for m in memberships_on(user, day) if m.role in HOLDER_ROLES}
    return employers_of(user, day) | acts_for


def posts_of(user: User, day: date) -> list[int]:
    """Keys of the posts to which `user` belongs on that day."""
    return [m.post_id for m in memberships_on(user, day) if m.post_id]


def is_daect(user: User, day: date) -> bool:
    """Whether `user` is DAECT staff on that day."""
    return any(m.role in DAECT_ROLES for m in memberships_on(user, day))


def holds_role(user: User, day: date, *roles: str) -> bool:
    """Whether `user` holds one of `roles` on that day, wherever it is."""
    return any(m.role in roles for m in memberships_on(user, day))


def people(roles: tuple[str, ...], day: date, *, organisation=None, post=None) -> QuerySet[User]:
    """The people who hold one of `roles` on that day, in that body or post: to whom a notice goes (spec X3)."""
    held = Membership.objects.filter(held_on(day), role__in=roles, organisation=organisation, post=post)
    return User.objects.filter(is_active=True, pk__in=held.values("user")).order_by("pk")


def reached(organisation: Organisation, day: date) -> list[User | Address]:
    """To whom a notice to a body goes: its people, or else its legal address (spec X3, X14)."""
    return reached_in([organisation], day)[organisation.pk]


def reached_in(organisations: Iterable[Organisation], day: date) -> dict[int, list[User | Address]]:
    """The same for many bodies at once, by their keys, in one query."""
    bodies = {body.pk: body for body in organisations}
    held = Membership.objects.filter(
        held_on(day), role__in=HOLDER_ROLES, organisation__in=bodies, user__is_active=True
    )
    found: dict[int, dict[int, User]] = {key: {} for key in bodies}
    for membership in held.select_related("user").order_by("user"):
        found[membership.organisation_id][membership.user_id] = membership.user
    return {key: list(found[key].values()) or _legal_address(body) for key, body in bodies.items()}


def _legal_address(organisation: Organisation) -> list[Address]:
    if not organisation.legal_email:
        return []
    note = (
        f"Ce message est envoyé à l’adresse légale de l’organisme « {organisation} », pour lequel personne n’a de "
        "compte aujourd’hui : demandez l’ouverture d’un compte par le lien ci-dessus."
    )
    return [Address(organisation.legal_email, note)]


def unconfirmed_signatories(day: date) -> QuerySet[Membership]:
    """Those whose body was renewed by elections since they took office and last stated their capacity (spec X14).

    `renewed_on` is the day of these elections, `asked_at` the instant from which the confirmation is asked.
    """
    renewals = Renewal.objects.filter(
        kind=OuterRef("organisation__kind"),
        held_on__lte=day,
        held_on__gt=OuterRef("starts_on"),
        cancelled_at=None,
    ).order_by("-held_on")
    stated = MandateStatement.objects.filter(membership=OuterRef("pk"), stated_on__gte=OuterRef("renewed_on"))
    signatories = Membership.objects.filter(held_on(day), role=Role.SIGNATORY).annotate(
        renewed_on=Subquery(renewals.values("held_on")[:1]),
        asked_at=Subquery(renewals.values("recorded_at")[:1]),
    )
    return signatories.filter(~Exists(stated), renewed_on__isnull=False)


def asked_to_confirm(renewal: Renewal, day: date) -> QuerySet[Membership]:
    """The signatories whom these elections made ask to confirm, and who still sign that day (spec X14)."""
    stated = MandateStatement.objects.filter(
        membership=OuterRef("pk"), stated_on__gte=renewal.held_on, stated_at__lt=renewal.recorded_at
    )
    signatories = Membership.objects.filter(held_on(day), ~Exists(stated), role=Role.SIGNATORY)
    return signatories.filter(organisation__kind=renewal.kind, starts_on__lt=renewal.held_on)


def has_account(organisation: Organisation, day: date) -> bool:
    """Whether somebody acts for that body."""
    return Membership.objects.filter(held_on(day), organisation=organisation).exists()


def visible_organisations(user: User, day: date) -> QuerySet[Organisation]:
    """The bodies whose page `user` may open: theirs; DAECT and the administrator, all (spec X1)."""
    if holds_role(user, day, *DAECT_ROLES, Role.ADMINISTRATOR):
        return Organisation.objects.all()
    return Organisation.objects.filter(pk__in=organisations_of(user, day))


def bodies_with_account(day: date) -> QuerySet[Organisation]:
    """The bodies for which somebody acts on that day."""
    held = Membership.objects.filter(held_on(day), organisation__isnull=False)
    return Organisation.objects.filter(pk__in=held.values("organisation")).select_related(
        "department", "region"
    )


def members_of(organisation: Organisation, day: date) -> QuerySet[Membership]:
    """The roles held for a body on that day, the signatories first."""
    held = Membership.objects.filter(held_on(day), organisation=organisation)
    return held.select_related("user").order_by("-role", "user__last_name", "user__first_name")


def statements_of(organisation: Organisation) -> QuerySet[MandateStatement]:
    """What the signatories of a body said or showed of their capacity, the latest first."""
    said = MandateStatement.objects.filter(membership__organisation=organisation)
    return said.select_related("membership__user", "stated_by", "proof").order_by("-stated_at", "-pk")


def visible_openings(user: User, day: date) -> QuerySet[AccountOpening]:
    """DAECT sees every request for an account; a person, their own (spec X1)."""
    openings = AccountOpening.objects.select_related("organisation__department", "requested_by", "decided_by")
    return openings if is_daect(user, day) else openings.filter(requested_by=user)


def openings_to_decide(organisation: Organisation) -> QuerySet[AccountOpening]:
    """The requests for that body's account that wait for DAECT."""
    waiting = AccountOpening.objects.filter(organisation=organisation, state=OpeningState.PENDING)
    return waiting.select_related("requested_by").order_by("requested_at")


def openings_of(user: User) -> QuerySet[AccountOpening]:
    """What a person has asked for, the latest first."""
    asked = AccountOpening.objects.filter(requested_by=user)
    return asked.select_related("organisation__department", "organisation__region").order_by("-requested_at")


def all_memberships(user: User) -> QuerySet[Membership]:
    """The roles of a person, past ones included, the latest first."""
    return user.memberships.select_related("organisation", "post").order_by("-starts_on", "-id")


def last_ended(user: User, day: date) -> Membership | None:
    """The role by which somebody who has none today last worked; None for a newcomer, or where one is to begin."""
    if memberships_on(user, day) or user.memberships.filter(starts_on__gt=day).exists():
        return None
    return user.memberships.select_related("organisation", "post").order_by("ends_on", "id").last()


def just_ended(user: User, day: date) -> Membership | None:
    """The role that ended today or yesterday, while a page of this person may still be open; the last of them."""
    memberships_on(user, day)
    ended = [m for m in user._all_memberships if m.ends_on and not m.is_open_on(day)]
    lately = [m for m in ended if m.ends_on >= day - timedelta(days=1)]
    return max(lately, key=lambda m: (m.ends_on, m.pk), default=None)


def with_name(text: str) -> Q:
    """The roles of the people whose name or address holds every word of `text`."""
    found = Q()
    for word in text.split():
        named = Q(user__first_name__icontains=word) | Q(user__last_name__icontains=word)
        found &= named | Q(user__email__icontains=word)
    return found


def visible_memberships(user: User, day: date) -> QuerySet[Membership]:
    """The administrator sees every role; DAECT, those of bodies; the people of a body, those of that body (spec X1)."""
    memberships = Membership.objects.select_related("user", "organisation__department", "post")
    if holds_role(user, day, Role.ADMINISTRATOR):
        return memberships
    if is_daect(user, day):
        return memberships.filter(organisation__isnull=False)
    return memberships.filter(organisation__in=organisations_of(user, day))


def visible_statements(user: User, day: date) -> QuerySet[MandateStatement]:
    """What signatories said or showed of their capacity: DAECT, all; the people of a body, theirs (spec X1, X14)."""
    statements = MandateStatement.objects.select_related(
        "membership__organisation", "membership__user", "proof"
    )
    if is_daect(user, day):
        return statements
    return statements.filter(membership__organisation__in=organisations_of(user, day))


def visible_invitations(user: User, day: date) -> QuerySet[Invitation]:
    """The administrator sees every invitation; DAECT those of bodies; the people of a body, theirs (spec X1)."""
    invitations = Invitation.objects.select_related("organisation__department", "post", "invited_by")
    if holds_role(user, day, Role.ADMINISTRATOR):
        return invitations
    if is_daect(user, day):
        return invitations.filter(organisation__isnull=False)
    return invitations.filter(organisation__in=organisations_of(user, day))


def waiting_invitations(organisation: Organisation, at: datetime) -> QuerySet[Invitation]:
    """The invitations of a body that can still be taken."""
    return Invitation.objects.filter(
        organisation=organisation, accepted_at=None, revoked_at=None, expires_at__gt=at
    ).order_by("created_at")


def signing_authorities() -> QuerySet[SigningAuthority]:
    """By which texts people sign, past ones included."""
    return SigningAuthority.objects.select_related("user")


def posts_with_agents(day: date) -> QuerySet[DiplomaticPost]:
    """The posts with the countries of which they are in charge, and `agents`: how many people they have."""
    charges = PostCountry.objects.filter(running(day, charges="")).select_related("country")
    here = Membership.objects.filter(held_on(day), post=OuterRef("pk")).order_by()
    return DiplomaticPost.objects.prefetch_related(
        Prefetch("charges", charges.order_by("country__sort_name"))
    ).annotate(agents=Coalesce(Subquery(here.values("post").annotate(n=Count("pk")).values("n")), 0))
