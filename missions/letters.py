"""What stage 2 puts in writing: the mission letter, its context frozen at issue (spec M11, X12)."""

from datetime import date, datetime
from typing import Any

from expect.accounts.models import SigningAuthority
from expect.documents.issuing import issue
from expect.documents.models import IssuedDocument
from expect.kernel.clock import paris_day
from expect.programme.letterhead import letter
from expect.web import french
from missions.models import Mission, TermsVersion
from missions.terms import text

MISSION_LETTER = "missions/letters/mission_letter.html"


def letter_context(
    mission: Mission, version: TermsVersion, *, authority: SigningAuthority | None, on: date
) -> dict[str, Any]:
    """The letter that says the terms validated; `authority` is None in a preview when nobody can sign yet."""
    return {
        "letter": letter(
            mission.organisation,
            on,
            reference=mission.number,
            subject=f"lettre de mission ({mission.country})",
            authority=authority,
        ),
        "mission": {
            "post": str(mission.post),
            "validated_on": french.day(mission.validated_at),
            "version": version.number,
            "lines": [{"label": line.label, "text": line.text} for line in text.lines(version.content)],
            "commitments": version.content["commitments"],
            "due_on": french.day(mission.report_due_on),
        },
    }


def issue_letter(
    mission: Mission, version: TermsVersion, *, authority: SigningAuthority, at: datetime
) -> IssuedDocument:
    """The signed mission letter."""
    return issue(
        kind="mission_letter",
        template=MISSION_LETTER,
        context=letter_context(mission, version, authority=authority, on=paris_day(at)),
        title=f"Lettre de mission {mission.number}",
        at=at,
    )
