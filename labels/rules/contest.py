"""Who contests what, and who answers (spec L9)."""

from datetime import date

from expect.accounts.enums import Role
from expect.accounts.models import User
from expect.accounts.rules import holds, is_daect, may_commit
from expect.documents.models import IssuedDocument
from expect.kernel.clock import add_months
from expect.kernel.verdict import Verdict
from labels.enums import ApplicationState, Outcome
from labels.models import Appeal, Decision, LabelApplication
from labels.rules.service import contest_until, is_contestable

MONTHS_OF_SILENCE = 2
"""After which an appeal that nobody answered is rejected (CRPA L. 231-4; docs/legal.md)."""
DECIDED = (ApplicationState.GRANTED, ApplicationState.REFUSED)


def contested(application: LabelApplication) -> Decision | None:
    """The refusal, or the grant, that an appeal would contest; None where it would be the inadmissibility."""
    if application.state not in DECIDED:
        return None
    return application.decisions.filter(notified_at__isnull=False).latest("notified_at")


def is_open_to_appeal(application: LabelApplication) -> bool:
    """Whether what was notified may be contested: an inadmissibility, a refusal, a grant narrower than asked."""
    decision = contested(application)
    return is_contestable(decision) if decision else application.state == ApplicationState.INADMISSIBLE


def notified_by(application: LabelApplication) -> IssuedDocument | None:
    """The letter of what an appeal would contest."""
    decision = contested(application)
    return decision.letter if decision else application.inadmissible_letter


def is_late(application: LabelApplication, received_on: date) -> bool:
    """Whether an appeal of that day comes after the last one; never while nothing shows when time began."""
    last = contest_until(contested(application) or application)
    return last is not None and received_on > last


def widens(appeal: Appeal) -> bool:
    """Whether it is against a grant: upheld, it leads to a wider one."""
    return appeal.decision is not None and appeal.decision.outcome == Outcome.GRANTED


def rejected_on(received_on: date) -> date:
    """The day on which silence on an appeal of that day rejects it."""
    return add_months(received_on, MONTHS_OF_SILENCE)


def may_appeal(user: User, application: LabelApplication, on: date) -> Verdict:
    """Contest what was notified, for the body: late or not, DAECT answers."""
    return _open_to_appeal(may_commit(user, application.organisation_id, on), application)


def may_register_appeal(user: User, application: LabelApplication, on: date) -> Verdict:
    """Register an appeal that came on paper (spec X13)."""
    return _open_to_appeal(is_daect(user, on), application)


def may_answer_appeal(user: User, appeal: Appeal, on: date) -> Verdict:
    """Answer, once: the head signs it."""
    return holds(user, on, Role.HEAD).unless(
        appeal.answered_at is not None,
        f"Ce recours a déjà sa réponse : {appeal.get_outcome_display().lower()}.",
    )


def _open_to_appeal(verdict: Verdict, application: LabelApplication) -> Verdict:
    if not verdict:
        return verdict
    return verdict.unless(
        not is_open_to_appeal(application),
        "Un recours porte sur un refus, une attribution plus étroite que la demande ou une irrecevabilité, une fois "
        "notifiés.",
    ).unless(
        application.appeals.filter(answered_at=None).exists(),
        "Un recours attend déjà sa réponse.",
    )
