"""Nobody's letter: the head and foot under which a rewriting is read before it is decided."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from expect.accounts.enums import OrganisationKind
from expect.accounts.letterhead import letter
from expect.accounts.models import Organisation, SigningAuthority, User

BODY = Organisation(kind=OrganisationKind.COMMUNE, name="Commune de Spécimen")
SIGNATORY = SigningAuthority(
    user=User(first_name="Prénom", last_name="Nom"),
    capacity="Qualité du signataire",
    text_reference="Texte de la délégation de signature",
)


def specimen_head(
    on: date, *, reference: str, subject: str, signed: bool = True, appeal: Iterable[str] = ()
) -> dict[str, Any]:
    """What `documents/letter.html` wants around the body of a letter made that day."""
    authority = SIGNATORY if signed else None
    return letter(BODY, on, reference=reference, subject=subject, authority=authority, appeal=appeal)
