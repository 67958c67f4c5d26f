"""How what stage 1 decides is contested, and what its silence means: the law's words, here only (spec L9, X10).

What each rests on, and what the ministry has still to confirm, is in docs/legal.md.
"""

from datetime import date

from django.conf import settings

from expect.web import french

DELAY = "deux mois"
COURT = "le tribunal administratif de Paris (7, rue de Jouy, 75181 Paris Cedex 04)"
ONLINE = "www.telerecours.fr"

AGAINST_DECISION = (
    f"Cette décision peut être contestée dans les {DELAY} qui suivent sa notification :",
    "– par un recours gracieux adressé au service qui l’a prise "
    f"({settings.SERVICE_NAME}, {settings.SERVICE_ADDRESS}), ou par un recours hiérarchique adressé au ministre de "
    "l’Europe et des Affaires étrangères ;",
    f"– par un recours contentieux devant {COURT}, saisi par courrier ou sur {ONLINE}.",
    "Le recours gracieux ou hiérarchique interrompt le délai du recours contentieux ; le silence gardé pendant "
    f"{DELAY} par l’administration vaut rejet de ce recours.",
)
AGAINST_SILENCE = (
    f"La décision implicite de refus peut être contestée dans les {DELAY} qui suivent le jour où elle naît, par un "
    f"recours gracieux ou hiérarchique auprès du ministère ({settings.SERVICE_ADDRESS}), ou par un recours devant "
    f"{COURT}, saisi par courrier ou sur {ONLINE}. Vous pouvez en demander les motifs pendant ce délai "
    "(article L. 232-4 du code des relations entre le public et l’administration).",
)


def silence(on: date) -> str:
    """What no answer by that day means, as the receipt says it."""
    return (
        f"Sans réponse de notre part le {french.day(on)} au plus tard, votre demande sera réputée refusée : c’est une "
        "décision implicite de refus."
    )
