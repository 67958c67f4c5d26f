"""What each letter of stage 1 is about: its « Objet », one line that DAECT rewrites as the other texts (spec L9)."""

from collections.abc import Mapping

from expect.programme.texts import Shape, Text
from labels.appeal_texts import APPEALED
from labels.enums import DismissalKind, Outcome
from labels.texts import EXAMINED, FILE, RANK, RECTIFIED


def _subject(key: str, label: str, default: str, fields: tuple, required: tuple[str, ...] = ()) -> Text:
    return Text(
        f"label.{key}.subject", f"Objet\N{NO-BREAK SPACE}: {label}", default, fields, required, Shape.LINE
    )


RECEIPT = _subject(
    "receipt", "accusé de réception", "accusé de réception de votre candidature au label EXPE-CT", FILE
)
DECISIONS: Mapping[str, Text] = {
    Outcome.GRANTED: _subject("grant", "attribution", "attribution du label EXPE-CT", EXAMINED),
    Outcome.REFUSED: _subject(
        "refusal", "refus", "décision sur votre candidature au label EXPE-CT", EXAMINED
    ),
    Outcome.DEFERRED: _subject(
        "deferral", "ajournement", "ajournement de votre candidature au label EXPE-CT", EXAMINED
    ),
}
WIDENED = _subject("widened", "élargissement", "élargissement de votre label EXPE-CT", EXAMINED)
DISMISSALS: Mapping[str, Text] = {
    DismissalKind.INADMISSIBLE: _subject(
        "inadmissibility", "irrecevabilité", "irrecevabilité de votre candidature au label EXPE-CT", FILE
    ),
    DismissalKind.CLOSED: _subject(
        "closing",
        "classement sans suite",
        "classement sans suite de votre candidature au label EXPE-CT",
        FILE,
    ),
}
APPEAL_RECEIPT = _subject(
    "appeal_receipt", "accusé de réception d’un recours", "accusé de réception de votre recours", APPEALED
)
APPEAL_ANSWER = _subject("appeal_answer", "réponse à un recours", "réponse à votre recours", APPEALED)
RECTIFICATION = _subject(
    "rectification",
    "rectificatif",
    "rectificatif n° {rang} d’une décision sur votre candidature au label EXPE-CT",
    RECTIFIED,
    (RANK.name,),
)
