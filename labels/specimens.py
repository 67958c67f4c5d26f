"""The letters of stage 1 on a specimen, where DAECT reads a rewriting before deciding it (spec L9)."""

from datetime import date
from functools import partial
from typing import Any

from expect.programme.specimen import specimen_head
from expect.programme.texts import Letter, Text, Wordings, declare
from labels import texts
from labels.enums import Outcome
from labels.letters import (
    DECISION_TEMPLATE,
    INADMISSIBILITY_SUBJECT,
    INADMISSIBILITY_TEXTS,
    RECEIPT_SUBJECT,
    RECEIPT_TEMPLATE,
    SUBJECTS,
    decision_texts,
    receipt_words,
)
from labels.rules import appeals


def receipt(wordings: Wordings, on: date) -> dict[str, Any]:
    """A receipt, on that day."""
    return {
        "letter": specimen_head(
            on,
            reference=texts.NUMBER.sample,
            subject=RECEIPT_SUBJECT,
            signed=False,
            appeal=appeals.against_silence(wordings),
        ),
        "receipt": {
            "number": texts.NUMBER.sample,
            "organisation": texts.BODY.sample,
            "lodged_on": f"{texts.LODGED_ON.sample} à 10 h 04",
            "lodged_by": "Prénom Nom, maire",
            "attachments": ["Délibération.pdf"],
            **receipt_words(wordings, {**texts.RECEIPT.samples(), **texts.SILENCE.samples()}),
        },
    }


def decision(
    said: tuple[Text, ...], subject: str, wordings: Wordings, on: date, *, contestable: bool = False
) -> dict[str, Any]:
    """The letter of a decision on that subject, on that day."""
    return {
        "letter": specimen_head(
            on,
            reference=texts.NUMBER.sample,
            subject=subject,
            appeal=appeals.against_decision(wordings) if contestable else (),
        ),
        "paragraphs": [wordings[text].filled(text.samples()) for text in said],
    }


def _decision_letter(
    key: str, label: str, outcome: str, *, contestable: bool = False, narrowed: bool = False
) -> Letter:
    said = decision_texts(outcome, narrowed=narrowed)
    return Letter(
        1,
        key,
        label,
        "À la notification de la séance, signée, à l’organisme.",
        (*said, texts.AGAINST_DECISION) if contestable else said,
        DECISION_TEMPLATE,
        partial(decision, said, SUBJECTS[outcome], contestable=contestable),
    )


declare(
    Letter(
        1,
        "accuse",
        "Accusé de réception",
        "Au dépôt d’une candidature, à l’organisme.",
        (texts.RECEIPT, texts.SILENCE, texts.AGAINST_SILENCE),
        RECEIPT_TEMPLATE,
        receipt,
    ),
    _decision_letter("attribution", "Lettre d’attribution", Outcome.GRANTED),
    _decision_letter(
        "attribution-etroite",
        "Lettre d’attribution plus étroite que la demande",
        Outcome.GRANTED,
        contestable=True,
        narrowed=True,
    ),
    _decision_letter("refus", "Lettre de refus", Outcome.REFUSED, contestable=True),
    Letter(
        1,
        "irrecevabilite",
        "Lettre d’irrecevabilité",
        "Quand une candidature ne peut pas être examinée, signée, à l’organisme.",
        (*INADMISSIBILITY_TEXTS, texts.AGAINST_DECISION),
        DECISION_TEMPLATE,
        partial(decision, INADMISSIBILITY_TEXTS, INADMISSIBILITY_SUBJECT, contestable=True),
    ),
    _decision_letter("ajournement", "Lettre d’ajournement", Outcome.DEFERRED),
)
