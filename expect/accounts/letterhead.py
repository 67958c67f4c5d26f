"""What every letter of the ministry carries: who writes, to whom, about what, who signs (spec X12)."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings

from expect.accounts.models import Organisation, SigningAuthority
from expect.web import french


def letter(
    organisation: Organisation,
    on: date,
    *,
    reference: str,
    subject: str,
    authority: SigningAuthority | None = None,
    appeal: Iterable[str] = (),
) -> dict[str, Any]:
    """The head and foot of a letter to a body, in plain values, for `documents/letter.html`.

    Without `authority` it bears no signature: a receipt, or a preview when nobody can sign yet. `appeal` says how to
    contest, line by line.
    """
    return {
        "service": settings.SERVICE_NAME,
        "contact_lines": [settings.SERVICE_ADDRESS, settings.SERVICE_PHONE, settings.SERVICE_EMAIL],
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
