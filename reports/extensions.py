"""The holder asks for more time before the limit; the head grants it, dated, or refuses it (spec R6)."""

from datetime import date, datetime

from django.db import transaction

from expect.accounts.models import User
from expect.audit import journal
from expect.audit.transitions import hold
from expect.kernel.clock import paris_day
from expect.kernel.days import require_plausible
from expect.kernel.errors import Refusal
from expect.web import french
from missions import returns
from missions.enums import MissionState
from missions.models import Mission
from reports import emails, rules
from reports.models import ExtensionRequest


class ImpossibleLimit(Refusal):
    """A limit in the past, or no later than the one that stands; no reason where one is wanted."""


@transaction.atomic
def ask_more_time(*, mission: Mission, until: date, reason: str, by: User, at: datetime) -> ExtensionRequest:
    """Ask for a later limit, and say why; until it is answered, no demand is drafted (spec R4, R6).

    Raises NotAllowed, ImpossibleLimit.
    """
    mission = _held(mission)
    membership = rules.may_ask_more_time(by, mission, paris_day(at)).require()
    _later(mission, until, paris_day(at))
    request = ExtensionRequest.objects.create(
        mission=mission,
        due_on=mission.report_due_on,
        asked_until=until,
        reason=_reasoned(reason),
        asked_at=at,
        asked_by=by,
    )
    details = {"due_on": mission.report_due_on.isoformat(), "until": until.isoformat()}
    journal.record(
        action="ask_more_time", subject=mission, by=by, membership=membership, at=at, details=details
    )
    emails.more_time_asked(request, at=at)
    return request


@transaction.atomic
def grant_more_time(
    *, request: ExtensionRequest, until: date, reason: str, by: User, at: datetime
) -> ExtensionRequest:
    """Set the later limit, which the reminders and the job follow from then on (spec R1, R6).

    Raises NotAllowed, ImpossibleLimit.
    """
    request = _request_held(request)
    membership = rules.may_decide_extension(by, request, paris_day(at)).require()
    if until <= paris_day(at):
        raise ImpossibleLimit(
            "Une limite ne se fixe pas dans le passé : choisissez une date à venir.", field="until"
        )
    _later(request.mission, until, paris_day(at))
    _decide(request, _reasoned(reason), by=by, at=at, granted_until=until)
    returns.set_limit(
        mission=request.mission,
        due_on=until,
        reason=f"Délai accordé à la demande du titulaire, du {french.day(request.asked_at)}",
        by=by,
        membership=membership,
        at=at,
    )
    emails.more_time_decided(request, at=at)
    return request


@transaction.atomic
def refuse_more_time(*, request: ExtensionRequest, reason: str, by: User, at: datetime) -> ExtensionRequest:
    """Leave the limit as it is, and say why (spec R6). Raises NotAllowed, ImpossibleLimit."""
    request = _request_held(request)
    membership = rules.may_decide_extension(by, request, paris_day(at)).require()
    _decide(request, _reasoned(reason), by=by, at=at)
    journal.record(action="refuse_more_time", subject=request.mission, by=by, membership=membership, at=at)
    emails.more_time_decided(request, at=at)
    return request


def _held(mission: Mission) -> Mission:
    """The mission as it stands, its row held: of a request and of the job at the same instant, one sees the other."""
    hold(mission, *MissionState.values)
    return Mission.objects.select_related("organisation", "country").get(pk=mission.pk)


def _request_held(request: ExtensionRequest) -> ExtensionRequest:
    mission = _held(request.mission)
    request = ExtensionRequest.objects.select_related("asked_by").get(pk=request.pk)
    request.mission = mission
    return request


def _later(mission: Mission, until: date, on: date) -> None:
    require_plausible(until, on, field="until")
    if until <= mission.report_due_on:
        raise ImpossibleLimit(
            f"Choisissez une date après la limite actuelle, le {french.day(mission.report_due_on)}.",
            field="until",
        )


def _reasoned(reason: str) -> str:
    if not reason.strip():
        raise ImpossibleLimit("Donnez le motif.", field="reason")
    return reason.strip()


def _decide(
    request: ExtensionRequest, answer: str, *, by: User, at: datetime, granted_until: date | None = None
) -> None:
    facts = {"answer": answer, "decided_at": at, "decided_by": by, "granted_until": granted_until}
    for name, value in facts.items():
        setattr(request, name, value)
    request.save(update_fields=list(facts))
