"""What the members of the committee are told of their sessions (spec L8, X3)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse

from expect.accounts.enums import DAECT_ROLES
from expect.accounts.models import Membership, User
from expect.accounts.selectors import people
from expect.kernel.clock import paris_day
from expect.notifications import outbox
from expect.programme.letterhead import EMAIL
from expect.programme.texts import in_force
from expect.web import french
from labels.email_texts import EMAILS
from labels.models import ClearedDoubt, CommitteeSession, LabelApplication, Recusal
from labels.rules import Doubt


def session_cancelled(session: CommitteeSession, members: Iterable[User], *, at: datetime) -> None:
    """The members know that they need not come, and why."""
    _tell("session_cancelled", session, members, at=at)


def session_changed(session: CommitteeSession, members: Iterable[User], *, at: datetime) -> None:
    """The members know the new place and hours."""
    _tell("session_changed", session, members, occasion=str(session.revision), at=at)


def agenda_closed(
    session: CommitteeSession, member: User, files: Sequence[LabelApplication], *, at: datetime
) -> None:
    """A member knows on which files an opinion of theirs is awaited, and until when."""
    _tell("agenda_closed", session, [member], at=at, words={"files": files})


def members_invited(session: CommitteeSession, members: Iterable[User], *, at: datetime) -> None:
    """The members know when, where, and by when to give their opinions."""
    _tell("member_invited", session, members, at=at)


def member_set_aside(recusal: Recusal, *, at: datetime) -> None:
    """The member reads the recusal that DAECT wrote down for them, with its reason, and may say that it is wrong."""
    outbox.post(
        event="labels/member_set_aside",
        subject=recusal.application,
        recipients=[recusal.member],
        path=reverse("labels:own_session", args=[recusal.session.public_id]),
        occasion=recusal.public_id,
        context={"recusal": recusal, "service_email": in_force(paris_day(at))[EMAIL].body},
        at=at,
    )


def recusal_lifted(recusal: Recusal, *, doubts: Iterable[Doubt], at: datetime) -> None:
    """The member reads that the file is theirs again, or will be once a tie of names is verified, and why."""
    outbox.post(
        event="labels/recusal_lifted",
        subject=recusal.application,
        recipients=[recusal.member],
        path=reverse("labels:own_session", args=[recusal.session.public_id]),
        occasion=recusal.public_id,
        context={"recusal": recusal, "closed": any(doubt.whole for doubt in doubts)},
        at=at,
    )


def doubt_cleared(cleared: ClearedDoubt, *, at: datetime) -> None:
    """The member reads that the file is open to them, and what was verified."""
    session = cleared.application.session
    outbox.post(
        event="labels/doubt_cleared",
        subject=cleared.application,
        recipients=[cleared.member],
        path=reverse("labels:own_session", args=[session.public_id]),
        occasion=cleared.public_id,
        context={"cleared": cleared, "session": session},
        at=at,
    )


def doubts_found(
    membership: Membership, found: Sequence[tuple[LabelApplication, Doubt]], *, at: datetime
) -> None:
    """A member's new employer is named in files: they, and DAECT who verifies, read in which, once (spec L8)."""
    member, address = membership.user, in_force(paris_day(at))[EMAIL].body
    recipients = {
        "labels/doubts_found": ([member], "labels:own_sessions"),
        "labels/doubts_to_verify": (people(DAECT_ROLES, paris_day(at)), "labels:sessions"),
    }
    words = {"member": member, "employer": membership.employer, "found": found, "service_email": address}
    for event, (told, page) in recipients.items():
        outbox.post(
            event=event,
            subject=membership,
            recipients=told,
            path=reverse(page),
            occasion=at.isoformat(),
            context=words,
            at=at,
        )


def _tell(
    event: str,
    session: CommitteeSession,
    members: Iterable[User],
    *,
    at: datetime,
    occasion: str = "",
    words: Mapping[str, Any] | None = None,
) -> None:
    values = {
        "date de la séance": french.day(session.held_on),
        "jour et heures": session.when(),
        "lieu": session.place,
        "fin des inscriptions": french.day(session.cut_off_on),
    }
    told = EMAILS[f"labels/{event}"]
    outbox.post(
        event=f"labels/{event}",
        subject=session,
        recipients=members,
        path=reverse("labels:own_session", args=[session.public_id]),
        occasion=occasion,
        context=told.said(in_force(paris_day(at)), values) | (words or {}),
        at=at,
    )
