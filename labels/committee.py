"""② A session is convened; members give opinions; the committee meets (spec L8).

Beside: `invitations`, `recusals`, `agenda`, `minutes`.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time

from django.db import IntegrityError, transaction

from expect.accounts.models import User
from expect.audit import journal
from expect.audit.transitions import advance, hold
from expect.kernel.clock import PARIS, paris_day
from expect.kernel.errors import Refusal, StateChanged
from expect.web import french
from labels import committee_emails, emails, meanwhile, rules, selectors
from labels.agenda import fix_agenda
from labels.invitations import NotAMember, invite
from labels.models import CommitteeSession, LabelApplication, Opinion, Recusal
from labels.recusals import find_recusals
from labels.workflow import APPLICATION, SESSION

MORNING = (time(9, 30), time(12, 30))
"""When the committee sits, unless told otherwise."""


class BadDates(Refusal):
    """The day of the session and its cut-off, or its hours, do not follow one another."""


class NoQuorum(Refusal):
    """Too few members came (spec L8)."""


class Unverified(Refusal):
    """Nobody has said whether what is alike by name is a tie (decision 0064)."""


class AlreadyGiven(Refusal):
    """The member has already given an opinion on this file."""


# ---------------------------------------------------------------- convening


@transaction.atomic
def plan_session(
    *,
    held_on: date,
    cut_off_on: date,
    place: str,
    members: Iterable[User],
    by: User,
    at: datetime,
    starts_at: time = MORNING[0],
    ends_at: time = MORNING[1],
) -> CommitteeSession:
    """Call a session; the members are invited at once (spec L8). Raises NotAllowed, BadDates, NotAMember."""
    membership = rules.may_plan_session(by, paris_day(at)).require()
    dates = {"held_on": held_on, "cut_off_on": cut_off_on, "starts_at": starts_at, "ends_at": ends_at}
    _check(rules.twin_faults(held_on, starts_at, place) | rules.calling_faults(**dates, at=at))
    session = CommitteeSession.objects.create(
        name=french.day(held_on),
        held_on=held_on,
        cut_off_on=cut_off_on,
        place=place,
        starts_at=starts_at,
        ends_at=ends_at,
        planned_at=at,
        planned_by=by,
    )
    journal.record(
        action="plan_session", subject=session, by=by, membership=membership, at=at, to_state=session.state
    )
    invite(session, members, at=at)
    return session


@transaction.atomic
def change_session(
    *,
    session: CommitteeSession,
    place: str,
    starts_at: time,
    ends_at: time,
    by: User,
    at: datetime,
    revision: int | None = None,
) -> CommitteeSession:
    """Change the place or the hours of a session that was not held; its members are told, if something changes.

    `revision` is the one that its author saw: changed since, nothing is overwritten. Another day is another session:
    cancel this one. Raises NotAllowed, BadDates, StateChanged.
    """
    day = paris_day(at)
    hold(session, session.state)
    membership = rules.may_change_session(by, session, day).require()
    twin = rules.twin_faults(session.held_on, starts_at, place, but=session)
    _check(twin | rules.hours_faults(starts_at, ends_at))
    session.refresh_from_db()
    if (session.place, session.starts_at, session.ends_at) == (place, starts_at, ends_at):
        return session
    if revision not in (None, session.revision):
        raise StateChanged(
            "Quelqu’un a changé cette séance pendant que vous écriviez\N{NO-BREAK SPACE}: elle a lieu "
            f"{french.hours(session.starts_at, session.ends_at)}, {session.place}. Comparez, puis recommencez."
        )
    session.place, session.starts_at, session.ends_at = place, starts_at, ends_at
    session.revision += 1
    session.save(update_fields=["place", "starts_at", "ends_at", "revision"])
    details = {"revision": session.revision}
    journal.record(
        action="change_session", subject=session, by=by, membership=membership, at=at, details=details
    )
    committee_emails.session_changed(session, selectors.members_to_tell(session, day), at=at)
    return session


@transaction.atomic
def close_session(*, session: CommitteeSession, by: User, at: datetime) -> CommitteeSession:
    """Close the agenda (spec §6); its members are told what to read. Raises NotAllowed (an empty one), StateChanged."""
    day = paris_day(at)
    hold(session, session.state)
    membership = rules.may_close_session(by, session, day).require()
    advance(session, SESSION, "close_session", by=by, membership=membership, at=at, closed_at=at)
    for member in selectors.members_to_tell(session, day):
        if files := selectors.files_to_read(member, session, day):
            committee_emails.agenda_closed(session, member, files, at=at)
    return session


@transaction.atomic
def cancel_session(*, session: CommitteeSession, reason: str, by: User, at: datetime) -> CommitteeSession:
    """Call off a session before it is held; its files, still admissible, wait for another one (decision 0005).

    Its members and the bodies whose file was to be examined are told why. Raises NotAllowed, StateChanged, Refusal.
    """
    day = paris_day(at)
    hold(session, session.state)
    membership = rules.may_cancel_session(by, session, day).require()
    if not reason.strip():
        raise Refusal(
            "Donnez le motif de l’annulation : les membres et les organismes le lisent.", field="reason"
        )
    advance(
        session,
        SESSION,
        "cancel_session",
        by=by,
        membership=membership,
        at=at,
        cancelled_at=at,
        cancellation_reason=reason.strip(),
    )
    details = {"session": session.public_id}
    for application in selectors.files_to_examine(session):
        advance(
            application,
            APPLICATION,
            "release",
            by=by,
            membership=membership,
            at=at,
            session=None,
            released_at=at,
            details=details,
        )
        emails.application_released(application, session, at=at)
    committee_emails.session_cancelled(session, selectors.members_to_tell(session, day), at=at)
    return session


# ---------------------------------------------------------------- members


@transaction.atomic
def give_opinion(
    *, application: LabelApplication, view: str, reasons: str, by: User, at: datetime, seen: str = ""
) -> Opinion:
    """A member's view of a file, or that they give none, with reasons, once (spec L8).

    `seen` is the version that they read (`meanwhile.version_read`). Raises NotAllowed, AlreadyGiven, ChangedMeanwhile,
    StateChanged, Refusal.
    """
    hold(application, application.state)
    application.refresh_from_db(fields=["session"])
    membership = rules.may_give_opinion(by, application, paris_day(at)).require()
    meanwhile.check_version(seen, application)
    if not reasons.strip():
        raise Refusal("Motivez votre avis en quelques phrases.", field="reasons")
    try:
        with transaction.atomic():
            opinion = Opinion.objects.create(
                application=application,
                session=application.session,
                member=by,
                view=view,
                reasons=reasons,
                given_at=at,
            )
    except IntegrityError as twice:
        raise AlreadyGiven("Vous avez déjà donné votre avis sur ce dossier.") from twice
    journal.record(action="give_opinion", subject=application, by=by, membership=membership, at=at)
    return opinion


# ---------------------------------------------------------------- the meeting


@transaction.atomic
def hold_session(
    *, session: CommitteeSession, present: Iterable[User], by: User, at: datetime
) -> CommitteeSession:
    """Record that the committee met, with those `present`: its files are examined, in an order now fixed (spec L8).

    Each file wants its quorum among the members who are not recused on it, conflicts found since included; a tie of
    names is verified first. Raises NotAllowed (an empty agenda included), NotAMember (somebody who was not of the
    committee that day), Unverified, NoQuorum, StateChanged.
    """
    hold(session, session.state)
    membership = rules.may_hold_session(by, session, paris_day(at)).require()
    if session.starts_at and at < datetime.combine(session.held_on, session.starts_at, PARIS):
        raise Refusal(
            f"La séance commence à {french.clock_hour(session.starts_at)}\N{NO-BREAK SPACE}: enregistrez sa tenue à "
            "partir de cette heure, ou changez d’abord ses heures.",
            field="present",
        )
    files = list(selectors.files_to_examine(session))
    find_recusals(session, at=at)
    seated = set(selectors.seated_at(session).values_list("pk", flat=True))
    came = {user.pk for user in present}
    if came - seated:
        raise NotAMember("Seuls les membres du comité au jour de la séance y siègent.", field="present")
    if left := ties_to_verify(session, files, paris_day(at)):
        raise Unverified(
            f"Des liens restent à confirmer\N{NO-BREAK SPACE}: {left}. Depuis la page de chaque dossier, enregistrez "
            "le déport, ou écartez le lien.",
            field="present",
        )
    _check_quorum(session, files, seated=seated, came=came)
    session.members.update(seated=False)
    session.members.filter(user__in=seated).update(seated=True)
    session.members.filter(user__in=came).update(present=True)
    fix_agenda(session, files, at=at)
    advance(session, SESSION, "hold_session", by=by, membership=membership, at=at, held_at=at)
    for application in files:
        advance(
            application,
            APPLICATION,
            "examine",
            by=by,
            membership=membership,
            at=at,
            only={"session": session},
            examined_at=at,
        )
    return session


def ties_to_verify(session: CommitteeSession, files: Sequence[LabelApplication], day: date) -> str:
    """The ties of names left to verify among those who sit, « Anne Roy (C-2026-0001) », empty when there is none.

    A file is closed to who has one: they neither count nor leave before somebody has verified it (decision 0064).
    """
    numbers = {file.pk: file.number for file in files}
    seated = set(selectors.seated_at(session).values_list("pk", flat=True))
    left = [
        f"{doubt.member} ({numbers[key]})"
        for key, doubts in selectors.doubts_in(session, files, day).items()
        for doubt in doubts
        if doubt.whole and doubt.member.pk in seated
    ]
    return ", ".join(dict.fromkeys(left))


def _check(faults: Mapping[str, str]) -> None:
    for field, sentence in faults.items():
        raise BadDates(sentence, field=field)


def _check_quorum(
    session: CommitteeSession, files: list[LabelApplication], *, seated: set[int], came: set[int]
) -> None:
    """Every file that lacks its quorum is named, with the two ways out."""
    percent = rules.quorum(session.held_on)
    aside = set(Recusal.objects.standing().filter(session=session).values_list("application", "member"))
    lacking = []
    for application in files:
        sitting = {user for user in seated if (application.pk, user) not in aside}
        present = sitting & came
        if not rules.quorum_met(len(present), len(sitting), percent):
            lacking.append(f"{application.number} ({len(present)} sur {len(sitting)})")
    if lacking:
        raise NoQuorum(
            f"Le quorum n’est pas atteint sur {', '.join(lacking)} : il faut la présence de plus de {percent} % des "
            "membres non déportés. Vérifiez les présences, ou retirez d’abord de l’ordre du jour ce qui ne peut être "
            "examiné : le dossier attendra une autre séance.",
            field="present",
        )
