"""For which late missions a demand may be drafted, and why not for the others (spec R1, R4)."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q, QuerySet

from missions.models import Mission
from missions.selectors.stays import claimable
from reports.enums import Undrafted
from reports.models import ExtensionRequest, ReimbursementDemand
from reports.selectors.claims import claim_lines
from reports.workflow import LIVE, MAY_COME_BACK


def free_to_claim() -> Q:
    """The late missions that may be claimed, where something is paid.

    Their terms let it be; no request for more time waits; no demand is live, was issued, whatever became of it, nor was
    dropped for that limit, but for those that the job let go.
    """
    claimed, dropped = _claimed()
    return claimable() & ~Exists(_asked()) & ~Exists(claimed) & ~Exists(dropped)


def _claimed() -> tuple[QuerySet[ReimbursementDemand], QuerySet[ReimbursementDemand]]:
    """The demands of a mission that are live or were issued; those given up for its limit."""
    demands = ReimbursementDemand.objects.filter(mission=OuterRef("pk"))
    given_up = demands.filter(due_on=OuterRef("report_due_on"), dropped_at__isnull=False)
    return (
        demands.filter(Q(state__in=LIVE) | Q(issued_at__isnull=False)),
        given_up.exclude(drop_cause__in=MAY_COME_BACK),
    )


def _asked() -> QuerySet[ExtensionRequest]:
    return ExtensionRequest.objects.filter(mission=OuterRef("pk"), decided_at=None)


def why_not_drafted(missions: Collection[Mission]) -> dict[Mission, Undrafted]:
    """Of missions just flagged for which no demand was drafted, what keeps it from being (spec R4)."""
    claimed, dropped = _claimed()
    causes = {
        Undrafted.NOT_IN_THE_TERMS: ~claimable(),
        Undrafted.MORE_TIME: Exists(_asked()),
        Undrafted.CLAIMED: Exists(claimed),
        Undrafted.DROPPED: Exists(dropped),
    }
    keys = [mission.pk for mission in missions]
    found = {
        cause: set(Mission.objects.filter(held, pk__in=keys).values_list("pk", flat=True)) if keys else set()
        for cause, held in causes.items()
    }
    paid = claim_lines(keys)
    return {
        mission: next((cause for cause, those in found.items() if mission.pk in those), Undrafted.UNPAID)
        for mission in missions
        if mission.pk not in paid or any(mission.pk in those for those in found.values())
    }
