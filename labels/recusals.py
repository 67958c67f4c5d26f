"""A member steps aside where there is a conflict of interest: declared, found, or written down by DAECT (spec L8)."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from expect.accounts.models import Membership, User
from expect.accounts.selectors import read_memberships
from expect.audit import journal
from expect.audit.transitions import hold
from expect.kernel.clock import paris_day
from expect.kernel.errors import Refusal
from labels import committee_emails, rules, selectors
from labels.enums import ApplicationState, RecusalGround
from labels.models import CommitteeSession, LabelApplication, Recusal


@transaction.atomic
def step_aside(*, application: LabelApplication, reasons: str, by: User, at: datetime) -> Recusal:
    """A member leaves a file, with a reason, before any opinion of theirs (spec L8). Raises NotAllowed, Refusal."""
    hold(application, application.state)
    membership = rules.may_step_aside(by, application, paris_day(at)).require()
    if not reasons.strip():
        raise Refusal("Dites en une phrase pourquoi vous vous déportez.", field="reasons")
    recusal, _ = _set_aside(application, by, RecusalGround.DECLARED, at=at, reasons=reasons)
    journal.record(
        action="step_aside",
        subject=application,
        by=by,
        membership=membership,
        at=at,
        details={"ground": recusal.ground},
    )
    return recusal


@transaction.atomic
def set_aside(
    *, application: LabelApplication, member: User, reasons: str, by: User, at: datetime
) -> Recusal:
    """DAECT writes down that a member leaves a file, as they said it, at the table or before, and why (spec L8).

    From then on they count neither in the quorum of the file nor among its opinions; they are told. Raises
    NotAllowed, Refusal, StateChanged.
    """
    hold(application, application.state)
    application.refresh_from_db(fields=["session"])
    membership = rules.may_set_aside(by, application, paris_day(at)).require()
    if not rules.members_to_set_aside(application).filter(user=member).exists():
        raise Refusal("Cette personne ne siège pas, ou plus, sur ce dossier.", field="member")
    if not reasons.strip():
        raise Refusal("Dites en une phrase pourquoi ce membre se déporte.", field="reasons")
    recusal, new = _set_aside(application, member, RecusalGround.RECORDED, at=at, reasons=reasons.strip())
    if new:
        journal.record(
            action="set_aside",
            subject=application,
            by=by,
            membership=membership,
            at=at,
            details={"person": member.public_id, "ground": recusal.ground},
        )
        committee_emails.member_set_aside(recusal, at=at)
    return recusal


def follow_employer(membership: Membership, at: datetime) -> None:
    """A member has a new employer: what it closes to them is recorded at once, on each agenda to come (spec L8).

    They and DAECT are told of all of it in one message each; a step of `memberships.set_employer`.
    """
    found = []
    for session in selectors.sessions_to_come(membership.user):
        found += find_recusals(session, at=at, members=[membership.user])
    if found:
        committee_emails.conflicts_found(membership, found, at=at)


def find_recusals(
    session: CommitteeSession,
    *,
    at: datetime,
    only: LabelApplication | None = None,
    members: Sequence[User] | None = None,
) -> list[Recusal]:
    """Set aside the members whose conflict with a file of the session is found (spec L8); a step of the acts.

    On all its files, or on the `only` one that has just come to its agenda; it asks as much of one as of a hundred. All
    those invited, unless `members` says which. Who stepped aside from a file in an earlier session stays aside in this
    one, on the same ground.
    """
    found, here, before = [], set(), {}
    if members is None:
        members = [member.user for member in session.members.select_related("user").order_by("pk")]
    read_memberships(members)
    files = session.applications.filter(state=ApplicationState.ADMISSIBLE).order_by("pk")
    if only:
        files = files.filter(pk=only.pk)
    files = files.select_related("organisation").prefetch_related("experts")
    for recusal in Recusal.objects.filter(application__in=files).order_by("pk"):
        pair = recusal.application_id, recusal.member_id
        if recusal.session_id == session.pk:
            here.add(pair)
        else:
            before[pair] = recusal
    for application in files:
        for user in members:
            if (application.pk, user.pk) in here:
                continue
            known = before.get((application.pk, user.pk))
            ground = known.ground if known else rules.conflict_of(user, application, paris_day(at))
            if ground:
                reasons = known.reasons if known else ""
                recusal, created = _set_aside(application, user, ground, at=at, reasons=reasons)
                if created:
                    details = {"person": user.public_id, "ground": ground}
                    journal.record(action="step_aside", subject=application, by=None, at=at, details=details)
                    found.append(recusal)
    return found


def _set_aside(
    application: LabelApplication, user: User, ground: str, *, at: datetime, reasons: str = ""
) -> tuple[Recusal, bool]:
    return Recusal.objects.get_or_create(
        application=application,
        session=application.session,
        member=user,
        defaults={"ground": ground, "reasons": reasons, "since": at},
    )
