"""Who signs the ministry's acts (spec X12)."""

from datetime import date

from django.db.models import Q

from expect.accounts.enums import SignedAct
from expect.accounts.models import SigningAuthority, User
from expect.kernel.errors import Refusal


class NoSigningAuthority(Refusal):
    """The person has no signing authority for that act on that day."""


def authority_of(user: User, act: SignedAct, on: date) -> SigningAuthority:
    """The authority by which `user` signs that kind of act on that day; raises NoSigningAuthority."""
    found = (
        SigningAuthority.objects.filter(Q(ends_on=None) | Q(ends_on__gte=on), user=user, scope=act, starts_on__lte=on)
        .order_by("-starts_on")
        .first()
    )
    if found is None:
        raise NoSigningAuthority(
            f"{user} n’a pas de délégation de signature en vigueur pour « {SignedAct(act).label.lower()} ». "
            "Faites enregistrer la délégation dans les réglages, ou demandez à une personne habilitée de signer."
        )
    return found
