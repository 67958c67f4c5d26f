"""The members of a session are invited, and answer (spec L8)."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from expect.accounts.enums import Role
from expect.accounts.models import User
from expect.accounts.selectors import holds_role
from expect.audit import journal
from expect.audit.transitions import hold
from expect.kernel.clock import paris_day
from expect.kernel.errors import Refusal
from labels import committee_emails, rules
from labels.enums import Answer
from labels.models import CommitteeSession, SessionMember
from labels.recusals import find_recusals


class NotAMember(Refusal):
    """The person is not a member of the committee on that day."""


@transaction.atomic
def invite_members(
    *, session: CommitteeSession, members: Iterable[User], by: User, at: datetime
) -> list[SessionMember]:
    """Add members to a session, until it is held; returns the new ones. Raises NotAllowed, NotAMember, StateChanged."""
    membership = rules.may_invite_members(by, session, paris_day(at)).require()
    hold(session, *rules.OPEN_TO_OPINIONS)
    invited = invite(session, members, at=at)
    for member in invited:
        details = {"person": member.user.public_id}
        journal.record(
            action="invite_member", subject=session, by=by, membership=membership, at=at, details=details
        )
    return invited


@transaction.atomic
def answer_invitation(
    *, session: CommitteeSession, answer: str, by: User, at: datetime, reason: str = ""
) -> SessionMember:
    """A member says whether they come; they may change their mind until the session is held (spec L8).

    Who declines says why. Raises NotAllowed, StateChanged, Refusal.
    """
    hold(session, session.state)
    membership = rules.may_answer_invitation(by, session, paris_day(at)).require()
    reason = reason.strip() if answer == Answer.DECLINED else ""
    if answer == Answer.DECLINED and not reason:
        raise Refusal("Dites en quelques mots pourquoi vous ne venez pas.", field="reason")
    member = session.members.get(user=by)
    if (member.answer, member.answer_reason) == (answer, reason):
        return member
    member.answer, member.answer_reason, member.answered_at = answer, reason, at
    member.save(update_fields=["answer", "answer_reason", "answered_at"])
    details = {"answer": answer}
    journal.record(
        action="answer_invitation", subject=session, by=by, membership=membership, at=at, details=details
    )
    return member


def invite(session: CommitteeSession, members: Iterable[User], *, at: datetime) -> list[SessionMember]:
    """Invite those who are not yet, and set aside those in conflict with a file; a step of the acts."""
    invited = []
    for user in members:
        if not holds_role(user, paris_day(at), Role.COMMITTEE_MEMBER):
            raise NotAMember(f"{user} n’est pas membre du comité de sélection.", field="members")
        member, created = SessionMember.objects.get_or_create(session=session, user=user)
        if created:
            invited.append(member)
    find_recusals(session, at=at)
    committee_emails.members_invited(session, [member.user for member in invited], at=at)
    return invited
