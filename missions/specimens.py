"""The letter of stage 2 on a specimen, where DAECT reads a rewriting before deciding it (spec M11)."""

from datetime import date
from typing import Any

from expect.programme.specimen import specimen_head
from expect.programme.texts import Letter, Wordings, declare
from missions import texts
from missions.letters import MISSION_LETTER, letter_words

LINES = [
    {"label": "Pays", "text": texts.COUNTRY.sample},
    {"label": "Objet", "text": texts.SUBJECT.sample},
    {"label": "Objectifs", "text": "Repérer les pertes ; former les équipes."},
]


def mission_letter(wordings: Wordings, on: date) -> dict[str, Any]:
    """A mission letter, made on that day."""
    values = {field.name: field.sample for field in texts.MISSION_FIELDS}
    return {
        "letter": specimen_head(
            on,
            wordings=wordings,
            reference=texts.MISSION.sample,
            subject=wordings[texts.LETTER_SUBJECT].filled(values),
        ),
        "mission": {
            "lines": LINES,
            "since": {},
            "replaces": "",
            "commitments": ["Remettre le rapport de la mission dans les deux mois."],
            **letter_words(wordings, values),
        },
    }


declare(
    Letter(
        2,
        "lettre-de-mission",
        "Lettre de mission",
        "Une fois la mission validée par le poste, signée, au titulaire.",
        (texts.LETTER_SUBJECT, texts.OPENING, texts.COSTS, texts.CLOSING),
        MISSION_LETTER,
        mission_letter,
    )
)
