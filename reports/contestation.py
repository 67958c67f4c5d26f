"""An issued demand is contested, or overtaken by the report: what is answered, maintained, given back (spec R5)."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from expect.accounts.models import User
from expect.kernel.clock import paris_day
from expect.web import french
from labels.rules import rejected_on
from reports import rules, selectors
from reports.enums import Contestation, RecoveryStep
from reports.models import RecoveryEntry, ReimbursementDemand
from reports.register import NOTHING, ImpossibleEntry, enter, reasoned, set_facts
from reports.reimbursement import held

SILENT = (Contestation.AUTHOR, Contestation.MINISTER)
"""Those that two months of silence reject (spec X10)."""


@transaction.atomic
def record_contestation(
    *,
    demand: ReimbursementDemand,
    kind: str,
    lodged_on: date,
    reference: str,
    grounds: str,
    by: User,
    at: datetime,
) -> RecoveryEntry:
    """Record that the holder contests the demand, before whom and on what grounds; late or not, it is answered.

    Raises NotAllowed, ImpossibleEntry.
    """
    demand = held(demand)
    membership = rules.may_record_contestation(by, demand, paris_day(at)).require()
    set_facts(demand, contested_on=lodged_on)
    return enter(
        demand,
        RecoveryStep.CONTESTED,
        lodged_on,
        by=by,
        membership=membership,
        at=at,
        reference=reference,
        note=reasoned(grounds, field="grounds"),
        kind=Contestation(kind),
        answer_by=rejected_on(lodged_on) if kind in SILENT else None,
    )


@transaction.atomic
def answer_contestation(
    *,
    demand: ReimbursementDemand,
    answered_on: date,
    reduction: Decimal | None,
    reference: str,
    reason: str,
    by: User,
    at: datetime,
) -> RecoveryEntry:
    """Close the contestation: by how much the demand is reduced, if it is, and why.

    What is reduced beyond what is still owed had been paid: it is to be given back. Raises NotAllowed, ImpossibleEntry.
    """
    demand = held(demand)
    membership = rules.may_answer_contestation(by, demand, paris_day(at)).require()
    if answered_on < demand.contested_on:
        raise ImpossibleEntry("La demande n’était pas encore contestée ce jour-là.", field="answered_on")
    reduction = reduction or NOTHING
    most = demand.outstanding() + selectors.paid(demand)
    if not NOTHING <= reduction <= most:
        raise ImpossibleEntry(
            f"{french.euros(most)} sont dus ou ont été payés : indiquez cette somme au plus.",
            field="reduction",
        )
    off = min(reduction, demand.outstanding())
    set_facts(demand, contested_on=None)
    return enter(
        demand,
        RecoveryStep.ANSWERED,
        answered_on,
        by=by,
        membership=membership,
        at=at,
        amount=off,
        give_back=reduction - off,
        reference=reference,
        note=reasoned(reason),
    )


@transaction.atomic
def maintain(*, demand: ReimbursementDemand, reason: str, by: User, at: datetime) -> RecoveryEntry:
    """The report came after the issue; the demand stands all the same, and why (spec R5). Raises NotAllowed."""
    demand = held(demand)
    membership = rules.may_maintain(by, demand, paris_day(at)).require()
    note = reasoned(reason)
    set_facts(demand, maintained_at=at)
    return enter(
        demand, RecoveryStep.MAINTAINED, paris_day(at), by=by, membership=membership, at=at, note=note
    )
