"""When silence refuses a file (spec X10; docs/legal.md): the same of one file and of many."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, Q

from labels.enums import AppealOutcome, ApplicationState
from labels.models import Appeal, LabelApplication

UNDECIDED = (
    ApplicationState.SUBMITTED,
    ApplicationState.ADMISSIBLE,
    ApplicationState.EXAMINED,
    ApplicationState.DEFERRED,
)
"""Nothing was decided that a body may contest: admitting, examining or deferring a file does not stop silence."""
SILENCE_RUNS = Q(state__in=UNDECIDED) & ~Q(
    Exists(
        Appeal.objects.filter(
            Q(implicit_on=None) | Q(implicit_on=OuterRef("silence_on")),
            application=OuterRef("pk"),
            outcome=AppealOutcome.UPHELD,
            answered_at__gte=OuterRef("submitted_at"),
        )
    )
)
"""The files which silence refuses, on `silence_on`; `silence_day` says the same of one file."""


def refused_by_silence(on: date) -> Q:
    """The files that silence has refused, until an express answer; `implicit_refusal` says the same of one file."""
    return SILENCE_RUNS & Q(silence_on__lt=on) | Q(implicit_on__isnull=False)


def silence_day(application: LabelApplication, appeals: Iterable[Appeal]) -> date | None:
    """The day on which silence refuses the file; None once it was answered, were it by one of the `appeals` on it.

    An appeal against the refusal of what was lodged before answers nothing of what is lodged now.
    """
    if application.state not in UNDECIDED:
        return None
    of_now = (None, application.silence_on)
    answered = (
        appeal.outcome == AppealOutcome.UPHELD
        and appeal.implicit_on in of_now
        and appeal.answered_at >= application.submitted_at
        for appeal in appeals
    )
    return None if any(answered) else application.silence_on


def silence_before_session(application: LabelApplication) -> date | None:
    """The day of silence, where it comes before the file's session, or while no session is known."""
    falls_on = silence_day(application, application.appeals.all())
    session = application.session if application.state != ApplicationState.DEFERRED else None
    return falls_on if falls_on and (session is None or falls_on < session.held_on) else None


def implicit_refusal(application: LabelApplication, on: date) -> date | None:
    """The day on which silence has refused the file; None while it may still be answered, or once it was."""
    return refused_on(application, application.appeals.all(), on)


def refused_on(application: LabelApplication, appeals: Iterable[Appeal], on: date) -> date | None:
    """The same, with the `appeals` on the file at hand.

    Sent back for corrections, then lodged again, the file keeps that day, `implicit_on`, until an express answer;
    silence may refuse it anew: the later day then counts (decision 0056).
    """
    if application.state in UNDECIDED and application.silence_on < on:
        return silence_day(application, appeals) or application.implicit_on
    return application.implicit_on
