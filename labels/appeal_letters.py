"""What an appeal is acknowledged and answered by, frozen at issue (spec L9, X10, X12)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from expect.accounts.models import SigningAuthority
from expect.documents.issuing import issue
from expect.documents.models import IssuedDocument
from expect.kernel.clock import paris_day
from expect.programme.letterhead import letter
from expect.programme.texts import Text, in_force
from labels import rules, subjects, texts
from labels.enums import AppealOutcome
from labels.letters import DECISION_TEMPLATE, appeal_values
from labels.models import Appeal
from labels.rules import appeals, months_to_contest

RECEIPT_TEXTS = (texts.APPEAL_RECEIPT, texts.APPEAL_SILENCE)
UPHELD_FOR_HOLDER = (texts.APPEAL_UPHELD, texts.AFTER_NARROWED_UPHELD)
UPHELD_AGAINST_SILENCE = (texts.APPEAL_UPHELD, texts.AFTER_SILENCE_UPHELD)
ANSWER_TEXTS: Mapping[str, tuple[Text, ...]] = {
    AppealOutcome.UPHELD: (texts.APPEAL_UPHELD, texts.AFTER_APPEAL_UPHELD),
    AppealOutcome.REJECTED: (texts.APPEAL_REJECTED,),
    AppealOutcome.INADMISSIBLE: (texts.APPEAL_INADMISSIBLE,),
}
"""What the letter of each answer says, but for an appeal upheld against a grant or against silence."""


def receipt_context(appeal: Appeal, on: date) -> dict[str, Any]:
    """Date, number, what silence means and when, how a rejection is contested."""
    wordings, values = in_force(on), appeal_values(appeal)
    return {
        "letter": letter(
            appeal.application.organisation,
            on,
            reference=appeal.number,
            subject=wordings[subjects.APPEAL_RECEIPT].filled(values),
            appeal=appeals.against_rejection(wordings, months_to_contest(appeal.application.organisation)),
            wordings=wordings,
        ),
        "paragraphs": [wordings[text].filled(values) for text in RECEIPT_TEXTS],
    }


def answer_context(
    appeal: Appeal, *, outcome: str, answer: str, authority: SigningAuthority | None, on: date
) -> dict[str, Any]:
    """The signed answer; `authority` is None in a preview when nobody can sign yet."""
    wordings, values = in_force(on), appeal_values(appeal) | {"motifs": answer}
    ways = appeals.against_rejection(wordings, months_to_contest(appeal.application.organisation))
    return {
        "letter": letter(
            appeal.application.organisation,
            on,
            reference=appeal.number,
            subject=wordings[subjects.APPEAL_ANSWER].filled(values),
            authority=authority,
            appeal=() if outcome == AppealOutcome.UPHELD else ways,
            wordings=wordings,
        ),
        "paragraphs": [wordings[text].filled(values) for text in _said(appeal, outcome)],
    }


def _said(appeal: Appeal, outcome: str) -> tuple[Text, ...]:
    if outcome == AppealOutcome.UPHELD and appeal.implicit_on:
        return UPHELD_AGAINST_SILENCE
    widens = outcome == AppealOutcome.UPHELD and rules.widens(appeal)
    return UPHELD_FOR_HOLDER if widens else ANSWER_TEXTS[outcome]


def issue_receipt(appeal: Appeal, *, at: datetime) -> IssuedDocument:
    """The receipt of an appeal."""
    return issue(
        kind="appeal_receipt",
        template=DECISION_TEMPLATE,
        context=receipt_context(appeal, paris_day(at)),
        title=f"Accusé de réception du recours {appeal.number}",
        at=at,
    )


def issue_answer(
    appeal: Appeal, *, outcome: str, answer: str, authority: SigningAuthority, at: datetime
) -> IssuedDocument:
    """The signed letter of an answer."""
    words = answer_context(appeal, outcome=outcome, answer=answer, authority=authority, on=paris_day(at))
    return issue(
        kind="appeal_answer",
        template=DECISION_TEMPLATE,
        context=words,
        title=f"Réponse au recours {appeal.number}",
        at=at,
    )
