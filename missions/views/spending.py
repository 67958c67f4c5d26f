"""The lines of a mission's costs, summed for its page (spec M7)."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from missions.enums import CostStage
from missions.models import Cost

NOTHING = Decimal()
NEXT_STAGE = {
    CostStage.ESTIMATED: CostStage.COMMITTED,
    CostStage.COMMITTED: CostStage.PAID,
    CostStage.PAID: CostStage.RECOVERED,
}


def totals(costs: Sequence[Cost]) -> list[tuple[str, Decimal]]:
    """Euros at each stage where something was entered, corrections counted."""
    used = {cost.stage for cost in costs}
    return [
        (stage.label, sum(cost.amount for cost in costs if cost.stage == stage))
        for stage in CostStage
        if stage in used
    ]


def with_what_is_left(costs: Sequence[Cost]) -> list[tuple[Cost, Decimal]]:
    """Each line with the euros of it that have not gone one stage further: a sum is committed, or paid, in parts."""
    spent: dict[tuple[int, str], Decimal] = defaultdict(Decimal)
    for cost in costs:
        spent[cost.follows_id or cost.pk, cost.stage] += cost.amount
    return [(cost, _left(cost, spent)) for cost in costs]


def _left(cost: Cost, spent: dict[tuple[int, str], Decimal]) -> Decimal:
    if cost.stage not in NEXT_STAGE:
        return NOTHING
    head = cost.follows_id or cost.pk
    left = spent[head, cost.stage] - spent[head, NEXT_STAGE[CostStage(cost.stage)]]
    return max(min(cost.amount, left), NOTHING)
