"""« Réglages » as a page: what each setting is for, and what is about to change."""

from dataclasses import dataclass
from datetime import date

from expect.dashboard.navigation import OVERVIEW, SETTINGS, Entry
from expect.programme.parameters import standings
from expect.programme.texts import in_force
from labels.selectors import commitment_texts

PURPOSES = {
    "accounts:openings": "Les organismes qui demandent un premier compte, à accepter ou à refuser.",
    "accounts:bodies": "Les organismes qui ont un compte, et qui agit pour chacun.",
    "accounts:renewals": "Après des élections, les signataires confirment leur mandat.",
    "accounts:unconfirmed": "Les signataires qui ne l’ont pas encore fait, et ne peuvent rien engager.",
    "labels:themes": "Ce que les candidats choisissent : ordre, intitulé, pictogramme.",
    "labels:commitments": "Ce que le signataire accepte en déposant un dossier.",
    "programme:parameters": "La durée du label, le quorum, les délais.",
    "programme:texts": "Les mots des lettres, des documents et des courriels.",
    "accounts:signatures": "Qui signe les actes du ministère, par quel texte, jusqu’à quand.",
}
"""In a sentence, for who comes there twice a year."""


@dataclass(frozen=True)
class Coming:
    """What changes on a day to come."""

    starts_on: date
    what: str


def purposes(entries: tuple[Entry, ...]) -> list[tuple[Entry, str]]:
    """Each setting of a menu, with what it is for."""
    children = next(entry.children for entry in entries if entry.label == SETTINGS)
    return [(entry, PURPOSES[entry.page]) for entry in children if entry != OVERVIEW]


def coming(on: date) -> list[Coming]:
    """What is decided already and not in force yet, the next first."""
    found = [
        Coming(each.coming.starts_on, f"{each.parameter.label} : {each.coming_worded()}")
        for each in standings(on)
        if each.coming
    ]
    found += [
        Coming(each.coming.starts_on, f"Texte des courriers : {text.label.lower()}")
        for text, each in in_force(on).items()
        if each.coming
    ]
    found += [
        Coming(text.in_force_from, f"Engagements, version {text.version}")
        for text in commitment_texts().filter(in_force_from__gt=on)
    ]
    return sorted(found, key=lambda each: (each.starts_on, each.what))
