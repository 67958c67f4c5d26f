"""The letters of stage 3 on a specimen, where DAECT reads a rewriting before deciding it (spec R5)."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from expect.programme.specimen import specimen_head
from expect.programme.texts import Letter, Text, Wordings, declare
from reports import texts
from reports.letters import DEMAND, PRIOR_LETTER, demand_words, prior_words, ways_of_appeal

PRIOR = (
    texts.PRIOR_SUBJECT,
    texts.PRIOR_FACTS,
    texts.PRIOR_RULE,
    texts.ACCEPTED,
    texts.INTENTION,
    texts.OBSERVATIONS,
    texts.PRIOR_END,
)
FACTS = (texts.DEMAND_SUBJECT, texts.DEMAND_FACTS, texts.DEMAND_RULE, texts.ACCEPTED)
CLAIM = (*FACTS, texts.PAID, texts.CLAIM, texts.DEMAND_END)
ACCOUNT = {
    "lines": [
        {
            "label": "Vols Paris – Dakar",
            "kind": "Transport international",
            "reference": "REF-0000",
            "amount": texts.TOTAL.sample,
        }
    ],
    "total": texts.TOTAL.sample,
    "total_in_words": texts.IN_WORDS.sample,
}


def prior_letter(wordings: Wordings, on: date) -> dict[str, Any]:
    """A prior letter, sent on that day."""
    values = _samples(PRIOR)
    return {
        "letter": specimen_head(
            on,
            wordings=wordings,
            reference=texts.MISSION.sample,
            subject=wordings[texts.PRIOR_SUBJECT].filled(values),
        ),
        **ACCOUNT,
        **prior_words(wordings, values),
    }


def answered(wordings: Wordings, on: date) -> dict[str, Any]:
    """A demand issued on that day, after observations."""
    return _demand(wordings, on, _samples((*CLAIM, texts.ANSWERED)))


def heard(wordings: Wordings, on: date) -> dict[str, Any]:
    """A demand issued on that day, after a hearing alone."""
    return _demand(wordings, on, _samples((*CLAIM, texts.NOT_IN_WRITING)))


def unanswered(wordings: Wordings, on: date) -> dict[str, Any]:
    """A demand issued on that day, nobody having answered."""
    return _demand(wordings, on, _samples((*CLAIM, texts.UNANSWERED)))


def _demand(wordings: Wordings, on: date, values: dict[str, str]) -> dict[str, Any]:
    return {
        "letter": specimen_head(
            on,
            wordings=wordings,
            reference=texts.NUMBER.sample,
            subject=wordings[texts.DEMAND_SUBJECT].filled(values),
            appeal=ways_of_appeal(wordings),
        ),
        **ACCOUNT,
        **demand_words(wordings, values),
        "reasoning": ["Le rapport de la mission devait être remis au plus tard le 9 mars 2026."],
    }


def _samples(said: Iterable[Text]) -> dict[str, str]:
    return {name: sample for text in said for name, sample in text.samples().items()}


declare(
    Letter(
        3,
        "prealable",
        "Lettre préalable à une demande de remboursement",
        "À l’envoi, signée, au titulaire dont le rapport manque.",
        PRIOR,
        PRIOR_LETTER,
        prior_letter,
    ),
    *(
        Letter(
            3,
            key,
            label,
            "À l’émission, signée, au titulaire.",
            (*FACTS, procedure, *CLAIM[len(FACTS) :], texts.AGAINST_DEMAND),
            DEMAND,
            specimen,
        )
        for key, label, procedure, specimen in (
            ("demande", "Demande de remboursement, après observations", texts.ANSWERED, answered),
            (
                "demande-apres-entretien",
                "Demande de remboursement, après un entretien seul",
                texts.NOT_IN_WRITING,
                heard,
            ),
            (
                "demande-sans-reponse",
                "Demande de remboursement, sans observations",
                texts.UNANSWERED,
                unanswered,
            ),
        )
    ),
)
