"""When a decision may be taken to court, and who writes it down (spec L9, X11)."""

from datetime import date

from expect.accounts.models import User
from expect.accounts.rules import is_daect
from expect.accounts.service import received_on
from expect.kernel.verdict import Verdict
from labels.enums import AppealOutcome
from labels.models import Appeal, CourtCase, LabelApplication
from labels.rules.contest import appeal_until, contested, is_open_to_appeal
from labels.rules.silence import implicit_refusal
from labels.rules.terms import last_day_to_contest, months_to_contest


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


def rejection_until(appeal: Appeal) -> date | None:
    """The last day to take the rejection of an appeal to court; None while nothing shows that it was received."""
    rejected = appeal.outcome in (AppealOutcome.REJECTED, AppealOutcome.INADMISSIBLE)
    since = received_on(appeal.letter) if rejected else None
    return last_day_to_contest(since, months_to_contest(appeal.application.organisation)) if since else None


def court_until(application: LabelApplication, on: date) -> date | None:
    """The last day on which what stands may be taken to court.

    The first appeal lodged in time stops the delay, which runs again from the receipt of its rejection, or from the day
    on which silence rejects it. None where nothing can be contested, while an appeal waits, or while nothing shows
    that the letter was received: the delay does not run.
    """
    if not is_open_to_appeal(application, on):
        return None
    against = {"decision": contested(application), "implicit_on": implicit_refusal(application, on)}
    appeal = application.appeals.filter(**against).order_by("registered_at").first()
    if appeal is None or appeal.late:
        return appeal_until(application, on)
    since = received_on(appeal.letter) if appeal.letter else appeal.silence_on
    if since is None or on < since:
        return None
    return last_day_to_contest(since, months_to_contest(application.organisation))
