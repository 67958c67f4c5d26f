"""What stage 2 puts in writing: the mission letter, its context frozen at issue (spec M11, X12)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from expect.accounts.models import SigningAuthority
from expect.documents.issuing import issue
from expect.documents.models import IssuedDocument
from expect.kernel.clock import paris_day
from expect.programme.letterhead import letter
from expect.programme.texts import Wordings, in_force
from expect.web import french
from missions import texts
from missions.models import Mission, TermsVersion
from missions.selectors import accepted_version, validated_version
from missions.terms import text

MISSION_LETTER = "missions/letters/mission_letter.html"


def letter_context(mission: Mission, *, authority: SigningAuthority | None, on: date) -> dict[str, Any]:
    """The letter that says the terms validated; `authority` is None in a preview when nobody can sign yet.

    The embassy is said to have validated the version that it read. What was specified since is said apart, with the
    version that says it; the commitments are the last ones taken (spec M5, M8).
    """
    wordings = in_force(on)
    version, last = validated_version(mission), accepted_version(mission)
    values = {
        "mission": mission.number,
        "objet": mission.subject,
        "pays": str(mission.country),
        "poste": str(mission.post),
        "date de validation": french.day(mission.validated_at),
        "version": str(version.number),
        "date limite": french.day(mission.report_due_on),
    }
    return {
        "letter": letter(
            mission.organisation,
            on,
            reference=mission.number,
            subject=wordings[texts.LETTER_SUBJECT].filled(values),
            authority=authority,
            wordings=wordings,
        ),
        "mission": {
            "lines": [{"label": line.label, "text": line.text} for line in text.lines(version.content)],
            "since": _since(version, last),
            "replaces": _former(mission),
            "commitments": last.content["commitments"],
            **letter_words(wordings, values),
        },
    }


def letter_words(wordings: Wordings, values: Mapping[str, str]) -> dict[str, str]:
    """What the letter says around its terms, in its final words."""
    said = {"opening": texts.OPENING, "costs": texts.COSTS, "closing": texts.CLOSING}
    return {place: wordings[each].filled(values) for place, each in said.items()}


def _former(mission: Mission) -> str:
    """The day of the letter that this one replaces; empty where it is the first."""
    overtaken = (
        mission.amendments.filter(letter__isnull=False).select_related("letter").order_by("-pk").first()
    )
    return french.day(overtaken.letter.issued_at) if overtaken else ""


def _since(version: TermsVersion, last: TermsVersion) -> dict[str, Any]:
    """What the version accepted last says otherwise than the one validated; nothing where they are one."""
    changed = text.changes(version.content, last.content)
    if not changed:
        return {}
    return {
        "number": last.number,
        "accepted_on": french.day(last.created_at),
        "lines": [
            {"label": change.label, "text": change.after or "rien n’est plus indiqué"} for change in changed
        ],
    }


def issue_letter(mission: Mission, *, authority: SigningAuthority, at: datetime) -> IssuedDocument:
    """The signed mission letter."""
    return issue(
        kind="mission_letter",
        template=MISSION_LETTER,
        context=letter_context(mission, authority=authority, on=paris_day(at)),
        title=f"Lettre de mission {mission.number}",
        at=at,
    )
