"""From which day a decision can be contested, and until when (spec X11)."""

from datetime import date

from expect.accounts import rules as accounts
from expect.accounts.enums import ServiceWay
from expect.accounts.models import User
from expect.accounts.service import proofs, received_on
from expect.documents.models import IssuedDocument
from expect.kernel.verdict import Verdict
from labels.enums import Outcome
from labels.models import Appeal, Decision, LabelApplication
from labels.rules.terms import last_day_to_contest, months_to_contest

UNSENT = "Cette décision n’est pas encore notifiée."
NO_ANSWER_YET = "Ce recours n’a pas encore reçu sa réponse."
MOOT = "Ce recours est sans objet : aucune lettre n’y répond."


def is_contestable(decision: Decision) -> bool:
    """Whether its letter gives the ways of appeal: a refusal, or a grant narrower than asked (spec L9)."""
    return decision.outcome == Outcome.REFUSED or decision.narrowed


def may_register_service(
    user: User, letter: IssuedDocument | None, on: date, *, unsent: str = UNSENT
) -> Verdict:
    """Enter the receipt of a notified act; an opening here stands by itself, without letter to register."""
    verdict = accounts.may_register_service(user, on).unless(letter is None, unsent)
    if not verdict:
        return verdict
    last = proofs(letter).first()
    return verdict.unless(
        last is not None and last.way == ServiceWay.OPENED,
        "Cette lettre a été ouverte en ligne par l’organisme : elle est notifiée.",
    )


def may_register_answer(user: User, appeal: Appeal, on: date) -> Verdict:
    """Enter the receipt of the answer to an appeal."""
    return may_register_service(user, appeal.letter, on, unsent=MOOT if appeal.answered_at else NO_ANSWER_YET)


def contest_until(act: Decision | LabelApplication) -> date | None:
    """The last day to contest a notified decision, or the inadmissibility of a file.

    None while nothing shows that its letter was received: time does not run.
    """
    application, letter = (
        (act.application, act.letter) if isinstance(act, Decision) else (act, act.inadmissible_letter)
    )
    received = received_on(letter)
    if received is None:
        return None
    return last_day_to_contest(received, months_to_contest(application.organisation))
