"""The register of an issued demand: each line with its author and its reference, none ever erased (spec R5).

Every act takes the mission's row first, as an issue does. A mistake is cancelled by another line; both stay.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from expect.accounts.models import Membership, User
from expect.audit import journal
from expect.audit.transitions import advance
from expect.kernel.clock import paris_day
from expect.kernel.errors import Refusal
from expect.web import french
from reports import emails, rules, selectors
from reports.enums import DemandState, RecoveryStep
from reports.models import RecoveryEntry, ReimbursementDemand
from reports.models.recovery import UNREFERENCED
from reports.reimbursement import held
from reports.workflow import DEMAND

NOTHING = Decimal()

DAYS = {
    RecoveryStep.HANDED_OVER: "handed_over_on",
    RecoveryStep.PAID: "paid_on",
    RecoveryStep.REMITTED: "decided_on",
    RecoveryStep.WRITTEN_OFF: "decided_on",
    RecoveryStep.CONTESTED: "lodged_on",
    RecoveryStep.ANSWERED: "answered_on",
    RecoveryStep.GIVEN_BACK: "given_back_on",
    RecoveryStep.MAINTAINED: None,
    RecoveryStep.CANCELLED: None,
}
"""The field in which each line's day is given."""


class ImpossibleEntry(Refusal):
    """A day to come or before the demand, a sum larger than what is still owed, no reason where one is wanted."""


def enter(
    demand: ReimbursementDemand,
    step: RecoveryStep,
    happened_on: date,
    *,
    by: User,
    membership: Membership,
    at: datetime,
    amount: Decimal = NOTHING,
    give_back: Decimal = NOTHING,
    reference: str = "",
    **said: Any,
) -> RecoveryEntry:
    """Add a line to the register of a demand whose row is held, and let its state follow what is still owed.

    `amount` is taken off what is owed, `give_back` added to what is to be given back; `said` is the rest of the line.
    Raises ImpossibleEntry.
    """
    _check_day(demand, happened_on, at, field=DAYS[step])
    if step in rules.MONEY and amount <= NOTHING:
        raise ImpossibleEntry("Indiquez une somme supérieure à zéro.", field="amount")
    if amount > demand.outstanding():
        raise ImpossibleEntry(
            f"Il reste {french.euros(demand.outstanding())} à recouvrer : indiquez cette somme au plus.",
            field="amount",
        )
    if step not in UNREFERENCED and not reference.strip():
        raise ImpossibleEntry("Indiquez la référence.", field="reference")
    entry = RecoveryEntry.objects.create(
        demand=demand,
        step=step,
        happened_on=happened_on,
        amount=amount,
        give_back=give_back,
        reference=reference.strip(),
        recorded_at=at,
        recorded_by=by,
        **said,
    )
    if step != RecoveryStep.HANDED_OVER:
        journal.record(
            action=f"recovery_{step.value}", subject=demand, by=by, membership=membership, at=at,
            details={"amount": str(amount or give_back), "happened_on": happened_on.isoformat()},
        )  # fmt: skip
    if give_back:
        set_facts(demand, to_give_back=demand.to_give_back + give_back)
    _clear(demand, demand.cleared + amount, by=by, membership=membership, at=at)
    entry.demand = demand
    emails.recovery_entered(entry, at=at)
    return entry


def _clear(
    demand: ReimbursementDemand, cleared: Decimal, *, by: User, membership: Membership, at: datetime
) -> None:
    """Nothing more is owed: the demand is settled; something is again: it is open again."""
    settled = demand.state == DemandState.SETTLED
    if settled == (cleared == demand.total):
        set_facts(demand, cleared=cleared)
        return
    back = "reopen" if demand.handed_over_at else "reopen_issued"
    act, settled_at = (back, None) if settled else ("settle", at)
    advance(demand, DEMAND, act, by=by, membership=membership, at=at, cleared=cleared, settled_at=settled_at)


@transaction.atomic
def cancel_entry(*, entry: RecoveryEntry, reason: str, by: User, at: datetime) -> RecoveryEntry:
    """Cancel a line recorded by mistake, and why: what it changed is as it was before (spec R5).

    A demand that it had settled is open again, a contestation that it answered is under way again, a demand that it
    handed over is to be handed over. Raises NotAllowed, ImpossibleEntry.
    """
    demand = held(entry.demand)
    entry = RecoveryEntry.objects.get(pk=entry.pk)
    entry.demand = demand
    membership = rules.may_cancel_entry(by, entry, paris_day(at)).require()
    note = reasoned(reason)
    trace: dict[str, Any] = {"by": by, "membership": membership, "at": at}
    match entry.step:
        case RecoveryStep.PAID if selectors.paid(demand) < entry.amount:
            raise ImpossibleEntry("Une somme est à restituer sur ce paiement : annulez d’abord la réponse.")
        case RecoveryStep.CONTESTED:
            set_facts(demand, contested_on=None)
        case RecoveryStep.ANSWERED:
            set_facts(demand, contested_on=rules.contestation(demand).happened_on)
        case RecoveryStep.HANDED_OVER:
            nobody = {"debtor_name": "", "debtor_siret": "", "debtor_kind": "", "amount_handed_over": None}
            advance(demand, DEMAND, "take_back", **trace, handed_over_at=None, **nobody)
    return enter(
        demand,
        RecoveryStep.CANCELLED,
        paris_day(at),
        amount=-entry.amount,
        give_back=-entry.give_back,
        reference=entry.reference,
        note=note,
        cancels=entry,
        **trace,
    )


def set_facts(demand: ReimbursementDemand, **facts: object) -> None:
    """Write facts on a demand whose row is held."""
    for name, value in facts.items():
        setattr(demand, name, value)
    demand.save(update_fields=list(facts))


def _check_day(demand: ReimbursementDemand, day: date, at: datetime, *, field: str | None) -> None:
    if day > paris_day(at):
        raise ImpossibleEntry("Cette date est à venir.", field=field)
    if day < paris_day(demand.issued_at):
        raise ImpossibleEntry("La demande n’était pas encore émise ce jour-là.", field=field)


def reasoned(reason: str, *, field: str = "reason") -> str:
    """The reason, once there is one; raises ImpossibleEntry."""
    if not reason.strip():
        raise ImpossibleEntry("Donnez le motif.", field=field)
    return reason.strip()
