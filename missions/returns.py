"""The return, and the limit of the report that runs from it (spec R1).

The limit, the lateness and whose turn the report is belong to the mission: stage 3 changes `report_due_on`,
`report_delivered_at`, `report_asked_again_at`, `report_redelivered_at` and `overdue_flagged_at` only through the acts
of this module.
"""

import contextlib
from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction

from expect.accounts.models import Membership, User
from expect.audit import journal
from expect.audit.transitions import advance, hold
from expect.kernel.clock import add_months, day_count, paris_day
from expect.kernel.errors import Refusal, StateChanged
from expect.web import french
from missions import emails, rules
from missions.enums import MissionState
from missions.models import Mission, Participant, ParticipantDay, ReportLimitChange
from missions.workflow import LEFT, MISSION

CARRIED_OUT = (*LEFT, MissionState.COMPLETED)
"""Where a mission that took place stands while its report is awaited."""


class ImpossibleReturn(Refusal):
    """A day on which nobody can have returned: to come, or too long before the stay."""


def report_due_on(returned_on: date) -> date:
    """The last day on which the report is in time: two calendar months after the return (spec R1).

    31 December → 28 or 29 February; 30 April → 30 June.
    """
    return add_months(returned_on, settings.REPORT_MONTHS)


def note_limit(
    mission: Mission, *, due_on: date | None, reason: str, by: User | None, at: datetime
) -> ReportLimitChange:
    """Keep a value of the limit with its reason; the caller's own UPDATE puts it on the mission (spec R1)."""
    return ReportLimitChange.objects.create(
        mission=mission, due_on=due_on, reason=reason, set_at=at, set_by=by
    )


@transaction.atomic
def set_limit(
    *,
    mission: Mission,
    due_on: date,
    reason: str,
    by: User | None,
    at: datetime,
    membership: Membership | None = None,
) -> ReportLimitChange:
    """Give the report another limit, `by` a person or by the system (None), and keep why (spec R1).

    A step of the acts that move it (return confirmed), which ask their own rule; `membership` is the one that carried
    the right. The lateness noted for the former limit is wiped out: the job sees to the new one.
    """
    Mission.objects.filter(pk=mission.pk).update(report_due_on=due_on, overdue_flagged_at=None)
    mission.report_due_on, mission.overdue_flagged_at = due_on, None
    details = {"due_on": due_on.isoformat()}
    journal.record(
        action="set_report_limit", subject=mission, by=by, membership=membership, at=at, details=details
    )
    return note_limit(mission, due_on=due_on, reason=reason, by=by, at=at)


def granted_until(mission: Mission) -> date | None:
    """The limit that the head granted beyond the two months that run from the return as it is known (spec R6)."""
    back = mission.return_confirmed_on or mission.returns_on
    due_on = mission.report_due_on
    return due_on if due_on and due_on > report_due_on(back) else None


def limit_after(mission: Mission, returned_on: date) -> date:
    """The limit of the report once that return is confirmed: a longer one that was granted holds (spec R1, R6)."""
    due_on = report_due_on(returned_on)
    granted = granted_until(mission)
    return max(due_on, granted) if granted else due_on


@transaction.atomic
def confirm_return(*, mission: Mission, returned_on: date, by: User, at: datetime) -> Mission:
    """Say on which day the last person came back; the limit of the report follows, the mission is completed (spec R1).

    A longer limit that the head granted holds (spec R6). The experts' days are those of the stay as it was; one that
    another mission has meanwhile stays there, and is told (spec M6, `double_days`). Raises NotAllowed, StateChanged,
    ImpossibleReturn.
    """
    on = paris_day(at)
    membership = rules.may_confirm_return(by, mission, on).require()
    hold(mission, mission.state, read=("return_confirmed_on", "report_due_on", "completed_at"))
    rules.may_confirm_return(by, mission, on).require()  # as it stands, now that nobody moves it
    if not (may := rules.can_have_returned(mission, returned_on, on)):
        raise ImpossibleReturn(may.reason, field="returned_on")
    due_on = limit_after(mission, returned_on)
    completed_at = mission.completed_at or at
    facts = {"return_confirmed_on": returned_on, "completed_at": completed_at}
    advance(mission, MISSION, "confirm_return", by=by, membership=membership, at=at, **facts)
    free_days(mission, after=returned_on)
    _take_days(mission, until=returned_on)
    if due_on != mission.report_due_on:
        set_limit(
            mission=mission,
            due_on=due_on,
            reason=f"Retour constaté le {french.day(returned_on)}",
            by=by,
            membership=membership,
            at=at,
        )
    emails.return_confirmed(mission, doubled=double_days(mission), by=by, at=at)
    return mission


def complete_missions(*, on: date, at: datetime) -> list[Mission]:
    """Complete every mission, validated or interrupted, whose planned day of return is past; the system's daily job.

    Run again, it finds nothing more to do. Each mission is completed in its own transaction: one that somebody moved in
    the meantime is left to them.
    """
    done = []
    for mission in Mission.objects.filter(state__in=LEFT, returns_on__lt=on).order_by("pk"):
        with contextlib.suppress(StateChanged), transaction.atomic():
            advance(mission, MISSION, "complete", by=None, at=at, completed_at=at)
            emails.completed(mission, at=at)
            done.append(mission)
    return done


def mark_report_delivered(*, mission: Mission, at: datetime) -> bool:
    """The report is delivered, and not late any more; whether this call is the one that said so (spec R5).

    A conditional UPDATE of the mission's row: of a delivery and of the job at the same instant, one comes first. What
    was delivered before is completed now: it is DAECT's turn again, from that moment (spec M13).
    """
    same = Mission.objects.filter(pk=mission.pk)
    first = same.filter(report_delivered_at=None).update(report_delivered_at=at)
    if not first:
        same.update(report_asked_again_at=None, report_redelivered_at=at)
    mission.refresh_from_db(fields=["report_delivered_at", "report_asked_again_at", "report_redelivered_at"])
    return bool(first)


def mark_more_asked(*, mission: Mission, at: datetime) -> None:
    """DAECT asks for more on the report: it is the holder's turn, until more is delivered (spec M13, R2)."""
    Mission.objects.filter(pk=mission.pk).update(report_asked_again_at=at)
    mission.report_asked_again_at = at


def hold_overdue(keys: Collection[int], *, on: date) -> list[Mission]:
    """Those of these missions that took place and whose report is late that day, held until the transaction ends.

    They are read once held, so that a report delivered or a limit moved meanwhile leaves them out; in the order of
    their keys, so that two workers wait for one another without ever crossing. On SQLite the transaction alone holds.
    """
    late = Mission.objects.overdue_on(on).filter(pk__in=keys, state__in=CARRIED_OUT)
    held = late.select_for_update().prefetch_related("organisation", "country")
    return list(held.order_by("pk"))


def flag_overdue(*, missions: Iterable[Mission], at: datetime) -> list[Mission]:
    """Note that these reports are late, once per limit; the missions that this call flagged (spec R4).

    A step of the daily job, which holds them by `hold_overdue`.
    """
    new = [mission for mission in missions if mission.overdue_flagged_at is None]
    Mission.objects.filter(pk__in=[mission.pk for mission in new]).update(overdue_flagged_at=at)
    for mission in new:
        mission.overdue_flagged_at = at
    return new


def _take_days(mission: Mission, *, until: date) -> None:
    """Write the days of the stay that are not in the experts' calendars, save those that another mission has."""
    people = Participant.objects.filter(leg__mission=mission, expert__isnull=False)
    span = range(day_count(mission.departs_on, until))
    ParticipantDay.objects.bulk_create(
        (
            ParticipantDay(
                participant=one, expert_id=one.expert_id, day=mission.departs_on + timedelta(days=n)
            )
            for one in people
            for n in span
        ),
        ignore_conflicts=True,
    )


def double_days(mission: Mission) -> list[str]:
    """« Alix Renaud, 6 mai 2026 (M-2026-0008) »: the days of a stay that another mission has too (spec M6)."""
    sent = Participant.objects.filter(leg__mission=mission, expert__isnull=False)
    stay = (mission.departs_on, mission.return_confirmed_on)
    days = ParticipantDay.objects.filter(expert__in=sent.values("expert"), day__range=stay)
    others = days.exclude(participant__leg__mission=mission).select_related(
        "expert", "participant__leg__mission"
    )
    return [
        f"{one.expert}, {french.day(one.day)} ({one.participant.leg.mission.number})"
        for one in others.order_by("day", "pk")
    ]


def free_days(mission: Mission, *, after: date | None = None) -> None:
    """Give the experts their days back, all or those after that day: the mission does not take them (spec M6)."""
    days = ParticipantDay.objects.filter(participant__leg__mission=mission)
    (days.filter(day__gt=after) if after else days).delete()
