"""The number of a body in the Sirene register (spec L1)."""

import re

from expect.kernel.errors import Refusal

DIGITS = 9


class WrongSiren(Refusal):
    """The number typed is not a SIREN."""


class WrongSiret(Refusal):
    """The number typed is not a SIRET, or that of another body."""


def check_siren(text: str) -> str:
    """The nine digits of a SIREN typed with or without spaces (spec L1).

    Raises WrongSiren where there are not nine digits, or where the key, the last one (Luhn), does not match.
    """
    digits = re.sub(r"[\s.\-]", "", text)
    if not re.fullmatch(r"[0-9]+", digits):
        raise WrongSiren("Le SIREN ne comporte que des chiffres, par exemple 214 202 186.", field="siren")
    if len(digits) == 14:
        raise WrongSiren(
            "Vous avez saisi un SIRET (14 chiffres) : indiquez le SIREN, ses 9 premiers chiffres.",
            field="siren",
        )
    if len(digits) != DIGITS:
        raise WrongSiren(f"Le SIREN comporte 9 chiffres ; vous en avez saisi {len(digits)}.", field="siren")
    if not int(digits) or not _key_matches(digits):
        raise WrongSiren("Ce SIREN n’existe pas : vérifiez les chiffres saisis.", field="siren")
    return digits


def check_siret(text: str, *, siren: str = "") -> str:
    """The fourteen digits of a SIRET typed with or without spaces, of the body whose `siren` is known, if it is.

    Raises WrongSiret.
    """
    digits = re.sub(r"[\s.\-]", "", text)
    if not re.fullmatch(r"[0-9]{14}", digits):
        raise WrongSiret("Le SIRET comporte 14 chiffres, par exemple 214 202 186 00018.", field="siret")
    if siren and not digits.startswith(siren):
        raise WrongSiret(
            f"Ce SIRET n’est pas celui de cet organisme, dont le SIREN est {siren}.", field="siret"
        )
    if not int(digits) or not _key_matches(digits):
        raise WrongSiret("Ce SIRET n’existe pas : vérifiez les chiffres saisis.", field="siret")
    return digits


def _key_matches(digits: str) -> bool:
    """The Luhn sum: every second digit from the right doubled, its own digits added."""
    return sum(sum(divmod(int(d) * (1 + i % 2), 10)) for i, d in enumerate(reversed(digits))) % 10 == 0
