"""What is claimed, and what becomes of it (spec R4, R5)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import F, Q, QuerySet, Sum

from expect.accounts.enums import OrganisationKind
from expect.kernel.clock import paris_midnight
from missions.enums import CostStage
from missions.models import Cost
from reports.enums import DebtorKind, DemandState, RecoveryStep
from reports.models import RecoveryEntry, ReimbursementDemand
from reports.workflow import OPEN

NOTHING = Decimal()
AGES = (("Moins de 30 jours", 30), ("De 30 à 90 jours", 90), ("De 90 jours à un an", 365))
OLDER = "Plus d’un an"
"""The classes of age of what is owed: each label, and the days within which the demand was issued."""

CLEARED = {
    "paid": RecoveryStep.PAID,
    "remitted": RecoveryStep.REMITTED,
    "written_off": RecoveryStep.WRITTEN_OFF,
    "reduced": RecoveryStep.ANSWERED,
}
"""What takes a sum off what is owed, and the step of the register that says so."""


@dataclass(frozen=True)
class ClaimLine:
    """A line of the account of a mission: a sum paid, less its correction; below zero, a sum recovered.

    `cost` is what was first written of it, `proved` what is in its place today, whose proof is shown (spec R4).
    """

    cost: Cost
    amount: Decimal
    proved: Cost

    def on(self, demand: ReimbursementDemand) -> dict[str, Any]:
        """The line of that demand, as a row to write."""
        return {"demand_id": demand.pk, "cost_id": self.cost.pk, "amount": self.amount}


def claim_lines(keys: Iterable[int]) -> dict[int, list[ClaimLine]]:
    """By mission, what the ministry paid and has not got back, in the order it was recorded; no entry where nothing is.

    A correction, and the line written instead, count with the line that was wrong, which keeps its place. A recovery
    stands as a line below zero.
    """
    costs = Cost.objects.filter(mission__in=keys, stage__in=[CostStage.PAID, CostStage.RECOVERED]).order_by(
        "pk"
    )
    lines: dict[int, dict[int, list]] = defaultdict(dict)
    place: dict[int, int] = {}
    for cost in costs:
        place[cost.pk] = place.get(cost.corrects_id or cost.replaces_id, cost.pk)
        line = lines[cost.mission_id].setdefault(place[cost.pk], [cost, Decimal(), cost])
        line[1] += cost.amount if cost.stage == CostStage.PAID else -cost.amount
        line[2] = cost if cost.replaces_id else line[2]
    accounts = {
        mission: [ClaimLine(*line) for line in account.values() if line[1]]
        for mission, account in lines.items()
    }
    return {mission: account for mission, account in accounts.items() if total(account) > 0}


def announced(demand: ReimbursementDemand) -> list[ClaimLine]:
    """The lines of a demand, as they were announced or issued."""
    stored = demand.lines.select_related("cost__replacement__replacement").order_by("pk")
    return [ClaimLine(line.cost, line.amount, _in_place_of(line.cost)) for line in stored]


def _in_place_of(cost: Cost) -> Cost:
    """What was written last instead of that line, or itself."""
    return _in_place_of(cost.replacement) if hasattr(cost, "replacement") else cost


def still_claimed(demand: ReimbursementDemand, today: Iterable[ClaimLine]) -> list[ClaimLine]:
    """Of the lines announced or issued, what may be claimed of each `today`; nothing where they come to nothing.

    The holder was heard on these costs, never on others: a sum paid since is left out; one recovered since is taken
    off, whatever it had been paid for (spec R5).
    """
    now = {line.cost.pk: line for line in today}
    heard = announced(demand)
    kept = [
        replace(line, amount=min(line.amount, now[line.cost.pk].amount if line.cost.pk in now else NOTHING))
        for line in heard
    ]
    known = {line.cost.pk for line in heard}
    kept += [line for key, line in now.items() if key not in known and line.amount < 0]
    return [line for line in kept if line.amount] if total(kept) > 0 else []


def total(lines: Iterable[ClaimLine]) -> Decimal:
    """The sum of an account, in euros."""
    return sum((line.amount for line in lines), Decimal())


def register(demands: QuerySet[ReimbursementDemand], on: date) -> dict[str, Decimal]:
    """What became of what these demands ask for: `asked` is the sum of all the others but the last (spec R5).

    Paid, remitted, written off, reduced, waived, `outstanding`; then what is to be given back.
    """
    ours = demands.order_by().values("pk")
    sums = ReimbursementDemand.objects.filter(pk__in=ours).aggregate(
        sum_asked=Sum("total", filter=Q(issued_at__isnull=False)),
        sum_waived=Sum(F("total") - F("cleared"), filter=Q(state=DemandState.WAIVED)),
        sum_outstanding=Sum(F("total") - F("cleared"), filter=Q(state__in=OPEN)),
        sum_to_give_back=Sum("to_give_back"),
    )
    lines = RecoveryEntry.objects.filter(demand__in=ours).aggregate(
        **{f"sum_{name}": Sum("amount", filter=of(step)) for name, step in CLEARED.items()}
    )
    return {name.removeprefix("sum_"): value or NOTHING for name, value in (sums | lines).items()}


def ages(demands: QuerySet[ReimbursementDemand], on: date) -> list[tuple[str, Decimal]]:
    """What is still owed, by the age of the demand in days since its issue; the classes add up to `outstanding`."""
    ours = ReimbursementDemand.objects.filter(pk__in=demands.order_by().values("pk"), state__in=OPEN)
    bounds = [paris_midnight(on - timedelta(days=days)) for _, days in AGES]
    sums = ours.aggregate(
        **{
            f"sum_{rank}": Sum(F("total") - F("cleared"), filter=_between(rank, bounds))
            for rank in range(len(AGES) + 1)
        }
    )
    labels = [label for label, _ in AGES] + [OLDER]
    return [(label, sums[f"sum_{rank}"] or NOTHING) for rank, label in enumerate(labels)]


def _between(rank: int, bounds: list[datetime]) -> Q:
    """Issued from that bound on, and before the one of the class before."""
    since = Q(issued_at__gte=bounds[rank]) if rank < len(bounds) else Q()
    return since & (Q(issued_at__lt=bounds[rank - 1]) if rank else Q(issued_at__isnull=False))


def of(step: RecoveryStep) -> Q:
    """The lines of that step, and those that cancel them."""
    return Q(step=step) | Q(cancels__step=step)


def paid(demand: ReimbursementDemand) -> Decimal:
    """What the holder paid and keeps owing: not what was given back to it, or is to be."""
    sums = RecoveryEntry.objects.filter(demand=demand).aggregate(
        came=Sum("amount", filter=of(RecoveryStep.PAID)),
        goes=Sum("give_back", filter=of(RecoveryStep.ANSWERED)),
    )
    return (sums["came"] or NOTHING) - (sums["goes"] or NOTHING)


ASSOCIATIONS = (OrganisationKind.ASSOCIATION_OF_OFFICIALS, OrganisationKind.ASSOCIATION_OF_AUTHORITIES)


def debtor_kind(demand: ReimbursementDemand) -> DebtorKind:
    """Whether the debtor is a public or a private body, as it was at the hand-over (spec R5)."""
    if demand.debtor_kind:
        return DebtorKind(demand.debtor_kind)
    private = demand.mission.organisation.kind in ASSOCIATIONS
    return DebtorKind.PRIVATE if private else DebtorKind.PUBLIC


def to_recover(demand: ReimbursementDemand) -> Decimal:
    """The sum of the titre de perception: what was owed at the hand-over, or is now (spec R5)."""
    handed_over = demand.amount_handed_over
    return demand.outstanding() if handed_over is None else handed_over


def entries(demand: ReimbursementDemand) -> QuerySet[RecoveryEntry]:
    """The register of a demand, in the order in which it was written (spec R5)."""
    found = RecoveryEntry.objects.filter(demand=demand)
    return found.select_related("recorded_by", "cancels", "cancelled_by").order_by("pk")
