"""Who contests what, and who answers (spec L9)."""

from datetime import date

from expect.accounts.enums import Role
from expect.accounts.models import User
from expect.accounts.rules import holds, is_daect, may_commit
from expect.documents.models import IssuedDocument
from expect.kernel.clock import add_months
from expect.kernel.verdict import Verdict
from labels.enums import ApplicationState
from labels.models import Appeal, Decision, LabelApplication
from labels.rules.service import contest_until

MONTHS_OF_SILENCE = 2
"""After which an appeal that nobody answered is rejected (CRPA L. 231-4; docs/legal.md)."""
CONTESTABLE = (ApplicationState.REFUSED, ApplicationState.INADMISSIBLE)


def contested(application: LabelApplication) -> Decision | None:
    """The refusal that an appeal would contest; None where it would be the inadmissibility."""
    if application.state != ApplicationState.REFUSED:
        return None
    return application.decisions.filter(notified_at__isnull=False).latest("notified_at")


def notified_by(application: LabelApplication) -> IssuedDocument | None:
    """The letter of what an appeal would contest."""
    decision = contested(application)
    return decision.letter if decision else application.inadmissible_letter


def is_late(application: LabelApplication, received_on: date) -> bool:
    """Whether an appeal of that day comes after the last one; never while nothing shows when time began."""
    last = contest_until(contested(application) or application)
    return last is not None and received_on > last


def rejected_on(received_on: date) -> date:
    """The day on which silence on an appeal of that day rejects it."""
    return add_months(received_on, MONTHS_OF_SILENCE)


def may_appeal(user: User, application: LabelApplication, on: date) -> Verdict:
    """Contest a refusal or an inadmissibility, for the body: late or not, DAECT answers."""
    return _open_to_appeal(may_commit(user, application.organisation_id, on), application)


def may_register_appeal(user: User, application: LabelApplication, on: date) -> Verdict:
    """Register an appeal that came on paper (spec X13)."""
    return _open_to_appeal(is_daect(user, on), application)


def may_answer_appeal(user: User, appeal: Appeal, on: date) -> Verdict:
    """Answer, once: the head signs it."""
    return holds(user, on, Role.HEAD).unless(
        appeal.answered_at is not None,
        f"Ce recours a déjà sa réponse : {appeal.get_outcome_display().lower()}.",
    )


def _open_to_appeal(verdict: Verdict, application: LabelApplication) -> Verdict:
    verdict = verdict.unless(
        application.state not in CONTESTABLE, "Un recours porte sur un refus ou une irrecevabilité notifiés."
    )
    if not verdict:
        return verdict
    return verdict.unless(
        application.appeals.filter(answered_at=None).exists(),
        "Un recours attend déjà sa réponse.",
    )
