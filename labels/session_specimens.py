"""The minutes and the announcement of a session on a specimen, where DAECT reads a rewriting (spec L8, L14)."""

from datetime import date
from functools import partial
from typing import Any

from django.conf import settings

from expect.programme.letterhead import contact_lines
from expect.programme.texts import Letter, Text, Wordings, declare
from labels import session_texts, texts
from labels.enums import Outcome
from labels.minutes import SAID, TEMPLATE

ANNOUNCED = "labels/letters/announcement.html"
FILE = {
    "number": texts.NUMBER.sample,
    "organisation": texts.BODY.sample,
    "description": "Commune",
    "title": texts.TITLE.sample,
    "sitting": 5,
    "present": 4,
    "quorum_met": True,
    "opinions": [{"count": 4, "label": "favorable"}, {"count": 0, "label": "défavorable"}],
    "recusals": [],
    "decision": {
        "outcome": Outcome.GRANTED.label,
        "granted": True,
        "narrowed": False,
        "skills": texts.SKILLS.sample,
        "themes": texts.THEMES.sample.split(", "),
        "reasons": "",
        "corrected": False,
    },
    "withdrawn": False,
}


def minutes(wordings: Wordings, on: date) -> dict[str, Any]:
    """The minutes of a session of one file; the day on which they are read changes nothing."""
    del on
    return {
        "service": settings.SERVICE_NAME,
        "contact_lines": contact_lines(wordings),
        "minutes": {
            "number": 1,
            "present": ["Prénom Nom", "Autre Nom"],
            "excused": [],
            "absent": [],
            "files": [FILE],
            **{place: wordings[text].filled(text.samples()) for place, text in SAID.items()},
        },
    }


def announcement(opening: Text, holders: str, wordings: Wordings, on: date) -> dict[str, Any]:
    """The head of an announcement; the day on which it is read changes nothing."""
    del on
    values = opening.samples() | {session_texts.HOLDERS.name: holders}
    return {
        "title": wordings[session_texts.ANNOUNCEMENT_TITLE].filled(values),
        "opening": wordings[opening].filled(values),
    }


declare(
    Letter(
        1,
        "proces-verbal",
        "Procès-verbal d’une séance",
        "Établi par la DAECT une fois la séance décidée ; ceux qui sont établis gardent leurs mots.",
        tuple(SAID.values()),
        TEMPLATE,
        minutes,
    ),
    *(
        Letter(
            1,
            key,
            label,
            "Projet que la DAECT copie et adapte, une fois les décisions notifiées.",
            (session_texts.ANNOUNCEMENT_TITLE, opening),
            ANNOUNCED,
            partial(announcement, opening, holders),
        )
        for key, label, opening, holders in (
            (
                "annonce",
                "Annonce des résultats d’une séance",
                session_texts.ANNOUNCEMENT,
                session_texts.HOLDERS.sample,
            ),
            (
                "annonce-sans-label",
                "Annonce d’une séance sans attribution",
                session_texts.NOTHING_TO_ANNOUNCE,
                "aucun nouveau titulaire",
            ),
        )
    ),
)
