"""When a decision may be taken to court, and who writes it down (spec L9, X11)."""

from datetime import date

from django.db.models import QuerySet

from expect.accounts.models import User
from expect.accounts.rules import is_daect
from expect.accounts.service import received_on
from expect.kernel.clock import paris_day
from expect.kernel.verdict import Verdict
from labels.enums import AppealOutcome
from labels.models import Appeal, CourtCase, Decision, LabelApplication
from labels.rules.contest import appeal_until, contested, is_open_to_appeal
from labels.rules.silence import implicit_refusal
from labels.rules.terms import last_day_to_contest, months_to_contest

ENDED = (AppealOutcome.UPHELD, AppealOutcome.MOOT)


def may_record_court_case(user: User, application: LabelApplication, on: date) -> Verdict:
    """Once something was notified, or silence has refused."""
    verdict = is_daect(user, on)
    if not verdict:
        return verdict
    silent = implicit_refusal(application, on) is not None
    notified = (
        application.inadmissible_at is not None
        or application.decisions.filter(notified_at__isnull=False).exists()
    )
    return verdict.unless(
        not (silent or notified),
        "Rien n’est encore décidé sur ce dossier : un tribunal ne peut pas en être saisi.",
    )


def may_correct_court_case(user: User, case: CourtCase, on: date) -> Verdict:
    """Put a mistyped number right, whenever it is seen."""
    return is_daect(user, on)


def may_record_judgment(user: User, case: CourtCase, on: date) -> Verdict:
    """How a case ended, once."""
    return is_daect(user, on).unless(
        case.judged_on is not None, f"L’issue est déjà inscrite : {case.get_judgment_display().lower()}."
    )


def rejection_until(appeal: Appeal, on: date) -> date | None:
    """The last day to take the rejection of an appeal to court.

    Only the first appeal lodged in time stops the time to go to court (CRPA L. 411-2): it runs again from the receipt
    of its rejection, or from the day on which silence rejects it. A rejection that comes later makes it run anew only
    if it comes before that time has ended (CJA R. 421-2). None for any other appeal, for one that is upheld or waits,
    and while nothing shows that the rejection was received.
    """
    if not _stops_time(appeal):
        return None
    if appeal.answered_at is None:
        return _silence_until(appeal) if on >= appeal.silence_on else None
    if not runs_from_answer(appeal):
        return _silence_until(appeal)
    received, months = received_on(appeal.letter), months_to_contest(appeal.application.organisation)
    return last_day_to_contest(received, months) if received else None


def runs_from_answer(appeal: Appeal) -> bool:
    """Whether the receipt of its answer opens the time to go to court."""
    if appeal.answered_at is None or not _stops_time(appeal):
        return False
    return paris_day(appeal.answered_at) <= _silence_until(appeal)


def _stops_time(appeal: Appeal) -> bool:
    alike = _against(appeal.application, appeal.decision_id, appeal.implicit_on)
    return appeal.outcome not in ENDED and appeal == _first_in_time(alike)


def _silence_until(appeal: Appeal) -> date:
    """The last day to take to court the rejection that silence makes."""
    return last_day_to_contest(appeal.silence_on, months_to_contest(appeal.application.organisation))


def court_until(application: LabelApplication, on: date) -> date | None:
    """The last day on which what stands may be taken to court.

    That of the rejection of the first appeal lodged in time, where there is one. None where nothing can be contested,
    while that appeal waits, or while nothing shows that the letter was received: the delay does not run.
    """
    if not is_open_to_appeal(application, on):
        return None
    appeal = _first_in_time(_appeals_against(application, on))
    return rejection_until(appeal, on) if appeal else appeal_until(application, on)


def until_of(act: Decision | LabelApplication, on: date) -> date | None:
    """The last day to contest a decision, or the inadmissibility of a file, while it stands."""
    if isinstance(act, LabelApplication):
        return court_until(act, on)
    return court_until(act.application, on) if act == contested(act.application) else None


def is_contested(application: LabelApplication, on: date) -> bool:
    """Whether an appeal was lodged on what stands: what is left is the court."""
    return is_open_to_appeal(application, on) and _appeals_against(application, on).exists()


def _appeals_against(application: LabelApplication, on: date) -> QuerySet[Appeal]:
    decision = contested(application)
    return _against(application, decision and decision.pk, implicit_refusal(application, on))


def _against(
    application: LabelApplication, decision: int | None, implicit_on: date | None
) -> QuerySet[Appeal]:
    found = application.appeals.exclude(outcome=AppealOutcome.UPHELD)
    return found.filter(decision=decision, implicit_on=implicit_on)


def _first_in_time(appeals: QuerySet[Appeal]) -> Appeal | None:
    """The one that stops the time to go to court."""
    return appeals.filter(late=False).order_by("received_on", "registered_at").first()
