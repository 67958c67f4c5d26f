"""What every letter of the ministry carries: who writes, to whom, about what, who signs, what court (spec X12)."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings

from expect.accounts.models import Organisation, SigningAuthority
from expect.programme.texts import Shape, Text, Wordings, in_force
from expect.web import french

ADDRESS = Text("service.address", "Adresse du service", settings.SERVICE_ADDRESS, shape=Shape.LINE)
PHONE = Text("service.phone", "Téléphone du service", settings.SERVICE_PHONE, shape=Shape.LINE)
EMAIL = Text("service.email", "Adresse électronique du service", settings.SERVICE_EMAIL, shape=Shape.EMAIL)
COURT = Text(
    "service.court",
    "Tribunal compétent, avec son adresse",
    "le tribunal administratif de Paris (7, rue de Jouy, 75181 Paris Cedex 04)",
    shape=Shape.LINE,
)
ONLINE = Text("service.court_site", "Site où le tribunal est saisi", "www.telerecours.fr", shape=Shape.LINE)
CONTACT = (ADDRESS, PHONE, EMAIL)


def contact_lines(wordings: Wordings) -> list[str]:
    """Where the service is reached."""
    return [wordings[text].body for text in CONTACT]


def court_name(wordings: Wordings) -> str:
    """« Tribunal administratif de Paris »: the court without article nor address."""
    named = wordings[COURT].body.split(" (")[0].removeprefix("le ")
    return named[:1].upper() + named[1:]


def ways_values(wordings: Wordings) -> dict[str, str]:
    """What the ways of appeal take that is the same for everybody."""
    return {
        "service": settings.SERVICE_NAME,
        "adresse": wordings[ADDRESS].body,
        "tribunal": wordings[COURT].body,
        "site du tribunal": wordings[ONLINE].body,
    }


def letter(
    organisation: Organisation,
    on: date,
    *,
    reference: str,
    subject: str,
    authority: SigningAuthority | None = None,
    appeal: Iterable[str] = (),
    wordings: Wordings | None = None,
) -> dict[str, Any]:
    """The head and foot of a letter to a body, in plain values, for `documents/letter.html`.

    Without `authority` it bears no signature: a receipt, or a preview when nobody can sign yet. `appeal` says how to
    contest, line by line; `wordings` are the texts of that day, where they are read already.
    """
    return {
        "service": settings.SERVICE_NAME,
        "contact_lines": contact_lines(wordings or in_force(on)),
        "place_date": f"Paris, le {french.day(on)}",
        "reference": reference,
        "recipient_lines": [organisation.name, organisation.description()],
        "subject": subject,
        "signature": signature(authority) if authority else None,
        "appeal_lines": list(appeal),
    }


def signature(authority: SigningAuthority) -> dict[str, str]:
    """Who signs: name, capacity, the text of the delegation (spec X12)."""
    return {
        "name": str(authority.user),
        "capacity": authority.capacity,
        "delegation": authority.text_reference,
    }
