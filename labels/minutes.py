"""The minutes of a session: established once all is decided, as a PDF that no longer changes (spec L8)."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from expect.accounts.models import Membership, User
from expect.audit import journal
from expect.audit.transitions import hold
from expect.documents.issuing import issue
from expect.kernel.clock import paris_day
from expect.programme.letterhead import contact_lines
from expect.programme.texts import in_force
from expect.web import french
from labels import rules, selectors
from labels.enums import Answer, Outcome
from labels.models import CommitteeSession, Decision, LabelApplication, Minutes
from labels.session_texts import MINUTES_CLOSING, MINUTES_OPENING, MINUTES_QUORUM, MINUTES_TITLE

TEMPLATE = "labels/letters/minutes.html"
SAID = {
    "title": MINUTES_TITLE,
    "opening": MINUTES_OPENING,
    "quorum": MINUTES_QUORUM,
    "closing": MINUTES_CLOSING,
}
"""Where the minutes say which text."""


@transaction.atomic
def establish_minutes(*, session: CommitteeSession, by: User, at: datetime) -> Minutes:
    """Establish the minutes of a session whose files are all decided (spec L8). Raises NotAllowed, StateChanged."""
    hold(session, session.state)
    membership = rules.may_establish_minutes(by, session, paris_day(at)).require()
    return _issue(session, by=by, membership=membership, at=at)


def establish_again(session: CommitteeSession, *, by: User, membership: Membership, at: datetime) -> None:
    """A decision was corrected: minutes already established have a next version; a step of the correction."""
    if session.minutes.exists():
        _issue(session, by=by, membership=membership, at=at)


def minutes_context(session: CommitteeSession, *, number: int, by: User, at: datetime) -> dict[str, Any]:
    """What the minutes say: tallies without names, recusals by name; plain values, as they will be read."""
    files = list(selectors.agenda_with_decisions(session))
    tallies = selectors.tallies(session, files)
    members = [member for member in selectors.members_of(session) if member.is_seated]
    absent = [member for member in members if not member.present]
    percent, wordings = rules.quorum(session.held_on), in_force(paris_day(at))
    values = {
        "date de la séance": french.day(session.held_on),
        "jour et heures": session.when(),
        "lieu": session.place,
        "quorum": f"{percent}\N{NO-BREAK SPACE}%",
        "date": french.day(paris_day(at)),
        "auteur": str(by),
    }
    return {
        "service": settings.SERVICE_NAME,
        "contact_lines": contact_lines(wordings),
        "minutes": {
            "number": number,
            "present": [str(member) for member in members if member.present],
            "excused": [str(member) for member in absent if member.answer == Answer.DECLINED],
            "absent": [str(member) for member in absent if member.answer != Answer.DECLINED],
            "files": [_file(file, tallies[file.pk], percent) for file in files],
            **{place: wordings[text].filled(values) for place, text in SAID.items()},
        },
    }


def _issue(session: CommitteeSession, *, by: User, membership: Membership, at: datetime) -> Minutes:
    number = session.minutes.count() + 1
    document = issue(
        kind="committee_minutes",
        template=TEMPLATE,
        context=minutes_context(session, number=number, by=by, at=at),
        title=f"Procès-verbal de la séance du {session.name}, version {number}",
        at=at,
    )
    minutes = Minutes.objects.create(
        session=session, number=number, document=document, established_at=at, established_by=by
    )
    details = {"number": number}
    journal.record(
        action="establish_minutes", subject=session, by=by, membership=membership, at=at, details=details
    )
    return minutes


def _file(file: LabelApplication, tally: selectors.Tally, percent: int) -> dict[str, Any]:
    return {
        "number": file.number,
        "organisation": file.organisation.name,
        "description": file.organisation.description(),
        "title": file.lodged_title,
        "sitting": tally.sitting,
        "present": tally.present,
        "quorum_met": rules.quorum_met(tally.present, tally.sitting, percent),
        "opinions": [
            {"count": tally.favourable, "label": "favorable"},
            {"count": tally.reserved, "label": "réservé"},
            {"count": tally.unfavourable, "label": "défavorable"},
            {"count": tally.abstained, "label": "ne se prononce pas"},
            {"count": tally.missing, "label": "sans réponse"},
        ],
        "recusals": [
            f"{recusal.member} ({french.lower_first(recusal.get_ground_display())})"
            for recusal in tally.recusals
        ],
        "decision": _decision(file.decided[0]) if file.decided else None,
        "withdrawn": not file.decided,
    }


def _decision(decision: Decision) -> dict[str, Any]:
    return {
        "outcome": decision.get_outcome_display(),
        "granted": decision.outcome == Outcome.GRANTED,
        "narrowed": decision.narrowed,
        "skills": decision.skills,
        "themes": [theme.name for theme in decision.themes.all()],
        "reasons": decision.reasons,
        "corrected": decision.replaces_id is not None,
    }
