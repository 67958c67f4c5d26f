"""When a decision may be taken to court, and who writes it down (spec L9, X11)."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from expect.accounts.models import User
from expect.accounts.rules import is_daect
from expect.accounts.service import received_on
from expect.kernel.clock import paris_day
from expect.kernel.verdict import Verdict
from labels.enums import AppealOutcome
from labels.models import Appeal, CourtCase, Decision, Dismissal, LabelApplication
from labels.rules.contest import (
    appeal_until,
    appeals_against,
    contested,
    is_open_to_appeal,
    standing_appeals,
)
from labels.rules.silence import implicit_refusal
from labels.rules.terms import last_day_to_contest, months_to_contest

ENDED = (AppealOutcome.UPHELD, AppealOutcome.MOOT)


def may_record_court_case(user: User, application: LabelApplication, on: date) -> Verdict:
    """Once something was notified, or silence has refused."""
    verdict = is_daect(user, on)
    if not verdict:
        return verdict
    told = Q(dismissals__isnull=False) | Q(decisions__notified_at__isnull=False)
    silent = implicit_refusal(application, on) is not None
    return verdict.unless(
        not (silent or LabelApplication.objects.filter(told, pk=application.pk).exists()),
        "Rien n’est encore décidé sur ce dossier : un tribunal ne peut pas en être saisi.",
    )


def may_correct_court_case(user: User, case: CourtCase, on: date) -> Verdict:
    """Put a mistyped number right, whenever it is seen."""
    return is_daect(user, on)


def may_record_judgment(user: User, case: CourtCase, on: date) -> Verdict:
    """How a case ended, once."""
    return is_daect(user, on).unless(
        case.judged_on is not None, f"L’issue est déjà inscrite : {case.get_judgment_display().lower()}."
    )


def rejection_until(appeal: Appeal, on: date) -> date | None:
    """The last day to go to court after the rejection of an appeal.

    Only the first appeal of each kind lodged in time, to the author and to the minister, stops the time to go to court;
    it runs again once all these are rejected (CRPA L. 411-2). None for any other appeal, where one was upheld or waits,
    and while nothing shows that a rejection was received.
    """
    stopping = _that_stop_time(_alike(appeal))
    return _after_rejections(stopping, on) if appeal in stopping else None


def runs_from_answer(appeal: Appeal) -> bool:
    """Whether the receipt of its answer opens the time to go to court: no other appeal that stops it waits."""
    stopping = _that_stop_time(_alike(appeal))
    return appeal in stopping and _answered_in_time(appeal) and all(one.answered_at for one in stopping)


def court_until(application: LabelApplication, on: date) -> date | None:
    """The last day on which what stands may be taken to court.

    After the last rejection of the appeals lodged in time, one of each kind, where there is one. None where nothing can
    be contested, while such an appeal waits, or while nothing shows that the letter was received: no delay runs.
    """
    if not is_open_to_appeal(application, on):
        return None
    stopping = _that_stop_time(standing_appeals(application, on))
    return _after_rejections(stopping, on) if stopping else appeal_until(application, on)


def until_of(act: Decision | Dismissal, on: date) -> date | None:
    """The last day to contest what was notified, while it stands."""
    return court_until(act.application, on) if act == contested(act.application) else None


def is_contested(application: LabelApplication, on: date) -> bool:
    """Whether an appeal was lodged on what stands: what is left is the court, or the other kind of appeal."""
    return is_open_to_appeal(application, on) and standing_appeals(application, on).exists()


def _alike(appeal: Appeal) -> QuerySet[Appeal]:
    return appeals_against(appeal.application, appeal.decision or appeal.dismissal, appeal.implicit_on)


def _that_stop_time(appeals: Iterable[Appeal]) -> list[Appeal]:
    """Of the `appeals` against one act, the first of each kind lodged in time; none once one was upheld."""
    first: dict[str, Appeal] = {}
    for appeal in appeals:
        if appeal.outcome in ENDED:
            return []
        if not appeal.late:
            first.setdefault(appeal.kind, appeal)
    return list(first.values())


def _after_rejections(appeals: Iterable[Appeal], on: date) -> date | None:
    days = [_rejected_until(appeal, on) for appeal in appeals]
    return None if None in days else max(days)


def _rejected_until(appeal: Appeal, on: date) -> date | None:
    """The last day that the rejection of this appeal alone gives.

    From the receipt of its rejection, or from the day on which silence rejects it. A rejection that comes later makes
    the time run anew only if it comes before that time has ended (CJA R. 421-2).
    """
    months = months_to_contest(appeal.application.organisation)
    if _answered_in_time(appeal):
        received = received_on(appeal.letter)
        return last_day_to_contest(received, months) if received else None
    silent = appeal.answered_at is not None or on >= appeal.silence_on
    return last_day_to_contest(appeal.silence_on, months) if silent else None


def _answered_in_time(appeal: Appeal) -> bool:
    """Whether its answer came while its rejection by silence could still be taken to court."""
    if appeal.answered_at is None:
        return False
    months = months_to_contest(appeal.application.organisation)
    answered_on = appeal.signed_on or paris_day(appeal.answered_at)
    return answered_on <= last_day_to_contest(appeal.silence_on, months)
