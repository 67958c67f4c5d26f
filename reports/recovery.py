"""After the issue: hand-over to the authorising officer, payments, remission, write-off (spec R5).

DAECT collects nothing: it keeps the register of what others tell it.
"""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from expect.accounts.models import User
from expect.accounts.siren import check_siret
from expect.audit.transitions import advance
from expect.kernel.clock import paris_day
from expect.web import french
from reports import rules, selectors
from reports.enums import RecoveryStep
from reports.models import RecoveryEntry, ReimbursementDemand
from reports.register import ImpossibleEntry, enter, reasoned
from reports.reimbursement import held
from reports.workflow import DEMAND


@transaction.atomic
def hand_over(
    *, demand: ReimbursementDemand, siret: str, handed_over_on: date, reference: str, by: User, at: datetime
) -> RecoveryEntry:
    """Hand the issued demand to the authorising officer; the debtor and the sum owed are frozen that day (spec R5).

    The line of the register says both: they stay there, were the hand-over cancelled. Raises NotAllowed, StateChanged,
    WrongSiret, ImpossibleEntry.
    """
    demand = held(demand)
    membership = rules.may_hand_over(by, demand, paris_day(at)).require()
    body, owed = demand.mission.organisation, demand.outstanding()
    debtor = {"debtor_name": body.name, "debtor_siret": check_siret(siret, siren=body.siren)}
    facts = debtor | {"debtor_kind": selectors.debtor_kind(demand), "amount_handed_over": owed}
    advance(demand, DEMAND, "hand_over", by=by, membership=membership, at=at, handed_over_at=at, **facts)
    return enter(
        demand,
        RecoveryStep.HANDED_OVER,
        handed_over_on,
        by=by,
        membership=membership,
        at=at,
        reference=reference,
        note=f"{french.euros(owed)} à recouvrer auprès de {body.name} (SIRET {debtor['debtor_siret']})",
    )


@transaction.atomic
def record_payment(
    *, demand: ReimbursementDemand, amount: Decimal, paid_on: date, reference: str, by: User, at: datetime
) -> RecoveryEntry:
    """Record what the accountant received, in whole or in part (spec R5). Raises NotAllowed, ImpossibleEntry."""
    demand = held(demand)
    membership = rules.may_record_payment(by, demand, paris_day(at)).require()
    return enter(
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
    return enter(
        demand,
        RecoveryStep.REMITTED,
        decided_on,
        by=by,
        membership=membership,
        at=at,
        amount=amount,
        reference=reference,
        note=reasoned(reason),
    )


@transaction.atomic
def write_off(
    *, demand: ReimbursementDemand, decided_on: date, reference: str, reason: str, by: User, at: datetime
) -> RecoveryEntry:
    """Record that what is still owed cannot be recovered, and why. Raises NotAllowed, ImpossibleEntry."""
    demand = held(demand)
    membership = rules.may_give_up(by, demand, paris_day(at)).require()
    return enter(
        demand,
        RecoveryStep.WRITTEN_OFF,
        decided_on,
        by=by,
        membership=membership,
        at=at,
        amount=demand.outstanding(),
        reference=reference,
        note=reasoned(reason),
    )


@transaction.atomic
def give_back(
    *,
    demand: ReimbursementDemand,
    amount: Decimal,
    given_back_on: date,
    reference: str,
    by: User,
    at: datetime,
) -> RecoveryEntry:
    """Record that the accountant gave back what the holder had paid and no longer owed (spec R5).

    Raises NotAllowed, ImpossibleEntry.
    """
    demand = held(demand)
    membership = rules.may_give_back(by, demand, paris_day(at)).require()
    if not 0 < amount <= demand.to_give_back:
        raise ImpossibleEntry(
            f"{french.euros(demand.to_give_back)} sont à restituer : indiquez cette somme au plus.",
            field="amount",
        )
    return enter(
        demand,
        RecoveryStep.GIVEN_BACK,
        given_back_on,
        by=by,
        membership=membership,
        at=at,
        give_back=-amount,
        reference=reference,
    )
