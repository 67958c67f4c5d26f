"""What stage 1 has waiting for each person (spec X4)."""

from datetime import date, timedelta

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Concat

from expect.accounts.enums import DAECT_ROLES, Role
from expect.accounts.models import ElectronicConsent, ProofOfService, User
from expect.accounts.selectors import holds_role, is_daect, memberships_on, organisations_of, people
from expect.accounts.work import rows
from expect.kernel.clock import paris_midnight
from labels.enums import ApplicationState, Outcome, SessionState, Side
from labels.models import (
    Appeal,
    CommitteeSession,
    Decision,
    LabelApplication,
    Opinion,
    Recusal,
    SessionMember,
)
from labels.rules import MET, OPEN_TO_OPINIONS, SILENCE_RUNS
from labels.selectors import complete, to_answer

TO_CORRECT = {
    "state": ApplicationState.CHANGES_REQUESTED,
    "correction_requests__settled_at": None,
    "correction_requests__isnull": False,
}
CORRECTION = {"since": "correction_requests__asked_at", "due_on": "correction_requests__answer_by"}
PATIENCE = timedelta(days=15)
"""How long a body that agreed has to open a letter before it is sent by post as well."""
SILENCE_NEAR = timedelta(days=15)
"""Before silence falls on a file, everybody at DAECT sees it again: the person in charge may be away (spec X10)."""


def work_items(user: User, day: date) -> list[QuerySet]:
    """What stage 1 has waiting for `user` (spec X4): one queryset per kind of thing."""
    files, sessions = LabelApplication.objects.all(), CommitteeSession.objects.all()
    found = []
    if bodies := organisations_of(user, day):
        found += _drafts(user, day, bodies)
        unfinished = Q(handed_over_at=None) | ~complete()
        to_correct = files.filter(unfinished, organisation__in=bodies, **TO_CORRECT)
        found.append(_file_rows(to_correct, "labels.correct", **CORRECTION))
        found.append(_answers(files.filter(organisation__in=bodies), Side.BODY, "labels.answer_daect"))
    if signed := [m.organisation_id for m in memberships_on(user, day) if m.role == Role.SIGNATORY]:
        corrected = files.filter(
            complete(),
            organisation__in=signed,
            state=ApplicationState.CHANGES_REQUESTED,
            handed_over_at__isnull=False,
        )
        found.append(_file_rows(corrected, "labels.sign", since="handed_over_at"))
    if is_daect(user, day):
        lodged, files = files, files.filter(_in_charge(user, day))
        found.append(_answers(files, Side.DAECT, "labels.answer_body"))
        found.append(_marked(lodged, user))
        held = files.filter(state=ApplicationState.EXAMINED).exclude(decisions__session=F("session"))
        on_agenda = Exists(lodged.filter(session=OuterRef("pk"), state=ApplicationState.ADMISSIBLE))
        shut = Q(state=SessionState.PLANNED, cut_off_on__lt=day) | Q(state=SessionState.CLOSED)
        found += [
            _file_rows(
                files.filter(state=ApplicationState.SUBMITTED),
                "labels.check",
                since="submitted_at",
                due_on="silence_on",
            ),
            _file_rows(
                files.filter(state=ApplicationState.DEFERRED), "labels.admit_again", since="notified_at"
            ),
            _file_rows(
                files.filter(state=ApplicationState.ADMISSIBLE, session=None),
                "labels.admit_again",
                since="admitted_at",
            ),
            _file_rows(
                files.filter(correction_requests__answer_by__lt=day, **TO_CORRECT),
                "labels.close",
                **CORRECTION,
            ),
            _file_rows(held, "labels.decide", since="examined_at"),
            _file_rows(
                lodged.filter(SILENCE_RUNS, silence_on__range=(day, day + SILENCE_NEAR)).exclude(
                    state=ApplicationState.SUBMITTED
                ),
                "labels.answer_in_time",
                since="submitted_at",
                due_on="silence_on",
            ),
            _session_rows(
                sessions.filter(on_agenda, state=SessionState.PLANNED, cut_off_on__lt=day),
                "labels.close_session",
                since="planned_at",
                due_on="held_on",
            ),
            _session_rows(
                sessions.filter(on_agenda, state=SessionState.CLOSED, held_on__lte=day),
                "labels.hold_session",
                since="closed_at",
                due_on="held_on",
            ),
            _session_rows(
                sessions.filter(shut, ~on_agenda),
                "labels.cancel_session",
                since="planned_at",
                due_on="held_on",
            ),
        ]
        unanswered = Appeal.objects.filter(answered_at=None)
        found.append(
            rows(
                unanswered,
                "labels.answer_appeal",
                title="application__organisation__name",
                since="registered_at",
                due_on="silence_on",
            )
        )
        contestable = Decision.objects.live().filter(Q(outcome=Outcome.REFUSED) | Q(narrowed=True))
        found += [
            rows(
                contestable.filter(_unproved(day, "notified_at", "letter", "application__organisation")),
                "labels.register_service",
                title="application__organisation__name",
                since="notified_at",
            ),
            _file_rows(
                lodged.filter(
                    _unproved(day, "inadmissible_at", "inadmissible_letter", "organisation"),
                    state=ApplicationState.INADMISSIBLE,
                ),
                "labels.register_file_service",
                since="inadmissible_at",
            ),
        ]
        undecided = lodged.filter(session=OuterRef("pk"), state=ApplicationState.EXAMINED).exclude(
            decisions__session=OuterRef("pk")
        )
        met = Exists(Decision.objects.filter(session=OuterRef("pk")))
        decided = sessions.filter(~Exists(undecided), met, state__in=MET, minutes=None)
        found.append(_session_rows(decided, "labels.establish_minutes", since="held_at"))
    if holds_role(user, day, Role.HEAD):
        undecided = LabelApplication.objects.filter(
            session=OuterRef("pk"), state=ApplicationState.EXAMINED
        ).exclude(decisions__session=OuterRef("pk"))
        ready = sessions.filter(~Exists(undecided), state=SessionState.HELD)
        found.append(_session_rows(ready, "labels.notify_session", since="held_at"))
    if holds_role(user, day, Role.COMMITTEE_MEMBER):
        unanswered = SessionMember.objects.filter(session=OuterRef("pk"), user=user, answer="")
        invited = sessions.filter(Exists(unanswered), state__in=OPEN_TO_OPINIONS)
        found.append(_session_rows(invited, "labels.answer_invitation", since="planned_at", due_on="held_on"))
        mine = {"application": OuterRef("pk"), "member": user}
        waiting = LabelApplication.objects.filter(
            ~Exists(Opinion.objects.filter(**mine, session=OuterRef("session"))),
            ~Exists(Recusal.objects.filter(**mine)),
            state=ApplicationState.ADMISSIBLE,
            session__state__in=OPEN_TO_OPINIONS,
            session__members__user=user,
        )
        found.append(
            _file_rows(waiting, "labels.give_opinion", since="admitted_at", due_on="session__held_on")
        )
    return found


def _drafts(user: User, day: date, bodies: list[int]) -> list[QuerySet]:
    """A draft is to be completed by anybody; whole, handed over by who fills in, signed and lodged by who signs."""
    drafts = LabelApplication.objects.filter(organisation__in=bodies, state=ApplicationState.DRAFT)
    signed = {m.organisation_id for m in memberships_on(user, day) if m.role == Role.SIGNATORY}
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


def _unproved(day: date, notified_at: str, letter: str, organisation: str) -> Q:
    """Letters that nothing shows received: at once without agreement, else PATIENCE later (spec X11)."""
    proved = ProofOfService.objects.filter(document=OuterRef(letter))
    agreed = ElectronicConsent.objects.filter(organisation=OuterRef(organisation), ended_at=None)
    waited = Q(**{f"{notified_at}__lt": paris_midnight(day - PATIENCE)})
    return ~Exists(proved) & (waited | ~Exists(agreed)) & Q(**{f"{letter}__isnull": False})


def _in_charge(user: User, day: date) -> Q:
    """Files of `user`, of nobody, of somebody who left; and, whoever has them, those about to be refused by silence."""
    others = people(DAECT_ROLES, day).exclude(pk=user.pk)
    falling = SILENCE_RUNS & Q(silence_on__lte=day + SILENCE_NEAR)
    return Q(officer=None) | ~Q(officer__in=others.values("pk")) | falling


def _marked(files: QuerySet, user: User) -> QuerySet:
    """The files that `user` keeps in sight, each with the note and the day chosen."""
    body = F("organisation__name")
    title = Case(When(marks__note="", then=body), default=Concat(body, Value(" – "), F("marks__note")))
    mine = files.filter(marks__owner=user)
    return rows(mine, "labels.marked", title=title, since="marks__created_at", due_on="marks__due_on")


def _answers(files: QuerySet, side: str, kind: str) -> QuerySet:
    """The files where messages await an answer from `side`, one row each, since the first of them."""
    waiting = to_answer(side, OuterRef("pk"))
    since = Subquery(waiting.order_by("written_at").values("written_at")[:1])
    return _file_rows(files.filter(Exists(waiting)), kind, since=since)


def _file_rows(
    queryset: QuerySet, kind: str, *, since: str | Combinable, due_on: str | None = None
) -> QuerySet:
    return rows(queryset, kind, title="organisation__name", since=since, due_on=due_on)


def _session_rows(queryset: QuerySet, kind: str, *, since: str, due_on: str | None = None) -> QuerySet:
    return rows(queryset, kind, title="name", since=since, due_on=due_on)
