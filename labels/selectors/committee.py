"""Sessions, their agenda, their members, the opinions."""

from collections.abc import Iterable, Sequence
from datetime import date
from hashlib import sha256

from django.db.models import BooleanField, Exists, Func, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from expect.accounts.enums import Role
from expect.accounts.models import Membership, User, held_on
from expect.accounts.selectors import holds_role, is_daect, people
from labels.enums import ApplicationState, SessionState, View
from labels.models import (
    AgendaPlace,
    CommitteeSession,
    Decision,
    LabelApplication,
    Opinion,
    Recusal,
    SessionMember,
)
from labels.rules import (
    OPEN_TO_OPINIONS,
    Doubt,
    Experts,
    members_to_set_aside,
    pending_doubts,
)

SEATED = Coalesce(
    "seated",
    Exists(
        Membership.objects.filter(
            held_on(OuterRef("session__held_on")),
            role=Role.COMMITTEE_MEMBER,
            user=OuterRef("user"),
            user__is_active=True,
        )
    ),
    output_field=BooleanField(),
)
"""Whether who is invited to a session is of the committee on its day: a role may end before it (spec L8).

Written when the session is held: a role that ends afterwards changes nothing.
"""


NOT_WITHDRAWN = frozenset(ApplicationState.values) - {ApplicationState.WITHDRAWN}
"""What an agenda counts besides what was decided there: a file that its body took back before is shown apart."""
UNRANKED = 32_767
"""Where the files without a rank come: after all the others."""


def visible_sessions(user: User, day: date) -> QuerySet[CommitteeSession]:
    """For DAECT, every session."""
    return CommitteeSession.objects.all() if is_daect(user, day) else CommitteeSession.objects.none()


def own_sessions(user: User, day: date) -> QuerySet[CommitteeSession]:
    """The sessions where a committee member sits."""
    if not holds_role(user, day, Role.COMMITTEE_MEMBER):
        return CommitteeSession.objects.none()
    return CommitteeSession.objects.filter(members__user=user)


def open_sessions(day: date) -> QuerySet[CommitteeSession]:
    """The sessions to whose agenda a file can still be put, the soonest first (spec L8)."""
    return CommitteeSession.objects.filter(state=SessionState.PLANNED, cut_off_on__gte=day).order_by(
        "held_on", "pk"
    )


def sessions_to_come(user: User) -> QuerySet[CommitteeSession]:
    """The sessions to which a member is invited and that were not held, the soonest first."""
    return CommitteeSession.objects.filter(members__user=user, state__in=OPEN_TO_OPINIONS).order_by(
        "held_on", "pk"
    )


def doubts_on(application: LabelApplication, day: date, experts: Experts | None = None) -> list[Doubt]:
    """What DAECT verifies of those who still sit on the file: what is alike by name (decision 0064)."""
    sitting = members_to_set_aside(application).values("user")
    members = list(User.objects.filter(pk__in=sitting).order_by("last_name", "first_name", "pk"))
    return [
        doubt for found in pending_doubts(members, [application], day, experts).values() for doubt in found
    ]


def sight_of_doubts(doubts: Iterable[Doubt]) -> str:
    """What a page showed of the ties to verify, in a few characters."""
    shown = sorted((doubt.member.public_id, doubt.ground, doubt.own, doubt.named) for doubt in doubts)
    return sha256(repr(shown).encode()).hexdigest()


def files_in_doubt(day: date, member: User | None = None) -> set[int]:
    """The files on an agenda to come that are closed until a tie of names is verified, to `member` or to anybody.

    Their keys (decision 0064); as many questions whatever the sessions.
    """
    files = every_file().filter(state=ApplicationState.ADMISSIBLE, session__state__in=OPEN_TO_OPINIONS)
    if member:
        files = files.filter(session__members__user=member)
    seated, sessions = {}, {file.session_id for file in files}
    if not sessions:
        return set()
    seats = SessionMember.objects.filter(session__in=sessions).select_related("user")
    for seat in seats.filter(user=member) if member else seats:
        seated.setdefault(seat.user, set()).add(seat.session_id)
    doubts = pending_doubts(list(seated), list(files), day)
    whole = {pair: found[0].member for pair, found in doubts.items() if any(doubt.whole for doubt in found)}
    if not whole:
        return set()
    session_of = {file.pk: file.session_id for file in files}
    aside = Recusal.objects.standing().filter(application__in=[key for key, _ in whole])
    gone = set(aside.values_list("application", "session", "member"))
    return {
        key
        for (key, person), user in whole.items()
        if session_of[key] in seated[user] and (key, session_of[key], person) not in gone
    }


def doubts_in(
    session: CommitteeSession,
    applications: Sequence[LabelApplication],
    day: date,
    members: Sequence[User] | None = None,
) -> dict[int, list[Doubt]]:
    """The same of several files of a session, by their keys; of all its members, unless `members` says which."""
    if members is None:
        members = [member.user for member in members_of(session)]
    aside = Recusal.objects.standing().filter(session=session).values_list("application", "member")
    gone, found = set(aside), {}
    for pair, doubts in pending_doubts(members, applications, day).items():
        if pair not in gone:
            found.setdefault(pair[0], []).extend(doubts)
    return found


def visible_recusals(user: User, day: date) -> QuerySet[Recusal]:
    """For DAECT, every recusal, those that were lifted included; for a member of the committee, theirs."""
    found = Recusal.objects.select_related(
        "member", "lifted_by", "session", "application__organisation", "application__session"
    )
    if is_daect(user, day):
        return found
    return found.filter(member=user) if holds_role(user, day, Role.COMMITTEE_MEMBER) else found.none()


def on_agenda(session: CommitteeSession | OuterRef, states: Iterable[str] = ApplicationState.values) -> Q:
    """The files of a session: those that it has, in one of these states, and those decided there.

    These stay, as in its minutes, whatever became of them since: gone to another session, withdrawn, closed.
    """
    here = OuterRef(session) if isinstance(session, OuterRef) else session
    decided = Decision.objects.filter(session=here).values("application")
    return Q(session=session, state__in=states) | Q(pk__in=decided)


def agenda(
    session: CommitteeSession, states: Iterable[str] = ApplicationState.values
) -> QuerySet[LabelApplication]:
    """The files of a session in their order."""
    return in_order(every_file().filter(on_agenda(session, states)), session)


def in_order(files: QuerySet[LabelApplication], session: CommitteeSession) -> QuerySet[LabelApplication]:
    """These files as the agenda of the session has them: by rank; then by number, those that were given none."""
    return files.order_by(rank_of("pk", session), "number", "pk")


def with_file_counts(
    sessions: QuerySet[CommitteeSession], states: Iterable[str] = NOT_WITHDRAWN
) -> QuerySet[CommitteeSession]:
    """Each session with `file_count`, as many as its page counts; the committee's shows `READ_BY_COMMITTEE` alone."""
    files = LabelApplication.objects.filter(on_agenda(OuterRef("pk"), states))
    return sessions.annotate(file_count=_count(files))


def with_opinion_counts(
    applications: QuerySet[LabelApplication], session: CommitteeSession | None = None
) -> QuerySet[LabelApplication]:
    """Each file with `opinion_count` of `sitting_count`: « n avis sur m », among those who sit on it (spec L8).

    In that session; by default, in the one where each file is now.
    """
    on_file = {
        "application": OuterRef(OuterRef("pk")),
        "member": OuterRef("user"),
        "session": OuterRef("session"),
    }
    sitting = SessionMember.objects.filter(
        SEATED,
        ~Exists(Recusal.objects.standing().filter(**on_file)),
        session=session.pk if session else OuterRef("session"),
    )
    given = sitting.filter(Exists(Opinion.objects.exclude(view=View.ABSTAINED).filter(**on_file)))
    return applications.annotate(opinion_count=_count(given), sitting_count=_count(sitting))


def opinions_in(session: CommitteeSession | int | None, application: LabelApplication) -> QuerySet[Opinion]:
    """The opinions on a file in that session, in the order given; `is_aside`: of somebody who left the file since."""
    return every_opinion(application).filter(session=session).order_by("given_at", "pk")


def every_opinion(application: LabelApplication) -> QuerySet[Opinion]:
    """The opinions on a file in all its sessions, the latest session first; in each, in the order given."""
    left = Recusal.objects.standing().filter(
        application=application, session=OuterRef("session"), member=OuterRef("member")
    )
    found = Opinion.objects.filter(application=application).annotate(is_aside=Exists(left))
    return found.select_related("member", "session").order_by(
        "-session__held_on", "-session", "given_at", "pk"
    )


def opinions_by_session(application: LabelApplication) -> tuple[list[Opinion], list[Opinion]]:
    """Those of its present session, and the earlier ones; in one query (spec L8)."""
    found = list(every_opinion(application))
    here = [one for one in found if one.session_id == application.session_id]
    return here, [one for one in found if one not in here]


def recusals_on(application: LabelApplication) -> QuerySet[Recusal]:
    """Who was set aside on a file in its current session, those of whom it was lifted included."""
    here = Recusal.objects.filter(application=application, session=application.session_id)
    return here.select_related("member", "lifted_by").order_by("since", "pk")


def members_of(session: CommitteeSession) -> QuerySet[SessionMember]:
    """Who is invited, in alphabetical order; `is_seated`: whether they are of the committee on its day."""
    members = session.members.select_related("user").annotate(is_seated=SEATED)
    return members.order_by("user__last_name", "user__first_name", "pk")


def committee_on(day: date) -> QuerySet[User]:
    """The members of the committee on that day, in alphabetical order."""
    return people((Role.COMMITTEE_MEMBER,), day).order_by("last_name", "first_name", "pk")


def files_to_examine(session: CommitteeSession) -> QuerySet[LabelApplication]:
    """The files still on the agenda of a session that was not held, in their order."""
    return in_order(every_file().filter(session=session, state=ApplicationState.ADMISSIBLE), session)


def members_to_tell(session: CommitteeSession, day: date) -> QuerySet[User]:
    """Those invited who are of the committee on that day; a person whose role has ended is left in peace."""
    return committee_on(day).filter(pk__in=session.members.values("user"))


def seated_at(session: CommitteeSession) -> QuerySet[User]:
    """Who can come to a session: those invited who are of the committee on its day, in alphabetical order (spec L8)."""
    seated = session.members.filter(SEATED).values("user")
    return User.objects.filter(pk__in=seated).order_by("last_name", "first_name", "pk")


def rank_of(file: str, session: CommitteeSession) -> Coalesce:
    """The rank of the file on the agenda of that session; `file` is the column that holds its key."""
    place = AgendaPlace.objects.filter(session=session, application=OuterRef(file))
    return Coalesce(Subquery(place.values("rank")), UNRANKED)


def _count(queryset: QuerySet) -> Subquery:
    return Subquery(queryset.order_by().values(n=Func("pk", function="COUNT", output_field=IntegerField())))


def every_file() -> QuerySet[LabelApplication]:
    """Files with their body and their session: where every look-up starts."""
    return LabelApplication.objects.select_related(
        "organisation__department", "organisation__region", "session"
    )
