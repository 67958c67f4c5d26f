"""What a member of the committee reads: a session’s files, what is closed to them (spec L8)."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from expect.accounts.models import User
from labels.enums import RecusalGround
from labels.models import CommitteeSession, LabelApplication, Opinion, Recusal
from labels.rules import (
    READ_BY_COMMITTEE,
    conflict_of,
    experts_lodged,
    is_before_the_meeting,
    pending_doubts,
    with_addresses,
)
from labels.selectors.committee import agenda, with_opinion_counts


def agenda_of_member(user: User, session: CommitteeSession) -> QuerySet[LabelApplication]:
    """The files of a session as a member sees them: `is_given` and `is_aside` say what is done (spec L8).

    `is_here`: still read in this session; one that went to another is read there, one withdrawn since nowhere.
    """
    mine = {"application": OuterRef("pk"), "member": user}
    return with_opinion_counts(agenda(session, READ_BY_COMMITTEE), session).annotate(
        is_here=Q(session=session, state__in=READ_BY_COMMITTEE),
        is_given=Exists(Opinion.objects.filter(**mine, session=session)),
        is_aside=Exists(Recusal.objects.carried().filter(**mine)),
        declared_id=Subquery(
            Recusal.objects.standing()
            .filter(**mine, session=session, ground=RecusalGround.DECLARED)
            .values("public_id")[:1]
        ),
    )


def files_of_member(user: User, session: CommitteeSession, day: date) -> list[LabelApplication]:
    """The same, with what closes a file to them: `is_aside`, were the tie not recorded yet; `is_doubtful`, of names.

    `is_open`: theirs to read, as `rules.may_read_as_member` has it of each; a few questions for all of them.
    """
    files = list(agenda_of_member(user, session))
    experts = with_addresses(experts_lodged(files))
    doubts = pending_doubts([user], files, day, experts)
    for file in files:
        file.is_aside = file.is_aside or bool(conflict_of(user, file, day, experts.get(file.pk, ())))
        waits = file.session_id == session.pk and is_before_the_meeting(file)
        file.is_doubtful = waits and any(doubt.whole for doubt in doubts.get((file.pk, user.pk), ()))
        file.is_open = file.is_here and not (file.is_aside or file.is_doubtful)
    return files


def files_to_read(user: User, session: CommitteeSession, day: date) -> list[LabelApplication]:
    """Those of a session on which the member's opinion is awaited (spec L8)."""
    return [file for file in files_of_member(user, session, day) if file.is_open and not file.is_given]
