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
from expect.web import french
from labels import appeal_texts, rules, subjects
from labels.enums import AppealOutcome
from labels.letters import DECISION_TEMPLATE, appeal_values
from labels.models import Appeal
from labels.rules import appeals, months_to_contest

RECEIPT_TEXTS = (appeal_texts.APPEAL_RECEIPT, appeal_texts.APPEAL_SILENCE)
RECEIPT_WITHOUT_EFFECT = (*RECEIPT_TEXTS, appeal_texts.APPEAL_WITHOUT_EFFECT)
UPHELD_FOR_HOLDER = (appeal_texts.APPEAL_UPHELD, appeal_texts.AFTER_NARROWED_UPHELD)
UPHELD_AGAINST_SILENCE = (appeal_texts.APPEAL_UPHELD, appeal_texts.AFTER_SILENCE_UPHELD)
WITH_EARLIER_REFUSAL = (*UPHELD_AGAINST_SILENCE, appeal_texts.EARLIER_REFUSAL_WITHDRAWN)
BEFORE_LATER_REFUSAL = (*UPHELD_AGAINST_SILENCE, appeal_texts.LATER_REFUSAL_STANDS)
ANSWER_TEXTS: Mapping[str, tuple[Text, ...]] = {
    AppealOutcome.UPHELD: (appeal_texts.APPEAL_UPHELD, appeal_texts.AFTER_APPEAL_UPHELD),
    AppealOutcome.REJECTED: (appeal_texts.APPEAL_REJECTED,),
    AppealOutcome.INADMISSIBLE: (appeal_texts.APPEAL_INADMISSIBLE,),
}
"""What the letter of each answer says, but for an appeal upheld against a grant or against silence."""


def receipt_context(appeal: Appeal, on: date, *, stops: bool) -> dict[str, Any]:
    """Date, number, what silence means and when; how a rejection is contested, where it `stops` the court's time."""
    wordings, values = in_force(on), appeal_values(appeal)
    ways = appeals.against_rejection(wordings, months_to_contest(appeal.application.organisation))
    return {
        "letter": letter(
            appeal.application.organisation,
            on,
            reference=appeal.number,
            subject=wordings[subjects.APPEAL_RECEIPT].filled(values),
            appeal=ways if stops else (),
            wordings=wordings,
        ),
        "paragraphs": [
            wordings[text].filled(values) for text in (RECEIPT_TEXTS if stops else RECEIPT_WITHOUT_EFFECT)
        ],
    }


def answer_context(
    appeal: Appeal, *, outcome: str, answer: str, authority: SigningAuthority | None, on: date
) -> dict[str, Any]:
    """The signed answer; `authority` is None in a preview when nobody can sign yet."""
    wordings, values = in_force(on), appeal_values(appeal) | {"motifs": answer}
    if other_on := rules.other_refusal(appeal, on):
        values["date de l’autre refus"] = french.day(other_on)
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
        "paragraphs": [wordings[text].filled(values) for text in _said(appeal, outcome, other_on)],
    }


def _said(appeal: Appeal, outcome: str, other_on: date | None) -> tuple[Text, ...]:
    if outcome == AppealOutcome.UPHELD and appeal.implicit_on:
        if other_on is None:
            return UPHELD_AGAINST_SILENCE
        return WITH_EARLIER_REFUSAL if other_on < appeal.implicit_on else BEFORE_LATER_REFUSAL
    widens = outcome == AppealOutcome.UPHELD and rules.widens(appeal)
    return UPHELD_FOR_HOLDER if widens else ANSWER_TEXTS[outcome]


def issue_receipt(appeal: Appeal, *, stops: bool, at: datetime) -> IssuedDocument:
    """The receipt of an appeal, which `stops` the time to go to court or not."""
    return issue(
        kind="appeal_receipt",
        template=DECISION_TEMPLATE,
        context=receipt_context(appeal, paris_day(at), stops=stops),
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
