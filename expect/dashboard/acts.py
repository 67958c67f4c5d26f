"""What each kind of work asks for: the sentence of its row, and the page where it is done (spec X4)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Act:
    """`sentence` starts with a verb and takes the title at « {} »; `page` is a URL name that takes the public id."""

    sentence: str
    page: str


ACTS = {
    "accounts.decide_opening": Act("Répondre à la demande de compte de {}", "accounts:opening"),
}
