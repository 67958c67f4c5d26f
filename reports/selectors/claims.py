"""What is claimed, and what becomes of it (spec R4, R5)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import F, Q, QuerySet, Sum

from expect.accounts.enums import OrganisationKind
from expect.accounts.models import Organisation
from missions.enums import CostStage
from missions.models import Cost
from reports.enums import DemandState, RecoveryStep
from reports.models import DemandLine, RecoveryEntry, ReimbursementDemand

OLD = 90
"""Days after which a sum asked for and not paid is said to be old."""

OWED = (DemandState.ISSUED, DemandState.HANDED_OVER)


@dataclass(frozen=True)
class ClaimLine:
    """A line of the account of a mission: a sum paid, less its correction; below zero, a sum recovered."""

    cost: Cost
    amount: Decimal

    def on(self, demand: ReimbursementDemand) -> DemandLine:
        """The line of that demand, unsaved."""
        return DemandLine(demand=demand, cost=self.cost, amount=self.amount)


def claim_lines(keys: Iterable[int]) -> dict[int, list[ClaimLine]]:
    """By mission, what the ministry paid and has not got back, in the order it was recorded; no entry where nothing is.

    A correction counts with the line that it corrects; a recovery stands as a line below zero.
    """
    costs = Cost.objects.filter(mission__in=keys, stage__in=[CostStage.PAID, CostStage.RECOVERED]).order_by(
        "pk"
    )
    lines: dict[int, dict[int, list]] = defaultdict(dict)
    for cost in costs:
        line = lines[cost.mission_id].setdefault(cost.corrects_id or cost.pk, [cost, Decimal()])
        line[1] += cost.amount if cost.stage == CostStage.PAID else -cost.amount
    accounts = {
        mission: [ClaimLine(cost, amount) for cost, amount in account.values() if amount]
        for mission, account in lines.items()
    }
    return {mission: account for mission, account in accounts.items() if total(account) > 0}


def total(lines: Iterable[ClaimLine]) -> Decimal:
    """The sum of an account, in euros."""
    return sum((line.amount for line in lines), Decimal())


def register(demands: QuerySet[ReimbursementDemand], on: date) -> dict[str, Decimal]:
    """What these demands ask for in all, what is cleared, what is still owed, of which for over OLD days (spec R5)."""
    owed = Sum(F("total") - F("cleared"), filter=Q(state__in=OWED))
    old = Q(state__in=OWED, issued_at__date__lt=on - timedelta(days=OLD))
    sums = demands.order_by().aggregate(
        sum_asked=Sum("total", filter=Q(issued_at__isnull=False)),
        sum_cleared=Sum("cleared"),
        sum_outstanding=owed,
        sum_old=Sum(F("total") - F("cleared"), filter=old),
    )
    return {name.removeprefix("sum_"): value or Decimal() for name, value in sums.items()}


ASSOCIATIONS = (OrganisationKind.ASSOCIATION_OF_OFFICIALS, OrganisationKind.ASSOCIATION_OF_AUTHORITIES)


def debtor_kind(organisation: Organisation) -> str:
    """Whether the debtor is a public or a private body, as the titre de perception asks (spec R5)."""
    return "personne privée" if organisation.kind in ASSOCIATIONS else "personne publique"


def entries(demand: ReimbursementDemand) -> QuerySet[RecoveryEntry]:
    """The register of a demand, in the order in which it was written (spec R5)."""
    found = RecoveryEntry.objects.filter(demand=demand)
    return found.select_related("recorded_by", "cancels", "cancelled_by").order_by("pk")


def contestation(demand: ReimbursementDemand) -> RecoveryEntry | None:
    """The last contestation of a demand."""
    return RecoveryEntry.objects.filter(demand=demand, step=RecoveryStep.CONTESTED).order_by("-pk").first()
