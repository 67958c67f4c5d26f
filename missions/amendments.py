"""The holder changes terms that the embassy has, or has validated: dates, people, or anything else (spec M8, M14).

What touches the substance of the mission (country, dates, people) voids the validation; the rest does not.
"""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from expect.accounts.models import Membership, User
from expect.audit import journal
from expect.audit.transitions import advance, hold
from expect.kernel.clock import paris_day
from expect.kernel.errors import Refusal
from expect.web.comparison import Change
from missions import emails, returns, review_links, rules
from missions.endings import with_words
from missions.enums import MissionState, Substance
from missions.models import Mission, TermsAmendment
from missions.models.limits import require
from missions.preparation import CommitmentsNotAccepted, accept_version, write_terms
from missions.rules.conditions import letter_overtaken
from missions.selectors import accepted_version, with_terms
from missions.terms import legs, text
from missions.terms.limits import faults
from missions.terms.values import Terms
from missions.workflow import MISSION


class AmendmentRefused(Refusal):
    """Nothing changes, the terms are no longer whole, or the departure would be past."""


def outcome(mission: Mission, terms: Terms) -> tuple[list[Change], list[Substance]]:
    """What these terms change in the version accepted, and what of it is substantial (spec M8); writes nothing."""
    before, after = accepted_version(mission).content, text.proposed(mission, terms)
    return text.changes(before, after), text.touched(before, after)


@transaction.atomic
def amend_terms(
    *,
    mission: Mission,
    terms: Terms,
    reason: str,
    accepted: bool,
    revision: int,
    by: User,
    at: datetime,
) -> TermsAmendment:
    """The signatory replaces the version that the embassy reads or has validated (spec M8, M14); see `amend`.

    Raises NotAllowed, ReasonMissing, CommitmentsNotAccepted, and what `amend` raises.
    """
    membership = with_words(rules.may_amend(by, mission, paris_day(at)), reason, field="reason")
    if not accepted:
        raise CommitmentsNotAccepted(
            "Cochez la case : les termes s’acceptent avec leurs engagements.", field="accepted"
        )
    return amend(mission, terms, reason, revision, by=by, membership=membership, at=at)


def amend(
    mission: Mission,
    terms: Terms,
    reason: str,
    revision: int,
    *,
    by: User,
    membership: Membership,
    at: datetime,
    capacity: str = "",
) -> TermsAmendment:
    """The holder's new terms in the place of its last version; a step of the acts, which ask their own rule.

    Where the substance changes, the mission goes back to `accepted`: validation, letter and limit of the report fall,
    and DAECT sends the new version. Otherwise its state stays, as it does once the people have left, when only the
    hosting that follows may change; the head may then replace the letter. Costs stay in every case. The row is held
    first: no letter is issued meanwhile.
    Raises TermsRefused and its kinds, AmendmentRefused, SavedMeanwhile, StateChanged (the embassy answered meanwhile).
    """
    on = paris_day(at)
    hold(mission, mission.state, read=("letter", "report_due_on"))
    require(TermsAmendment, reason=reason)
    for fault in faults(terms, mission, on):
        raise fault
    changes, touched = outcome(mission, terms)
    if not changes:
        raise AmendmentRefused("Ces termes sont déjà ceux de la version acceptée : rien ne change.")
    before = MissionState(mission.state)
    voided = [] if legs.departed(mission, on) else touched
    letter_id = None if letter_overtaken(mission) else mission.letter_id
    trace: dict[str, Any] = {"by": by, "membership": membership, "at": at}
    details = {"touched": [str(part) for part in touched]}
    if voided:
        _void(mission, voided, details=details, **trace)
    else:
        journal.record(action="amend_detail", subject=mission, details=details, **trace)
    write_terms(mission, terms, revision, at)
    _keep_whole(mission, on)
    amendment = TermsAmendment.objects.create(
        mission=mission,
        version=accept_version(mission, **trace, capacity=capacity),
        reason=reason.strip(),
        touched=[str(part) for part in voided],
        letter_id=letter_id,
        amended_at=at,
        amended_by=by,
    )
    if before == MissionState.AWAITING_EMBASSY and not voided:
        review_links.send(amendment.version, at=at)
    emails.terms_amended(amendment, before=before, touched=touched, by=by, at=at)
    return amendment


def _void(
    mission: Mission,
    touched: list[Substance],
    *,
    details: dict[str, Any],
    by: User,
    membership: Membership,
    at: datetime,
) -> None:
    """Back before the embassy's answer: what followed from a validation falls with it (spec M8, R1)."""
    facts: dict[str, Any] = {"accepted_at": at, "sent_to_embassy_at": None}
    if mission.state == MissionState.VALIDATED:
        reason = f"Validation levée : {' et '.join(part.label for part in touched)} changent"
        returns.note_limit(mission, due_on=None, reason=reason, by=by, at=at)
        facts |= {"validated_at": None, "report_due_on": None, "overdue_flagged_at": None, "letter": None}
    advance(mission, MISSION, "amend", by=by, membership=membership, at=at, details=details, **facts)


def _keep_whole(mission: Mission, on: date) -> None:
    """What was written can still be sent and left on."""
    written = with_terms(Mission.objects).get(pk=mission.pk)
    verdict = rules.provided(rules.is_complete(written), rules.departs_later(written, on))
    if not verdict:
        raise AmendmentRefused(verdict.reason)
