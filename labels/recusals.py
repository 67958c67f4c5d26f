"""A member steps aside where there is a conflict of interest: declared, found, or written down by DAECT (spec L8).

What is alike by name alone is verified by a person; a recusal that is wrong is lifted (decision 0064).
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from expect.accounts.models import Membership, User
from expect.accounts.selectors import read_memberships
from expect.audit import journal
from expect.database.text import normalise
from expect.kernel.clock import paris_day
from expect.kernel.errors import Refusal, StateChanged
from labels import committee_emails, rules, selectors
from labels.agenda import hold_on_agenda
from labels.enums import ApplicationState, RecusalGround
from labels.models import ClearedDoubt, CommitteeSession, LabelApplication, Recusal


@transaction.atomic
def step_aside(*, application: LabelApplication, reasons: str, by: User, at: datetime) -> Recusal:
    """A member leaves a file, with a reason, before any opinion of theirs (spec L8).

    Raises NotAllowed, Refusal, StateChanged.
    """
    hold_on_agenda(application)
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
    """DAECT writes down that a member leaves a file, as they said it, or as it verified, and why (spec L8).

    From then on they count neither in the quorum of the file nor among its opinions; they are told. Raises
    NotAllowed, Refusal, StateChanged.
    """
    hold_on_agenda(application)
    membership = rules.may_set_aside(by, application, paris_day(at)).require()
    if not rules.members_to_set_aside(application).filter(user=member).exists():
        raise Refusal("Cette personne ne siège pas, ou plus, sur ce dossier.", field="member")
    if not reasons.strip():
        raise Refusal("Dites en une phrase pourquoi ce membre se déporte.", field="reasons")
    recusal, new = _set_aside(application, member, RecusalGround.RECORDED, at=at, reasons=reasons.strip())
    if new:
        details = {"person": member.public_id, "ground": recusal.ground}
        journal.record(
            action="set_aside", subject=application, by=by, membership=membership, at=at, details=details
        )
        committee_emails.member_set_aside(recusal, at=at)
    return recusal


@transaction.atomic
def lift(*, recusal: Recusal, reasons: str, by: User, at: datetime) -> Recusal:
    """A recusal that is wrong is lifted, with a reason, by DAECT, who tells the member; what they declared, by them.

    It counts no more, here nor in the sessions to come; a session already held keeps it, as it sat. What is alike by
    name between them is still to be verified (decision 0064). Raises NotAllowed, Refusal, StateChanged.
    """
    application = recusal.application
    hold_on_agenda(application)
    recusal.refresh_from_db(fields=["lifted_at"])
    membership = rules.may_lift_recusal(by, recusal, paris_day(at)).require()
    reasons = _said(reasons, "Dites en une phrase pourquoi ce déport est levé.")
    facts = {"lifted_at": at, "lifted_by": by, "lift_reasons": reasons}
    here = Recusal.objects.standing().filter(application=application, member=recusal.member)
    here.filter(session__held_at=None).update(**facts)
    recusal.refresh_from_db(fields=list(facts))
    details = {"person": recusal.member.public_id, "recusal": recusal.public_id}
    journal.record(
        action="lift_recusal", subject=application, by=by, membership=membership, at=at, details=details
    )
    if by != recusal.member:
        committee_emails.recusal_lifted(recusal, doubts=_doubts(application, recusal.member, at), at=at)
    return recusal


@transaction.atomic
def clear_doubt(
    *, application: LabelApplication, member: User, reasons: str, by: User, at: datetime, seen: str = ""
) -> list[ClearedDoubt]:
    """DAECT verified what is alike by name between a member and a file: it is no tie, and why (decision 0064).

    The file opens to them, if it was closed meanwhile, and they are told so. `seen` is what its author saw of the ties
    of the file (`selectors.sight_of_doubts`): changed since, they are read again first. Raises NotAllowed, Refusal,
    StateChanged.
    """
    hold_on_agenda(application)
    membership = rules.may_clear_doubt(by, application, paris_day(at)).require()
    if seen and seen != selectors.sight_of_doubts(selectors.doubts_on(application, paris_day(at))):
        raise StateChanged(
            "Les liens à confirmer ont changé depuis l’ouverture de cette page\N{NO-BREAK SPACE}: relisez-les."
        )
    reasons = _said(reasons, "Dites en une phrase pourquoi ce n’est pas un lien.")
    cleared = [
        ClearedDoubt.objects.create(
            application=application,
            member=member,
            ground=doubt.ground,
            own=doubt.own,
            named=doubt.named,
            reasons=reasons,
            cleared_at=at,
            cleared_by=by,
        )
        for doubt in _doubts(application, member, at)
    ]
    if not cleared:
        raise Refusal("Aucun lien n’est plus à confirmer pour cette personne.", field="member")
    details = {"person": member.public_id, "grounds": sorted({one.ground for one in cleared})}
    journal.record(
        action="clear_doubt", subject=application, by=by, membership=membership, at=at, details=details
    )
    if any(normalise(one.own) == normalise(one.named) for one in cleared):
        committee_emails.doubt_cleared(cleared[0], at=at)
    return cleared


def follow_employer(membership: Membership, at: datetime) -> None:
    """A member has a new employer: they and DAECT read, once, on which files it is to be verified (spec L8).

    Nothing is recorded: a name put right leaves no trace. A step of `memberships.set_employer`.
    """
    found, member = [], membership.user
    for session in selectors.sessions_to_come(member):
        files = list(selectors.files_to_examine(session))
        for key, doubts in selectors.doubts_in(session, files, paris_day(at), [member]).items():
            whole = [doubt for doubt in doubts if doubt.whole]
            found += [(file, whole[0]) for file in files if whole and file.pk == key]
    if found:
        committee_emails.doubts_found(membership, found, at=at)


def find_recusals(
    session: CommitteeSession, *, at: datetime, only: LabelApplication | None = None
) -> list[Recusal]:
    """Set aside whom a certain tie binds to a file of the session (spec L8); a step of the acts, which hold it.

    On all its files, or on the `only` one that has just come to its agenda; it asks as much of one as of a hundred. Who
    stepped aside from a file in an earlier session stays aside in this one, on the same ground, unless that was lifted.
    """
    found, last = [], {}
    members = [member.user for member in session.members.select_related("user").order_by("pk")]
    read_memberships(members)
    files = session.applications.filter(state=ApplicationState.ADMISSIBLE).order_by("pk")
    files = list(files.filter(pk=only.pk) if only else files)
    for recusal in Recusal.objects.filter(application__in=files).order_by("pk"):
        last[recusal.application_id, recusal.member_id] = recusal
    experts = rules.with_addresses(rules.experts_lodged(files))
    for application in files:
        for user in members:
            known = last.get((application.pk, user.pk))
            known = known if known and not known.lifted_at else None
            if known and known.session_id == session.pk:
                continue
            named = experts.get(application.pk, ())
            ground = known.ground if known else rules.conflict_of(user, application, paris_day(at), named)
            if ground:
                reasons = known.reasons if known else ""
                recusal, created = _set_aside(application, user, ground, at=at, reasons=reasons)
                if created:
                    details = {"person": user.public_id, "ground": ground}
                    journal.record(
                        action="step_aside",
                        subject=application,
                        by=None,
                        membership=None,
                        at=at,
                        details=details,
                    )
                    found.append(recusal)
    return found


def _set_aside(
    application: LabelApplication, user: User, ground: str, *, at: datetime, reasons: str = ""
) -> tuple[Recusal, bool]:
    return Recusal.objects.get_or_create(
        application=application,
        session_id=application.session_id,
        member=user,
        lifted_at=None,
        defaults={"ground": ground, "reasons": reasons, "since": at},
    )


def _doubts(application: LabelApplication, member: User, at: datetime) -> Sequence[rules.Doubt]:
    doubts = rules.pending_doubts([member], [application], paris_day(at))
    return doubts.get((application.pk, member.pk), ())


def _said(reasons: str, otherwise: str) -> str:
    if not reasons.strip():
        raise Refusal(otherwise, field="reasons")
    return reasons.strip()
