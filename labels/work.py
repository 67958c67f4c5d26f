"""What stage 1 has waiting for each person (spec X4)."""

from datetime import date, timedelta

from django.db.models import DateTimeField, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce

from expect.accounts.enums import DAECT_ROLES, Role
from expect.accounts.models import User
from expect.accounts.selectors import holds_role, is_daect, memberships_on, organisations_of, people
from expect.accounts.work import marked_rows, rows
from labels.enums import AppealKind, ApplicationState, SessionState, Side
from labels.models import (
    Appeal,
    CommitteeSession,
    Decision,
    LabelApplication,
    Opinion,
    Recusal,
    SessionMember,
)
from labels.rules import MET, OPEN_TO_OPINIONS, SILENCE_RUNS, awaiting, silence_near_until
from labels.selectors import complete, files_in_doubt, to_answer
from labels.unproved import letters_to_open, letters_to_send

TO_CORRECT = {
    "state": ApplicationState.CHANGES_REQUESTED,
    "correction_requests__settled_at": None,
    "correction_requests__isnull": False,
}
CORRECTION = {"since": "correction_requests__asked_at", "due_on": "correction_requests__answer_by"}


def work_items(user: User, day: date) -> list[QuerySet]:
    """What stage 1 has waiting for `user` (spec X4): one queryset per kind of thing."""
    found = []
    if bodies := organisations_of(user, day):
        found += _of_bodies(user, day, bodies)
    if is_daect(user, day):
        found += [*_files_of_daect(user, day), *_sessions_of_daect(day), *letters_to_send(day)]
    if holds_role(user, day, Role.HEAD):
        ready = CommitteeSession.objects.filter(~Exists(_undecided()), state=SessionState.HELD)
        found.append(_session_rows(ready, "labels.notify_session", since="held_at"))
    if holds_role(user, day, Role.COMMITTEE_MEMBER):
        found += _of_member(user, day)
    return found


# ---------------------------------------------------------------- the body


def _of_bodies(user: User, day: date, bodies: list[int]) -> list[QuerySet]:
    files = LabelApplication.objects.filter(organisation__in=bodies)
    signed = [m.organisation_id for m in memberships_on(user, day) if m.role == Role.SIGNATORY]
    unfinished = Q(handed_over_at=None) | ~complete()
    corrected = files.filter(
        complete(),
        organisation__in=signed,
        state=ApplicationState.CHANGES_REQUESTED,
        handed_over_at__isnull=False,
    )
    return [
        *_drafts(files.filter(state=ApplicationState.DRAFT), signed),
        _file_rows(files.filter(unfinished, **TO_CORRECT), "labels.correct", **CORRECTION),
        _answers(files, Side.BODY, "labels.answer_daect"),
        *([_file_rows(corrected, "labels.sign", since="handed_over_at")] if signed else []),
        *letters_to_open(bodies),
    ]


def _drafts(drafts: QuerySet, signed: list[int]) -> list[QuerySet]:
    """A draft is to be completed by anybody; whole, handed over by who fills in, signed and lodged by who signs."""
    whole = drafts.filter(complete())
    to_hand_over = whole.filter(handed_over_at=None).exclude(organisation__in=signed)
    return [
        _file_rows(drafts.exclude(complete()), "labels.complete_draft", since="updated_at"),
        _file_rows(to_hand_over, "labels.hand_over", since="updated_at"),
        _file_rows(
            whole.filter(organisation__in=signed),
            "labels.sign",
            since=Coalesce("handed_over_at", "updated_at"),
        ),
    ]


# ---------------------------------------------------------------- DAECT


def _files_of_daect(user: User, day: date) -> list[QuerySet]:
    """The files in one's charge; what silence is about to decide, and the appeals that it has not rejected, are
    everybody's.

    What is to be closed is the head's, who signs it.
    """
    lodged = LabelApplication.objects.all()
    until = silence_near_until(day)
    files = lodged.filter(_in_charge(user, day, until))
    signed = lodged if holds_role(user, day, Role.HEAD) else lodged.none()
    near = SILENCE_RUNS & Q(silence_on__range=(day, until)) & ~Q(state=ApplicationState.SUBMITTED)
    return [
        _answers(files, Side.DAECT, "labels.answer_body"),
        marked_rows(lodged, "labels.marked", user, title="organisation__name"),
        _file_rows(
            files.filter(state=ApplicationState.SUBMITTED),
            "labels.check",
            since="submitted_at",
            due_on="silence_on",
        ),
        _file_rows(files.filter(state=ApplicationState.DEFERRED), "labels.admit_again", since="notified_at"),
        _file_rows(
            files.filter(state=ApplicationState.ADMISSIBLE, session=None),
            "labels.admit_again",
            since="released_at",
        ),
        _file_rows(
            signed.filter(correction_requests__answer_by__lt=day, **TO_CORRECT),
            "labels.close",
            since=_day_after(CORRECTION["due_on"]),
            due_on=CORRECTION["due_on"],
        ),
        _file_rows(
            files.filter(state=ApplicationState.EXAMINED).exclude(decisions__session=F("session")),
            "labels.decide",
            since="examined_at",
        ),
        _file_rows(
            lodged.filter(pk__in=files_in_doubt(day)),
            "labels.verify_tie",
            since="admitted_at",
            due_on="session__held_on",
        ),
        _file_rows(lodged.filter(near), "labels.answer_in_time", since="submitted_at", due_on="silence_on"),
        *(
            rows(
                Appeal.objects.filter(awaiting(day), kind=kind),
                code,
                title="application__organisation__name",
                since="registered_at",
                due_on="silence_on",
            )
            for kind, code in (
                (AppealKind.TO_AUTHOR, "labels.answer_appeal"),
                (AppealKind.TO_MINISTER, "labels.record_minister_answer"),
            )
        ),
    ]


def _sessions_of_daect(day: date) -> list[QuerySet]:
    sessions = CommitteeSession.objects.all()
    on_agenda = Exists(
        LabelApplication.objects.filter(session=OuterRef("pk"), state=ApplicationState.ADMISSIBLE)
    )
    shut = Q(state=SessionState.PLANNED, cut_off_on__lt=day) | Q(state=SessionState.CLOSED)
    met = Exists(Decision.objects.filter(session=OuterRef("pk")))
    return [
        _session_rows(
            sessions.filter(on_agenda, state=SessionState.PLANNED, cut_off_on__lt=day),
            "labels.close_session",
            since=_day_after("cut_off_on"),
            due_on="held_on",
        ),
        _session_rows(
            sessions.filter(on_agenda, state=SessionState.CLOSED, held_on__lte=day),
            "labels.hold_session",
            since=Cast("held_on", DateTimeField()),
            due_on="held_on",
        ),
        _session_rows(
            sessions.filter(shut, ~on_agenda),
            "labels.cancel_session",
            since=Coalesce("closed_at", _day_after("cut_off_on")),
            due_on="held_on",
        ),
        _session_rows(
            sessions.filter(~Exists(_undecided()), met, state__in=MET, minutes=None),
            "labels.establish_minutes",
            since="held_at",
        ),
    ]


def _undecided() -> QuerySet:
    """The examined files of a session, the outer row, without decision there."""
    examined = LabelApplication.objects.filter(session=OuterRef("pk"), state=ApplicationState.EXAMINED)
    return examined.exclude(decisions__session=OuterRef("pk"))


def _in_charge(user: User, day: date, until: date) -> Q:
    """Files of `user`, of nobody, of somebody who left; and, whoever has them, those about to be refused by silence."""
    others = people(DAECT_ROLES, day).exclude(pk=user.pk)
    falling = SILENCE_RUNS & Q(silence_on__range=(day, until))
    return Q(officer=None) | ~Q(officer__in=others.values("pk")) | falling


# ---------------------------------------------------------------- the committee


def _of_member(user: User, day: date) -> list[QuerySet]:
    unanswered = SessionMember.objects.filter(session=OuterRef("pk"), user=user, answer="")
    invited = CommitteeSession.objects.filter(Exists(unanswered), state__in=OPEN_TO_OPINIONS)
    mine = {"application": OuterRef("pk"), "member": user}
    waiting = LabelApplication.objects.filter(
        ~Exists(Opinion.objects.filter(**mine, session=OuterRef("session"))),
        ~Exists(Recusal.objects.carried().filter(**mine)),
        state=ApplicationState.ADMISSIBLE,
        session__state__in=OPEN_TO_OPINIONS,
        session__members__user=user,
    ).exclude(pk__in=files_in_doubt(day, user))
    return [
        _session_rows(invited, "labels.answer_invitation", since="planned_at", due_on="held_on"),
        _file_rows(waiting, "labels.give_opinion", since="admitted_at", due_on="session__held_on"),
    ]


# ---------------------------------------------------------------- rows


def _answers(files: QuerySet, side: str, kind: str) -> QuerySet:
    """The files where messages await an answer from `side`, one row each, since the first of them."""
    waiting = to_answer(side, OuterRef("pk"))
    since = Subquery(waiting.order_by("written_at").values("written_at")[:1])
    return _file_rows(files.filter(Exists(waiting)), kind, since=since)


def _file_rows(
    queryset: QuerySet, kind: str, *, since: str | Combinable, due_on: str | None = None
) -> QuerySet:
    return rows(queryset, kind, title="organisation__name", since=since, due_on=due_on)


def _session_rows(
    queryset: QuerySet, kind: str, *, since: str | Combinable, due_on: str | None = None
) -> QuerySet:
    return rows(queryset, kind, title="name", since=since, due_on=due_on)


def _day_after(column: str) -> Cast:
    """What had until that day waits for somebody from the next one."""
    return Cast(F(column) + timedelta(days=1), DateTimeField())
