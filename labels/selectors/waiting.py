"""Whose turn it is on a file, since when, and which files one keeps in sight: for lists, on many rows at once."""

from collections.abc import Sequence
from datetime import date

from django.db.models import (
    Case,
    DateTimeField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce

from expect.accounts.models import User
from expect.kernel.clock import paris_midnight
from expect.web import marks
from labels.enums import ApplicationState as A
from labels.enums import Side, Turn
from labels.models import Appeal, CorrectionRequest, FileMessage, LabelApplication
from labels.rules import awaiting, refused_on, silence_day, waits
from labels.selectors.appeals import appeals_by_file

RELEASED = Q(state=A.ADMISSIBLE, session=None)
SINCE = {
    A.SUBMITTED: "submitted_at",
    A.DEFERRED: "notified_at",
    A.EXAMINED: "examined_at",
    A.ADMISSIBLE: "admitted_at",
}
"""From when a file waits, by its state; released, since then; to correct, since asked; an appeal, since it came."""
ASKED = CorrectionRequest.objects.filter(application=OuterRef("pk"), settled_at=None)
NEVER = Value("9999-12-31 00:00:00+00:00", DateTimeField())


def turns(on: date) -> dict[Turn, Q]:
    """The files on which it is the turn of each, that day; `turn_of` says the same of one file."""
    appealed = Q(Exists(_awaited(on)))
    return {
        Turn.DAECT: Q(state__in=(A.SUBMITTED, A.DEFERRED, A.EXAMINED)) | RELEASED | appealed,
        Turn.BODY: Q(state=A.CHANGES_REQUESTED) & ~appealed,
        Turn.COMMITTEE: Q(state=A.ADMISSIBLE, session__isnull=False) & ~appealed,
    }


def turn_of(application: LabelApplication, appeal: Appeal | None = None) -> Turn | None:
    """Whose turn it is on a lodged file, where `appeal` waits for its answer; None once it is over."""
    if appeal:
        return Turn.DAECT
    match application.state:
        case A.ADMISSIBLE:
            return Turn.COMMITTEE if application.session_id else Turn.DAECT
        case A.SUBMITTED | A.DEFERRED | A.EXAMINED:
            return Turn.DAECT
        case A.CHANGES_REQUESTED:
            return Turn.BODY
    return None


def with_waiting(applications: QuerySet[LabelApplication], on: date) -> QuerySet[LabelApplication]:
    """Each lodged file with `waiting_since`, the instant from which it waits for whose turn it is; None once over.

    `waiting_order` sorts by it on both engines, what is over last.
    """
    released = When(RELEASED, then=F("released_at"))
    cases = [released, *(When(state=state, then=F(fact)) for state, fact in SINCE.items())]
    asked = When(state=A.CHANGES_REQUESTED, then=Subquery(ASKED.values("asked_at")[:1]))
    appealed = Subquery(_awaited(on).values(day=Cast("received_on", DateTimeField()))[:1])
    since = Coalesce(appealed, Case(*cases, asked, output_field=DateTimeField(null=True)))
    return applications.annotate(waiting_since=since).alias(waiting_order=Coalesce(since, NEVER))


def complete_rows(applications: Sequence[LabelApplication], user: User, on: date) -> None:
    """Give the rows of a page what they show beside their columns, in a few queries.

    The `appeal` that waits, `refused_on`, the refusal by silence that stands, `falls_on`, the one to come,
    `waiting_since`, `is_unread`, `is_marked`. What is unread, and what one keeps in sight, is little: read whole, it
    costs less than asked row by row, or in the query of the list.
    """
    appeals = appeals_by_file(applications)
    asked_of = [file.pk for file in applications if file.state == A.CHANGES_REQUESTED]
    asked = CorrectionRequest.objects.filter(application__in=asked_of, settled_at=None) if asked_of else ()
    asked_at = {request.application_id: request.asked_at for request in asked}
    received = FileMessage.objects.filter(side=Side.BODY, read_at=None)
    unread = set(received.values_list("application_id", flat=True))
    marks.tell_marked(applications, user, LabelApplication)
    for file in applications:
        mine, since = appeals.get(file.pk, ()), SINCE.get(A(file.state))
        file.appeal = next((appeal for appeal in mine if waits(appeal, on)), None)
        file.refused_on, falls_on = refused_on(file, mine, on), silence_day(file, mine)
        file.falls_on = falls_on if falls_on and falls_on >= on else None
        file.waiting_since = file.released_at or (getattr(file, since) if since else asked_at.get(file.pk))
        if file.appeal:
            file.waiting_since = paris_midnight(file.appeal.received_on)
        file.is_unread = file.pk in unread


def _awaited(on: date) -> QuerySet[Appeal]:
    """The appeals on a file, the outer row, whose answer is awaited that day."""
    return Appeal.objects.filter(awaiting(on), application=OuterRef("pk")).order_by("received_on")
