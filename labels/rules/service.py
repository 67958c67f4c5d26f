"""From which day a decision can be contested, and until when (spec X11)."""

from datetime import date

from expect.accounts import rules as accounts
from expect.accounts.enums import ServiceWay
from expect.accounts.models import User
from expect.accounts.service import proofs, received_on
from expect.documents.models import IssuedDocument
from expect.kernel.verdict import Verdict
from labels.enums import Outcome
from labels.models import Appeal, Decision, Dismissal
from labels.rules.terms import last_day_to_contest, months_to_contest

UNSENT = "Cette décision n’est pas encore notifiée."
NO_ANSWER_YET = "Ce recours n’a pas encore reçu sa réponse."
MOOT = "Ce recours est sans objet : aucune lettre n’y répond."


def is_contestable(act: Decision | Dismissal) -> bool:
    """Whether its letter gives the ways of appeal: a refusal, a grant narrower than asked, a dismissal (spec L9)."""
    return isinstance(act, Dismissal) or act.outcome == Outcome.REFUSED or act.narrowed


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
        "Cette lettre a été ouverte en ligne par l’organisme : elle est notifiée.",
    )


def may_register_answer(user: User, appeal: Appeal, on: date) -> Verdict:
    """Enter the receipt of the answer to an appeal."""
    return may_register_service(user, appeal.letter, on, unsent=MOOT if appeal.answered_at else NO_ANSWER_YET)


def contest_until(act: Decision | Dismissal) -> date | None:
    """The last day to contest what was notified; None while nothing shows that its letter came: time does not run."""
    received = received_on(act.letter)
    return (
        last_day_to_contest(received, months_to_contest(act.application.organisation)) if received else None
    )
