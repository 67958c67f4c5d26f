"""Who signs the ministry's acts (spec X12)."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Q, QuerySet

from expect.accounts import rules
from expect.accounts.enums import Role, SignedAct
from expect.accounts.models import SigningAuthority, User
from expect.audit import journal
from expect.kernel.clock import paris_day
from expect.kernel.days import require_plausible
from expect.kernel.errors import Refusal
from expect.web import french


class NoSigningAuthority(Refusal):
    """The person has no signing authority for that act on that day."""


class NotTheHead(Refusal):
    """The person does not hold the role of head, whose acts these are."""


class DatesInDisorder(Refusal):
    """The last day comes before the first."""


class AuthorityOverlaps(Refusal):
    """The person signs these acts already on one of these days: letters would choose between two texts."""


def authorities(act: SignedAct, on: date) -> QuerySet[SigningAuthority]:
    """The authorities by which that kind of act may be signed on that day, the latest first."""
    running = Q(ends_on=None) | Q(ends_on__gte=on)
    found = SigningAuthority.objects.filter(running, scope=act, starts_on__lte=on)
    return found.select_related("user").order_by("-starts_on", "-id")


def find_authority(user: User, act: SignedAct, on: date) -> SigningAuthority | None:
    """The one by which `user` would sign, for a preview; None where they may not."""
    return authorities(act, on).filter(user=user).first()


def authority_of(user: User, act: SignedAct, on: date) -> SigningAuthority:
    """The one by which `user` signs; raises NoSigningAuthority."""
    found = find_authority(user, act, on)
    if found is None:
        raise NoSigningAuthority(
            f"{user} n’a pas de délégation de signature en vigueur pour « {SignedAct(act).label.lower()} ». "
            "Faites enregistrer la délégation dans les réglages, ou demandez à une personne habilitée de signer."
        )
    return found


@transaction.atomic
def grant_authority(
    *,
    user: User,
    scope: str,
    capacity: str,
    text_reference: str,
    starts_on: date,
    by: User,
    at: datetime,
    ends_on: date | None = None,
) -> SigningAuthority:
    """Record by which text `user` signs one kind of act, both days included: one text on any day.

    Every act that is signed is the head's: who stands in for them is given that role first (decision 0089). Raises
    NotAllowed, NotTheHead, ImplausibleDay, DatesInDisorder, AuthorityOverlaps.
    """
    today = paris_day(at)
    carrier = rules.may_manage_signatures(by, today).require()
    if not rules.holds(user, today, Role.HEAD):
        raise NotTheHead(
            f"{user} n’a pas le rôle « {Role.HEAD.label} », à qui ces actes sont réservés"
            "\N{NO-BREAK SPACE}: faites-le d’abord donner par un administrateur.",
            field="user",
        )
    require_plausible(starts_on, today, field="starts_on")
    _check_last(starts_on, ends_on, today)
    _refuse_overlap(user, scope, starts_on, ends_on, today)
    authority = SigningAuthority.objects.create(
        user=user,
        scope=scope,
        capacity=capacity,
        text_reference=text_reference,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    details = {"person": user.public_id, "scope": scope}
    journal.record(
        action="grant_authority", subject=authority, by=by, membership=carrier, at=at, details=details
    )
    return authority


@transaction.atomic
def end_authority(*, authority: SigningAuthority, ends_on: date, by: User, at: datetime) -> SigningAuthority:
    """Set the last day on which the authority holds; what was signed before stands.

    Raises NotAllowed, ImplausibleDay, DatesInDisorder, AuthorityOverlaps (put off into the days of another one).
    """
    today = paris_day(at)
    carrier = rules.may_manage_signatures(by, today).require()
    _check_last(authority.starts_on, ends_on, today)
    if authority.ends_on and ends_on > authority.ends_on:
        _refuse_overlap(
            authority.user,
            authority.scope,
            authority.starts_on,
            ends_on,
            today,
            but=authority,
            field="ends_on",
        )
    SigningAuthority.objects.filter(pk=authority.pk).update(ends_on=ends_on)
    authority.ends_on = ends_on
    details = {"ends_on": ends_on.isoformat()}
    journal.record(
        action="end_authority", subject=authority, by=by, membership=carrier, at=at, details=details
    )
    return authority


def _check_last(starts_on: date, ends_on: date | None, today: date) -> None:
    require_plausible(ends_on, today, field="ends_on")
    if ends_on is not None and ends_on < starts_on:
        raise DatesInDisorder("Le dernier jour précède le premier : vérifiez les dates.", field="ends_on")


def _refuse_overlap(
    user: User,
    scope: str,
    starts_on: date,
    ends_on: date | None,
    today: date,
    *,
    but: SigningAuthority | None = None,
    field: str = "starts_on",
) -> None:
    """Of two texts at once, the second waits for the first here, and finds it."""
    User.objects.filter(pk=user.pk).update(is_active=F("is_active"))
    after = Q(ends_on=None) | Q(ends_on__gte=starts_on)
    before = Q() if ends_on is None else Q(starts_on__lte=ends_on)
    others = SigningAuthority.objects.filter(after & before, user=user, scope=scope)
    other = others.exclude(pk=but and but.pk).order_by("starts_on", "pk").first()
    if other is None:
        return
    if other.ends_on is None:
        days = f"à partir du {french.day(other.starts_on)}, sans terme"
    else:
        days = f"du {french.day(other.starts_on)} au {french.day(other.ends_on)}"
    is_over = other.ends_on is not None and other.ends_on < today
    mend = "choisissez d’autres jours" if is_over else "mettez-y fin d’abord, ou choisissez d’autres jours"
    raise AuthorityOverlaps(
        f"{user} a déjà une délégation pour ces actes, {days}\N{NO-BREAK SPACE}: {mend}.", field=field
    )
