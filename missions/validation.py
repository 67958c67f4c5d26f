"""⑦ The embassy of the country validates a version of the terms, returns it or refuses it (spec M8)."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from expect.accounts.enums import SignedAct
from expect.accounts.models import Membership, User
from expect.accounts.signing import authority_of
from expect.audit import journal
from expect.audit.transitions import advance, hold
from expect.kernel.clock import paris_day
from expect.kernel.errors import StateChanged
from expect.territory.models import DiplomaticPost
from expect.web import french
from missions import emails, letters, returns, rules
from missions.endings import with_words
from missions.enums import MissionState, Party, ReviewOutcome
from missions.models import EmbassyReview, Mission, TermsAcceptance, TermsVersion
from missions.models.limits import require
from missions.terms.versions import in_force
from missions.workflow import MISSION

ACTS = {
    ReviewOutcome.VALIDATED: "validate",
    ReviewOutcome.RETURNED: "return",
    ReviewOutcome.REFUSED: "refuse",
}


@dataclass(frozen=True)
class Answerer:
    """In whose hands the answer is: an agent of the post, or DAECT that records what the post wrote (spec X13)."""

    by: User
    membership: Membership
    post: DiplomaticPost
    capacity: str


@transaction.atomic
def validate(*, mission: Mission, version_number: int, by: User, at: datetime) -> EmbassyReview:
    """Validate the version read: it is the embassy's acceptance of it, and sets the report's limit (spec M8, R1).

    Raises NotAllowed (not now posted in charge of the country, dates past, label ended at departure, report of the
    holder overdue), StaleVersion, StateChanged.
    """
    membership = rules.may_validate(by, mission, paris_day(at)).require()
    return answer(
        mission, ReviewOutcome.VALIDATED, version_number, "", answerer=_agent(by, membership), at=at
    )


@transaction.atomic
def return_mission(
    *, mission: Mission, version_number: int, remarks: str, by: User, at: datetime
) -> EmbassyReview:
    """Send the version back with remarks: the holder mends, its signatory accepts again (spec M8).

    Raises NotAllowed, ReasonMissing, StaleVersion, StateChanged.
    """
    membership = with_words(rules.may_review(by, mission, paris_day(at)), remarks)
    agent = _agent(by, membership)
    return answer(mission, ReviewOutcome.RETURNED, version_number, remarks, answerer=agent, at=at)


@transaction.atomic
def refuse_mission(
    *, mission: Mission, version_number: int, reasons: str, by: User, at: datetime
) -> EmbassyReview:
    """Refuse: the mission does not take place, the experts have their days back (spec M8).

    Raises NotAllowed, ReasonMissing, StaleVersion, StateChanged.
    """
    membership = with_words(rules.may_review(by, mission, paris_day(at)), reasons, field="reasons")
    agent = _agent(by, membership)
    return answer(mission, ReviewOutcome.REFUSED, version_number, reasons, answerer=agent, at=at)


@transaction.atomic
def issue_mission_letter(
    *, mission: Mission, by: User, at: datetime, version_number: int | None = None
) -> Mission:
    """Issue the signed letter that says the terms validated, once; again where they changed since (spec M11, X12).

    The letter replaced is kept, and the new one names it. The mission's row is held first: the terms that it says do
    not change meanwhile. Where the head names the version that they read, it is still the one in force.
    Raises NotAllowed (already issued), NoSigningAuthority, StaleVersion, StateChanged (the validation has fallen).
    """
    on = paris_day(at)
    membership = rules.may_issue_letter(by, mission, on).require()
    hold(mission, mission.state, read=("letter", "validated_at", "report_due_on"))
    rules.may_issue_letter(by, mission, on).require()  # as it stands, now that nobody moves it
    if version_number is not None:
        in_force(mission, version_number)
    authority = authority_of(by, SignedAct.MISSION_LETTER, on)
    mission.letter = letters.issue_letter(mission, authority=authority, at=at)
    mission.save(update_fields=["letter"])
    details = {"document": mission.letter.public_id}
    journal.record(
        action="issue_mission_letter", subject=mission, by=by, membership=membership, at=at, details=details
    )
    emails.letter_issued(mission, at=at)
    return mission


def answer(
    mission: Mission,
    outcome: ReviewOutcome,
    version_number: int,
    words: str,
    *,
    answerer: Answerer,
    at: datetime,
) -> EmbassyReview:
    """The answer of the post on one version, and what follows; a step of the acts, which ask their own rule (spec M8).

    Raises OutOfLimits, StaleVersion, StateChanged.
    """
    require(EmbassyReview, remarks=words)
    version = _version_read(mission, version_number)
    version.mission = mission
    facts: dict[str, object] = {"reviewed_at": at, "post": answerer.post}
    if outcome == ReviewOutcome.VALIDATED:
        facts |= {"validated_at": at, "report_due_on": returns.report_due_on(mission.returns_on)}
    elif outcome == ReviewOutcome.RETURNED:
        facts |= {"draft_since": at}
    by, details = answerer.by, {"version": version.number}
    trace = {"by": by, "membership": answerer.membership, "at": at, "details": details}
    advance(mission, MISSION, ACTS[outcome], **trace, **facts)
    review = _write(version, outcome, words, answerer=answerer, at=at)
    if outcome == ReviewOutcome.VALIDATED:
        TermsAcceptance.objects.create(
            version=version,
            party=Party.EMBASSY,
            accepted_at=at,
            accepted_by=by,
            capacity=answerer.capacity,
        )
        reason = f"Retour prévu le {french.day(mission.returns_on)}"
        returns.note_limit(mission, due_on=mission.report_due_on, reason=reason, by=by, at=at)
    elif outcome == ReviewOutcome.REFUSED:
        returns.free_days(mission)
    emails.reviewed(review, at=at)
    return review


def _agent(by: User, membership: Membership) -> Answerer:
    return Answerer(by, membership, membership.post, membership.capacity or membership.place)


def _write(
    version: TermsVersion, outcome: ReviewOutcome, words: str, *, answerer: Answerer, at: datetime
) -> EmbassyReview:
    """A version gets one answer only."""
    try:
        with transaction.atomic():
            return EmbassyReview.objects.create(
                version=version,
                mission=version.mission,
                post=answerer.post,
                outcome=outcome,
                remarks=words,
                given_at=at,
                given_by=answerer.by,
            )
    except IntegrityError as clash:
        raise StateChanged("Un avis a déjà été rendu sur cette version.") from clash


def _version_read(mission: Mission, number: int) -> TermsVersion:
    """The version that the agent read, if it is still the one to answer; nobody changes it until the act is done.

    The mission's row is taken first: the holder may be changing the terms at this very moment (spec M8).
    """
    hold(mission, MissionState.AWAITING_EMBASSY)
    mission.refresh_from_db(fields=["departs_on", "returns_on", "revision"])
    return in_force(mission, number)
