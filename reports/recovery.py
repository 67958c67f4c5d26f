"""After the issue: hand-over to the authorising officer, payments, contestation, remission, write-off (spec R5).

DAECT collects nothing: it keeps the register of what others tell it, each line with its author and its reference. Every
act takes the mission's row first, as an issue does; a line is never erased, a mistake is cancelled by another line.
"""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from expect.accounts.models import Membership, User
from expect.accounts.siren import check_siret
from expect.audit import journal
from expect.audit.transitions import advance
from expect.kernel.clock import paris_day
from expect.kernel.errors import Refusal
from expect.web import french
from reports import emails, rules
from reports.enums import DemandState, RecoveryStep
from reports.models import RecoveryEntry, ReimbursementDemand
from reports.reimbursement import held
from reports.workflow import DEMAND

NOTHING = Decimal()


class ImpossibleEntry(Refusal):
    """A day to come or before the demand, a sum larger than what is still owed, no reason where one is wanted."""


@transaction.atomic
def hand_over(
    *, demand: ReimbursementDemand, siret: str, handed_over_on: date, reference: str, by: User, at: datetime
) -> RecoveryEntry:
    """Hand the issued demand to the authorising officer; the debtor is frozen as it is that day (spec R5).

    Raises NotAllowed, StateChanged, WrongSiret, ImpossibleEntry.
    """
    demand = held(demand)
    membership = rules.may_hand_over(by, demand, paris_day(at)).require()
    body = demand.mission.organisation
    facts = {"debtor_name": body.name, "debtor_siret": check_siret(siret, siren=body.siren)}
    advance(demand, DEMAND, "hand_over", by=by, membership=membership, at=at, handed_over_at=at, **facts)
    return _enter(
        demand,
        RecoveryStep.HANDED_OVER,
        handed_over_on,
        by=by,
        membership=membership,
        at=at,
        reference=reference,
    )


@transaction.atomic
def record_payment(
    *, demand: ReimbursementDemand, amount: Decimal, paid_on: date, reference: str, by: User, at: datetime
) -> RecoveryEntry:
    """Record what the accountant received, in whole or in part (spec R5). Raises NotAllowed, ImpossibleEntry."""
    demand = held(demand)
    membership = rules.may_record_payment(by, demand, paris_day(at)).require()
    return _enter(
        demand,
        RecoveryStep.PAID,
        paid_on,
        by=by,
        membership=membership,
        at=at,
        amount=amount,
        reference=reference,
    )


@transaction.atomic
def remit(
    *,
    demand: ReimbursementDemand,
    amount: Decimal,
    decided_on: date,
    reference: str,
    reason: str,
    by: User,
    at: datetime,
) -> RecoveryEntry:
    """Record that part or all of what is still owed is remitted, and why. Raises NotAllowed, ImpossibleEntry."""
    demand = held(demand)
    membership = rules.may_give_up(by, demand, paris_day(at)).require()
    return _enter(
        demand,
        RecoveryStep.REMITTED,
        decided_on,
        by=by,
        membership=membership,
        at=at,
        amount=amount,
        reference=reference,
        note=_reasoned(reason),
    )


@transaction.atomic
def write_off(
    *, demand: ReimbursementDemand, decided_on: date, reference: str, reason: str, by: User, at: datetime
) -> RecoveryEntry:
    """Record that what is still owed cannot be recovered, and why. Raises NotAllowed, ImpossibleEntry."""
    demand = held(demand)
    membership = rules.may_give_up(by, demand, paris_day(at)).require()
    return _enter(
        demand,
        RecoveryStep.WRITTEN_OFF,
        decided_on,
        by=by,
        membership=membership,
        at=at,
        amount=demand.outstanding(),
        reference=reference,
        note=_reasoned(reason),
    )


# ---------------------------------------------------------------- contested, or overtaken by the report


@transaction.atomic
def record_contestation(
    *, demand: ReimbursementDemand, lodged_on: date, reference: str, grounds: str, by: User, at: datetime
) -> RecoveryEntry:
    """Record that the holder contests the demand, and on what grounds. Raises NotAllowed, ImpossibleEntry."""
    demand = held(demand)
    membership = rules.may_record_contestation(by, demand, paris_day(at)).require()
    _set(demand, contested_on=lodged_on)
    return _enter(
        demand,
        RecoveryStep.CONTESTED,
        lodged_on,
        by=by,
        membership=membership,
        at=at,
        reference=reference,
        note=_reasoned(grounds, field="grounds"),
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

    Raises NotAllowed, ImpossibleEntry.
    """
    demand = held(demand)
    membership = rules.may_answer_contestation(by, demand, paris_day(at)).require()
    if answered_on < demand.contested_on:
        raise ImpossibleEntry("La demande n’était pas encore contestée ce jour-là.", field="answered_on")
    _set(demand, contested_on=None)
    return _enter(
        demand,
        RecoveryStep.ANSWERED,
        answered_on,
        by=by,
        membership=membership,
        at=at,
        amount=reduction or NOTHING,
        reference=reference,
        note=_reasoned(reason),
    )


@transaction.atomic
def maintain(*, demand: ReimbursementDemand, reason: str, by: User, at: datetime) -> RecoveryEntry:
    """The report came after the issue; the demand stands all the same, and why (spec R5). Raises NotAllowed."""
    demand = held(demand)
    membership = rules.may_maintain(by, demand, paris_day(at)).require()
    note = _reasoned(reason)
    _set(demand, maintained_at=at)
    return _enter(
        demand, RecoveryStep.MAINTAINED, paris_day(at), by=by, membership=membership, at=at, note=note
    )


@transaction.atomic
def cancel_entry(*, entry: RecoveryEntry, reason: str, by: User, at: datetime) -> RecoveryEntry:
    """Put back a sum recorded by mistake, and why; a demand that it had settled is open again.

    Raises NotAllowed, ImpossibleEntry.
    """
    demand = held(entry.demand)
    entry = RecoveryEntry.objects.select_related("demand").get(pk=entry.pk)
    membership = rules.may_cancel_entry(by, entry, paris_day(at)).require()
    return _enter(
        demand,
        RecoveryStep.CANCELLED,
        paris_day(at),
        by=by,
        membership=membership,
        at=at,
        amount=-entry.amount,
        reference=entry.reference,
        note=_reasoned(reason),
        cancels=entry,
    )


# ---------------------------------------------------------------- a line of the register


def _enter(
    demand: ReimbursementDemand,
    step: RecoveryStep,
    happened_on: date,
    *,
    by: User,
    membership: Membership,
    at: datetime,
    amount: Decimal = NOTHING,
    reference: str = "",
    note: str = "",
    cancels: RecoveryEntry | None = None,
) -> RecoveryEntry:
    """Add a line to the register of a demand whose row is held, and let its state follow what is still owed."""
    _check_day(demand, happened_on, at, field=DAYS[step])
    if step in rules.MONEY and amount <= NOTHING:
        raise ImpossibleEntry("Indiquez une somme supérieure à zéro.", field="amount")
    if amount > demand.outstanding():
        raise ImpossibleEntry(
            f"Il reste {french.euros(demand.outstanding())} à recouvrer : indiquez cette somme au plus.",
            field="reduction" if step == RecoveryStep.ANSWERED else "amount",
        )
    entry = RecoveryEntry.objects.create(
        demand=demand,
        step=step,
        happened_on=happened_on,
        amount=amount,
        reference=reference.strip(),
        note=note,
        cancels=cancels,
        recorded_at=at,
        recorded_by=by,
    )
    if step != RecoveryStep.HANDED_OVER:
        journal.record(
            action=f"recovery_{step.value}", subject=demand, by=by, membership=membership, at=at,
            details={"amount": str(amount), "happened_on": happened_on.isoformat()},
        )  # fmt: skip
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
        _set(demand, cleared=cleared)
        return
    act, settled_at = ("reopen", None) if settled else ("settle", at)
    advance(demand, DEMAND, act, by=by, membership=membership, at=at, cleared=cleared, settled_at=settled_at)


DAYS = {
    RecoveryStep.HANDED_OVER: "handed_over_on",
    RecoveryStep.PAID: "paid_on",
    RecoveryStep.REMITTED: "decided_on",
    RecoveryStep.WRITTEN_OFF: "decided_on",
    RecoveryStep.CONTESTED: "lodged_on",
    RecoveryStep.ANSWERED: "answered_on",
    RecoveryStep.MAINTAINED: None,
    RecoveryStep.CANCELLED: None,
}
"""The field in which each line's day is given."""


def _set(demand: ReimbursementDemand, **facts: object) -> None:
    for name, value in facts.items():
        setattr(demand, name, value)
    demand.save(update_fields=list(facts))


def _check_day(demand: ReimbursementDemand, day: date, at: datetime, *, field: str | None) -> None:
    if day > paris_day(at):
        raise ImpossibleEntry("Cette date est à venir.", field=field)
    if day < paris_day(demand.issued_at):
        raise ImpossibleEntry("La demande n’était pas encore émise ce jour-là.", field=field)


def _reasoned(reason: str, *, field: str = "reason") -> str:
    if not reason.strip():
        raise ImpossibleEntry("Donnez le motif.", field=field)
    return reason.strip()
