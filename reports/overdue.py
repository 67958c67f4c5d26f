"""⑨ The daily job flags what is missing and drafts the demand (spec R4).

It first lets go of the demands not issued whose limit has moved: they would stand in the way of the right one; and of
those of which everything has been recovered since. Once per limit and at most one live demand per mission, whatever
the number of runs, workers or crashes: the rows of the missions are held, as a delivery holds its own, then read; two
unique constraints stand behind.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from expect.audit import journal
from expect.database.fields import new_public_id
from expect.database.writing import insert_rows
from missions import returns
from missions.enums import CostStage
from missions.models import Cost, Mission
from missions.returns import CARRIED_OUT
from reports import emails, reimbursement, reminders, selectors
from reports.enums import DemandState, Undrafted
from reports.models import DemandLine, ReimbursementDemand
from reports.selectors import claim_lines, total

BATCH = 500
"""Missions per transaction: what a crash loses at most, to be done again by the next run."""


@dataclass(frozen=True)
class OverdueRun:
    """What a run did: missions flagged late, demands drafted, flagged ones for which nothing is paid yet, demands
    dropped because their limit has moved, and others because nothing remains to be claimed.
    """

    on: date
    flagged: int = 0
    drafted: int = 0
    unpaid: int = 0
    dropped: int = 0
    recovered: int = 0


def flag_overdue_reports(*, on: date, at: datetime) -> OverdueRun:
    """Flag every mission whose report is missing past its limit, and draft the demand of what was paid (spec R4).

    Run again, it does nothing more, but for the missions flagged earlier where a paid line has appeared since.
    """
    run = OverdueRun(
        on,
        dropped=sum(
            reimbursement.limit_moved(demand=demand, at=at) for demand in _each(selectors.outdated())
        ),
        recovered=sum(
            reimbursement.all_recovered(demand=demand, at=at) for demand in _each(selectors.lessened())
        ),
    )
    keys = list(waiting(on).order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), BATCH):
        flagged, drafted, unpaid = _batch(keys[start : start + BATCH], on=on, at=at)
        run = replace(
            run, flagged=run.flagged + flagged, drafted=run.drafted + drafted, unpaid=run.unpaid + unpaid
        )
    return run


def _each(demands: QuerySet[ReimbursementDemand]) -> list[ReimbursementDemand]:
    return list(demands.select_related("mission").order_by("mission", "pk"))


def waiting(on: date) -> QuerySet[Mission]:
    """The missions late on that day that are not flagged yet, or whose demand can now be drafted."""
    paid = Cost.objects.filter(mission=OuterRef("pk"), stage=CostStage.PAID)
    to_draft = Q(Exists(paid), selectors.free_to_claim())
    return Mission.objects.overdue_on(on).filter(Q(overdue_flagged_at=None) | to_draft, state__in=CARRIED_OUT)


@transaction.atomic
def _batch(keys: Sequence[int], *, on: date, at: datetime) -> tuple[int, int, int]:
    """One transaction: how many were flagged, drafted, and flagged though nothing is paid yet."""
    late = returns.hold_overdue(keys, on=on)
    flagged = returns.flag_overdue(missions=late, at=at)
    demands = _draft(late, at)
    claimed = {demand.mission_id for demand in demands}
    why = selectors.why_not_drafted([mission for mission in flagged if mission.pk not in claimed])
    _journal("flag_overdue", Mission, flagged, at)
    _journal("draft_demand", ReimbursementDemand, demands, at, to_state=DemandState.DRAFT)
    recalled = reminders.note({mission: mission.report_due_on for mission in flagged}, on=on, at=at)
    told = {mission.pk for mission in recalled}
    emails.reports_overdue(flagged, demands, why, told=told, at=at)
    return len(flagged), len(demands), sum(cause == Undrafted.UNPAID for cause in why.values())


def _journal(
    action: str, model: type[Model], rows: Sequence[Model], at: datetime, to_state: str = ""
) -> None:
    subjects = model.objects.filter(pk__in=[row.pk for row in rows])
    journal.record_each(subjects, action=action, at=at, to_state=to_state)


def _draft(late: Sequence[Mission], at: datetime) -> list[ReimbursementDemand]:
    """The demands of these missions, whose rows are held: what was paid and not recovered, line by line (spec R4)."""
    missions = {mission.pk: mission for mission in late}
    free = Mission.objects.filter(selectors.free_to_claim(), pk__in=missions)
    accounts = claim_lines(free.order_by("pk").values_list("pk", flat=True))
    rows = [
        {
            "public_id": new_public_id(),
            "mission_id": key,
            "due_on": missions[key].report_due_on,
            "total": total(lines),
        }
        for key, lines in accounts.items()
    ]
    insert_rows(ReimbursementDemand, rows, drafted_at=at)
    written = ReimbursementDemand.objects.filter(public_id__in=[row["public_id"] for row in rows])
    demands = list(written.order_by("pk"))
    for demand in demands:
        demand.mission = missions[demand.mission_id]
    insert_rows(DemandLine, [line.on(demand) for demand in demands for line in accounts[demand.mission_id]])
    return demands
