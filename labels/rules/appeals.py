"""How what stage 1 decides is contested, and before whom (spec L9, X10).

What each rests on, and what the ministry has still to confirm, is in docs/legal.md.
"""

from expect.programme.texts import Wordings
from labels.texts import AGAINST_DECISION, AGAINST_REJECTION, AGAINST_SILENCE


def against_decision(wordings: Wordings) -> list[str]:
    """The ways of appeal that a refusal, a narrower grant, an inadmissibility gives, line by line."""
    return wordings[AGAINST_DECISION].filled(AGAINST_DECISION.samples()).splitlines()


def against_silence(wordings: Wordings) -> list[str]:
    """The ways of appeal that a receipt gives, line by line."""
    return wordings[AGAINST_SILENCE].filled(AGAINST_SILENCE.samples()).splitlines()


def against_rejection(wordings: Wordings) -> list[str]:
    """The ways that the receipt and the rejection of an appeal give, line by line."""
    return wordings[AGAINST_REJECTION].filled(AGAINST_REJECTION.samples()).splitlines()
