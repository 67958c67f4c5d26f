"""Nobody's letter: the head and foot under which a rewriting is read before it is decided; and their own texts."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from expect.accounts.enums import OrganisationKind
from expect.accounts.models import Organisation, SigningAuthority, User
from expect.programme.letterhead import CONTACT, COURT, ONLINE, letter
from expect.programme.texts import Letter, Wordings, declare

BODY = Organisation(kind=OrganisationKind.COMMUNE, name="Commune de Spécimen")
SIGNATORY = SigningAuthority(
    user=User(first_name="Prénom", last_name="Nom"),
    capacity="Qualité du signataire",
    text_reference="Texte de la délégation de signature",
)


def specimen_head(
    on: date,
    *,
    reference: str,
    subject: str,
    signed: bool = True,
    appeal: Iterable[str] = (),
    wordings: Wordings | None = None,
) -> dict[str, Any]:
    """What `documents/letter.html` wants around the body of a letter made that day."""
    authority = SIGNATORY if signed else None
    return letter(
        BODY, on, reference=reference, subject=subject, authority=authority, appeal=appeal, wordings=wordings
    )


def head_alone(wordings: Wordings, on: date) -> dict[str, Any]:
    """What is the same in every letter."""
    seized = f"Le tribunal\N{NO-BREAK SPACE}: {wordings[COURT].body}, ou {wordings[ONLINE].body}."
    head = specimen_head(
        on, reference="C-2026-0000", subject="en-tête", signed=False, appeal=[seized], wordings=wordings
    )
    return {"letter": head}


declare(
    Letter(
        0,
        "en-tete",
        "En-tête et tribunal",
        "En tête de tous les courriers, et dans leurs voies de recours.",
        (*CONTACT, COURT, ONLINE),
        "documents/letter.html",
        head_alone,
    )
)
