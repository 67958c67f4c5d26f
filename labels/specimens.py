"""The letters of stage 1 on a specimen, where DAECT reads a rewriting before deciding it (spec L9)."""

from datetime import date
from functools import partial
from typing import Any

from expect.programme.specimen import specimen_head
from expect.programme.texts import Letter, Text, Wordings, declare
from expect.web import french
from labels import appeal_texts, rectification_letters, subjects, texts
from labels.appeal_letters import (
    ANSWER_TEXTS,
    BEFORE_LATER_REFUSAL,
    RECEIPT_WITHOUT_EFFECT,
    UPHELD_AGAINST_SILENCE,
    UPHELD_FOR_HOLDER,
    WITH_EARLIER_REFUSAL,
)
from labels.appeal_letters import RECEIPT_TEXTS as APPEAL_RECEIPT_TEXTS
from labels.decision_letters import decision_texts
from labels.enums import AppealOutcome, DismissalKind, Mention, Outcome
from labels.letters import (
    DECISION_TEMPLATE,
    DISMISSAL_TEXTS,
    RECEIPT_TEMPLATE,
    receipt_words,
)
from labels.rules import appeals


def on_specimen(text: Text, wordings: Wordings) -> str:
    """A text with its fields filled as a specimen has them."""
    return wordings[text].filled(text.samples())


def receipt(wordings: Wordings, on: date) -> dict[str, Any]:
    """A receipt, on that day."""
    return {
        "letter": specimen_head(
            on,
            wordings=wordings,
            reference=texts.NUMBER.sample,
            subject=on_specimen(subjects.RECEIPT, wordings),
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
    said: tuple[Text, ...], subject: Text, wordings: Wordings, on: date, *, contestable: bool = False
) -> dict[str, Any]:
    """The letter of a decision on that subject, on that day."""
    return {
        "letter": specimen_head(
            on,
            wordings=wordings,
            reference=texts.NUMBER.sample,
            subject=on_specimen(subject, wordings),
            appeal=appeals.against_decision(wordings) if contestable else (),
        ),
        "paragraphs": [on_specimen(text, wordings) for text in said],
    }


def _decision_letter(
    key: str, label: str, outcome: str, *, contestable: bool = False, narrowed: bool = False
) -> Letter:
    said, subject = decision_texts(outcome, narrowed=narrowed), subjects.DECISIONS[outcome]
    return Letter(
        1,
        key,
        label,
        "À la notification de la séance, signée, à l’organisme.",
        (subject, *said, texts.AGAINST_DECISION) if contestable else (subject, *said),
        DECISION_TEMPLATE,
        partial(decision, said, subject, contestable=contestable),
    )


def _gives_ways(said: tuple[Text, ...]) -> bool:
    """Whether a letter about an appeal says how its rejection is taken to court."""
    return not {appeal_texts.APPEAL_UPHELD, appeal_texts.APPEAL_WITHOUT_EFFECT} & set(said)


def on_appeal(said: tuple[Text, ...], subject: Text, wordings: Wordings, on: date) -> dict[str, Any]:
    """A letter about an appeal, on that day."""
    return {
        "letter": specimen_head(
            on,
            wordings=wordings,
            reference=appeal_texts.APPEAL.sample,
            subject=on_specimen(subject, wordings),
            signed=subject is subjects.APPEAL_ANSWER,
            appeal=appeals.against_rejection(wordings) if _gives_ways(said) else (),
        ),
        "paragraphs": [on_specimen(text, wordings) for text in said],
    }


def rectification(wordings: Wordings, on: date) -> dict[str, Any]:
    """A clerical correction which touches the diploma, on that day."""
    said = rectification_letters.said(diploma=True)
    values = {name: sample for text in said for name, sample in text.samples().items()}
    changes = [(Mention.SKILLS.label, "Diagnostique des centres anciens.", texts.SKILLS.sample)]
    return {
        "letter": specimen_head(
            on,
            wordings=wordings,
            reference=texts.NUMBER.sample,
            subject=on_specimen(subjects.RECTIFICATION, wordings),
        ),
        "paragraphs": rectification_letters.paragraphs(wordings, values, changes, diploma=True),
    }


def _appeal_letter(key: str, label: str, said: tuple[Text, ...], subject: Text) -> Letter:
    ways = (appeal_texts.AGAINST_REJECTION,) if _gives_ways(said) else ()
    return Letter(
        1,
        key,
        label,
        "Au recours d’un organisme, à celui-ci.",
        (subject, *said, *ways),
        DECISION_TEMPLATE,
        partial(on_appeal, said, subject),
    )


def _dismissal_letter(kind: str, slug: str, when: str) -> Letter:
    said, subject = DISMISSAL_TEXTS[kind], subjects.DISMISSALS[kind]
    return Letter(
        1,
        slug,
        f"Lettre {french.of(DismissalKind(kind).label.lower())}",
        f"{when}, signée, à l’organisme.",
        (subject, *said, texts.AGAINST_DECISION),
        DECISION_TEMPLATE,
        partial(decision, said, subject, contestable=True),
    )


declare(
    Letter(
        1,
        "accuse",
        "Accusé de réception",
        "Au dépôt d’une candidature, à l’organisme.",
        (subjects.RECEIPT, texts.RECEIPT, texts.SILENCE, texts.AGAINST_SILENCE),
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
        "apres-recours",
        "Lettre de la décision prise après un recours accueilli",
        "À la notification de la séance, en tête de la lettre de décision.",
        (appeal_texts.AFTER_APPEAL,),
        DECISION_TEMPLATE,
        partial(decision, (appeal_texts.AFTER_APPEAL,), subjects.DECISIONS[Outcome.GRANTED]),
    ),
    Letter(
        1,
        "apres-recours-au-ministre",
        "Lettre de la décision prise après un recours accueilli par le ministre",
        "À la notification de la séance, en tête de la lettre de décision.",
        (appeal_texts.AFTER_MINISTER,),
        DECISION_TEMPLATE,
        partial(decision, (appeal_texts.AFTER_MINISTER,), subjects.DECISIONS[Outcome.GRANTED]),
    ),
    Letter(
        1,
        "elargissement",
        "Lettre d’élargissement d’un label",
        "À la notification de la séance, quand un recours contre une attribution étroite est accueilli.",
        (subjects.WIDENED, *decision_texts(Outcome.GRANTED, reasoned=False, widens=True)),
        DECISION_TEMPLATE,
        partial(decision, decision_texts(Outcome.GRANTED, reasoned=False, widens=True), subjects.WIDENED),
    ),
    _dismissal_letter(
        DismissalKind.INADMISSIBLE, "irrecevabilite", "Quand une candidature ne peut pas être examinée"
    ),
    _dismissal_letter(
        DismissalKind.CLOSED, "classement", "Quand les corrections demandées ne sont pas venues"
    ),
    _appeal_letter(
        "recours", "Accusé de réception d’un recours", APPEAL_RECEIPT_TEXTS, subjects.APPEAL_RECEIPT
    ),
    _appeal_letter(
        "recours-sans-effet",
        "Accusé de réception d’un recours qui n’interrompt aucun délai",
        RECEIPT_WITHOUT_EFFECT,
        subjects.APPEAL_RECEIPT,
    ),
    *(
        _appeal_letter(
            f"recours-{outcome}", f"Recours {label.lower()}", ANSWER_TEXTS[outcome], subjects.APPEAL_ANSWER
        )
        for outcome, label in AppealOutcome.choices
        if outcome in ANSWER_TEXTS
    ),
    _appeal_letter(
        "recours-accueilli-titulaire",
        "Recours accueilli contre une attribution plus étroite que la demande",
        UPHELD_FOR_HOLDER,
        subjects.APPEAL_ANSWER,
    ),
    _appeal_letter(
        "recours-accueilli-silence",
        "Recours accueilli contre le refus implicite",
        UPHELD_AGAINST_SILENCE,
        subjects.APPEAL_ANSWER,
    ),
    _appeal_letter(
        "recours-accueilli-second-silence",
        "Recours accueilli contre un second refus implicite",
        WITH_EARLIER_REFUSAL,
        subjects.APPEAL_ANSWER,
    ),
    _appeal_letter(
        "recours-accueilli-premier-silence",
        "Recours accueilli contre un refus implicite qu’un autre a suivi",
        BEFORE_LATER_REFUSAL,
        subjects.APPEAL_ANSWER,
    ),
    Letter(
        1,
        "rectificatif",
        "Rectificatif",
        "Quand une décision notifiée contient une erreur matérielle, signé, à l’organisme.",
        (subjects.RECTIFICATION, *rectification_letters.said(diploma=True)),
        DECISION_TEMPLATE,
        rectification,
    ),
    _decision_letter("ajournement", "Lettre d’ajournement", Outcome.DEFERRED),
)
