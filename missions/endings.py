"""How a mission ends before its time: cancelled, never left, interrupted abroad (spec M14, R1).

Costs stay on the mission in every case; the limit of the report and the experts' days follow by rule.
"""

from datetime import date, datetime

from django.db import transaction

from expect.accounts.models import Membership, User
from expect.audit.transitions import advance, hold
from expect.kernel.clock import paris_day
from expect.kernel.errors import Refusal
from expect.kernel.verdict import Verdict
from expect.web import french
from missions import emails, returns, rules
from missions.models import Mission
from missions.models.limits import require
from missions.workflow import MISSION


class ReasonMissing(Refusal):
    """A return, a refusal, an end before time says why."""


class ImpossibleInterruption(Refusal):
    """A day to come, or outside the stay."""


@transaction.atomic
def cancel(*, mission: Mission, reason: str, by: User, at: datetime) -> Mission:
    """Give the mission up before departure: the days are free, no report is expected; costs stay (spec M14, R1).

    Raises NotAllowed (the day of departure has come), ReasonMissing, StateChanged.
    """
    membership = with_words(rules.may_cancel(by, mission, paris_day(at)), reason, field="reason")
    _drop(mission, "cancel", reason, "Mission annulée", by=by, membership=membership, at=at)
    emails.cancelled(mission, by=by, at=at)
    return mission


@transaction.atomic
def record_no_departure(*, mission: Mission, reason: str, by: User, at: datetime) -> Mission:
    """DAECT records that nobody left, from the day of departure on: no report, no claim; costs stay (spec M14, R1).

    Raises NotAllowed (not left yet, return confirmed, report delivered), ReasonMissing, StateChanged.
    """
    on = paris_day(at)
    membership = with_words(rules.may_record_no_departure(by, mission, on), reason, field="reason")
    hold(mission, mission.state, read=("return_confirmed_on", "report_delivered_at", "report_due_on"))
    rules.may_record_no_departure(by, mission, on).require()  # as it stands, now that nobody moves it
    _drop(mission, "record_no_departure", reason, "Personne n’est parti", by=by, membership=membership, at=at)
    emails.never_left(mission, by=by, at=at)
    return mission


@transaction.atomic
def interrupt(*, mission: Mission, interrupted_on: date, reason: str, by: User, at: datetime) -> Mission:
    """Say that the stay was cut short abroad; the limit of the report waits for the day of return (spec M14, R1).

    Raises NotAllowed (not left yet, over), ReasonMissing, ImpossibleInterruption, StateChanged.
    """
    on = paris_day(at)
    membership = with_words(rules.may_interrupt(by, mission, on), reason, field="reason")
    if not mission.departs_on <= interrupted_on <= min(mission.returns_on, on):
        raise ImpossibleInterruption(
            f"Indiquez un jour du séjour déjà venu : {french.period(mission.departs_on, mission.returns_on)}.",
            field="interrupted_on",
        )
    require(Mission, interrupt_reason=reason, field="reason")
    facts = {"interrupted_at": at, "interrupted_on": interrupted_on, "interrupt_reason": reason}
    advance(mission, MISSION, "interrupt", by=by, membership=membership, at=at, **facts)
    emails.interrupted(mission, by=by, at=at)
    return mission


def with_words(verdict: Verdict, words: str, field: str = "remarks") -> Membership:
    """The membership that carries the right, once the words that the rule wants are there."""
    membership = verdict.require()
    if not words.strip():
        raise ReasonMissing(
            "Dites pourquoi : ces mots seront lus par le titulaire et par la DAECT.", field=field
        )
    return membership


def _drop(
    mission: Mission, act: str, reason: str, noted: str, *, by: User, membership: Membership, at: datetime
) -> None:
    """No report is expected any more, and the experts have their days back."""
    require(Mission, cancel_reason=reason, field="reason")
    if mission.report_due_on is not None:
        returns.note_limit(mission, due_on=None, reason=noted, by=by, at=at)
    facts = {"cancelled_at": at, "cancel_reason": reason, "report_due_on": None}
    advance(mission, MISSION, act, by=by, membership=membership, at=at, **facts)
    returns.free_days(mission)
