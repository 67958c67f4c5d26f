"""The letter that mends a clerical error in a decision, frozen at issue (spec L9, X12)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from expect.accounts.models import SigningAuthority
from expect.documents.issuing import issue
from expect.documents.models import IssuedDocument
from expect.programme.letterhead import letter
from expect.programme.texts import Text, Wordings, in_force
from expect.web import french
from labels import subjects, texts
from labels.letters import DECISION_TEMPLATE
from labels.models import Decision, RectifiedMention


def context(
    decision: Decision,
    mentions: Sequence[RectifiedMention],
    *,
    number: int,
    reason: str,
    recipient: str,
    version: int | None,
    authority: SigningAuthority | None,
    on: date,
) -> dict[str, Any]:
    """What was written, what it becomes, and why; `version` is that of the new diploma, if it is touched.

    `authority` is None in a preview when nobody can sign yet.
    """
    application, wordings = decision.application, in_force(on)
    values = {
        "numéro": application.number,
        "intitulé": application.lodged_title,
        "organisme": recipient,
        "rang": str(number),
        "date de la décision": french.day(decision.notified_at),
        "erreur": reason,
        "version": str(version),
    }
    head = letter(
        application.organisation,
        on,
        reference=application.number,
        subject=wordings[subjects.RECTIFICATION].filled(values),
        authority=authority,
        wordings=wordings,
    )
    head["recipient_lines"][0] = recipient
    changes = [(str(one), one.was(), one.reads()) for one in mentions]
    return {"letter": head, "paragraphs": paragraphs(wordings, values, changes, diploma=bool(version))}


def paragraphs(
    wordings: Wordings, values: Mapping[str, str], changes: Sequence[tuple[str, str, str]], *, diploma: bool
) -> list[str]:
    """The body of the letter: `changes` are (what, as it was, as it reads)."""
    lines = [f"{what}.\nAu lieu de : « {was} »\nLire : « {reads} »" for what, was, reads in changes]
    opening, *closing = (wordings[text].filled(values) for text in said(diploma=diploma))
    return [opening, *lines, *closing]


def said(*, diploma: bool) -> tuple[Text, ...]:
    """Its texts, in the order of reading."""
    touched = (texts.RECTIFIED_DIPLOMA,) if diploma else ()
    return texts.RECTIFICATION, *touched, texts.AFTER_RECTIFICATION


def issue_rectification(
    decision: Decision, words: dict[str, Any], *, number: int, at: datetime
) -> IssuedDocument:
    """The signed letter."""
    return issue(
        kind="label_rectification",
        template=DECISION_TEMPLATE,
        context=words,
        title=f"Rectificatif n° {number} {decision.application.number}",
        at=at,
    )
