"""How what stage 1 decides is contested, and before whom (spec L9, X10).

What each rests on, and what the ministry has still to confirm, is in docs/legal.md.
"""

from expect.programme.letterhead import ways_values
from expect.programme.texts import Text, Wordings
from labels.appeal_texts import AGAINST_REJECTION
from labels.rules.terms import MONTHS_TO_CONTEST
from labels.texts import AGAINST_DECISION, AGAINST_SILENCE

IN_LETTERS = {2: "deux mois", 3: "trois mois"}


def against_decision(wordings: Wordings, months: int = MONTHS_TO_CONTEST) -> list[str]:
    """The ways of appeal that a refusal, a narrower grant, an inadmissibility gives, line by line.

    `months` is the time that their addressee has.
    """
    return _ways(wordings, AGAINST_DECISION, months)


def against_silence(wordings: Wordings, months: int = MONTHS_TO_CONTEST) -> list[str]:
    """The ways of appeal that a receipt gives, line by line."""
    return _ways(wordings, AGAINST_SILENCE, months)


def against_rejection(wordings: Wordings, months: int = MONTHS_TO_CONTEST) -> list[str]:
    """The ways that the receipt and the rejection of an appeal give, line by line."""
    return _ways(wordings, AGAINST_REJECTION, months)


def _ways(wordings: Wordings, text: Text, months: int) -> list[str]:
    values = ways_values(wordings) | {"délai de recours": IN_LETTERS[months]}
    return wordings[text].filled(values).splitlines()
