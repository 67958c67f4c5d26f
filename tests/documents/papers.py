"""Contexts of documents, as the stages freeze them, and how to read a PDF back."""

import subprocess
from io import BytesIO
from pathlib import Path

import pikepdf
from pdfminer.high_level import extract_text

from expect.documents import pdf
from tests.moments import AT

THEMES = [
    {"name": "Environnement, climat et biodiversité", "pictogram": "environment/leaf"},
    {"name": "Aménagement du territoire, urbanisme et transports", "pictogram": "buildings/city-hall"},
    {"name": "Jeunesse et genre", "pictogram": "leisure/community"},
    {"name": "Patrimoine", "pictogram": "institutions/justice"},
    {"name": "Agriculture et développement rural", "pictogram": "environment/tree"},
    {"name": "Renforcement des capacités", "pictogram": ""},
]
SIGNATURE = {
    "name": "Camille Essai",
    "capacity": "La déléguée pour l’action extérieure des collectivités territoriales",
    "delegation": "Par délégation du ministre, décision d’essai du 3 janvier 2026",
}


def diploma(**fields) -> dict:
    return {
        "number": "EXPE-CT-2026-0042",
        "holder_name": "Bordeaux",
        "holder_kind": "Commune, Gironde",
        "skills": "Tri et valorisation des déchets, éducation à l’environnement",
        "themes": THEMES[:1],
        "session_date": "24 mars 2026",
        "place": "Paris",
        "granted_on": "2 avril 2026",
        "ends_on": "1er avril 2029",
        "signatory": SIGNATURE,
        "verification_url": "https://expe-ct.test/verifier/7k2m9qxw4r8t",
        "code": "7K2M-9QXW-4R8T",
        "version": 1,
        "specimen": False,
    } | fields


def receipt(**letter) -> dict:
    return {
        "specimen": False,
        "letter": {
            "service": "Délégation pour l’action extérieure des collectivités territoriales",
            "contact_lines": ["57, boulevard des Invalides, 75007 Paris"],
            "place_date": "Paris, le 2 avril 2026",
            "reference": "C-2026-0007",
            "recipient_lines": ["Madame la maire", "Commune d’essai"],
            "subject": "accusé de réception",
            "signature": SIGNATURE,
            "appeal_lines": ["Un recours peut être formé dans les deux mois."],
        }
        | letter,
        "receipt": {
            "subject": "votre candidature au label EXPE-CT",
            "number": "C-2026-0007",
            "organisation": "Commune d’essai",
            "lodged_on": "2 mars 2026 à 10 h 04",
            "lodged_by": "Camille Essai, maire",
            "attachments": ["Délibération.pdf"],
            "service": "DAECT",
            "contact": "01 43 17 62 64",
            "silence": "Sans réponse avant le 2 mai 2026, votre demande est réputée refusée.",
        },
    }


def rendered(template: str, context: dict, identifier: str = "abcdefghjkmn") -> bytes:
    return pdf.render(template, context, identifier=identifier, title="Document d’essai", issued_at=AT)


def text_of(content: bytes, page: int | None = None) -> str:
    """The words, with plain spaces; of one page, from 0, or of all."""
    pages = None if page is None else [page]
    return " ".join(extract_text(BytesIO(content), page_numbers=pages).split())


def pages_of(content: bytes) -> int:
    with pikepdf.open(BytesIO(content)) as document:
        return len(document.pages)


def fonts_of(content: bytes, folder: Path) -> dict[str, bool]:
    """Each font's family and whether it is embedded, by pdffonts."""
    path = folder / "fonts.pdf"
    path.write_bytes(content)
    lines = subprocess.run(
        ["pdffonts", path], capture_output=True, text=True, check=True
    ).stdout.splitlines()[2:]
    return {line.split()[0].partition("+")[2]: line.split()[-5] == "yes" for line in lines}
