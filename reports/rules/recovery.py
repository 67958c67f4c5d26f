"""Who may say what became of an issued demand (spec R5)."""

from datetime import date

from expect.accounts.enums import Role
from expect.accounts.models import User
from expect.accounts.rules import holds, is_daect
from expect.kernel.verdict import Verdict
from reports.enums import DemandState, RecoveryStep
from reports.models import RecoveryEntry, ReimbursementDemand
from reports.rules.stage import among, starting
from reports.workflow import DEMAND

OPEN = (DemandState.ISSUED, DemandState.HANDED_OVER)
"""The states in which the holder owes something."""

MONEY = (RecoveryStep.PAID, RecoveryStep.REMITTED, RecoveryStep.WRITTEN_OFF)
"""The entries that a mistake may have made, and that can be cancelled."""


def awaits_decision(demand: ReimbursementDemand) -> bool:
    """Whether the report came after the issue, and the head has not said what becomes of the demand (spec R5)."""
    came = demand.mission.report_delivered_at is not None and demand.maintained_at is None
    return came and demand.state in OPEN


def may_hand_over(user: User, demand: ReimbursementDemand, on: date) -> Verdict:
    """DAECT hands the issued demand to the authorising officer, once nothing remains to be decided (spec R5)."""
    return starting(is_daect(user, on), DEMAND, "hand_over", demand).unless(
        awaits_decision(demand),
        "Le rapport a été remis après l’émission : la déléguée ou le délégué dit d’abord si la demande est maintenue.",
    )


def may_record_payment(user: User, demand: ReimbursementDemand, on: date) -> Verdict:
    """DAECT records what the accountant says was paid: after the hand-over, since it collects nothing itself."""
    return among(is_daect(user, on), demand, (DemandState.HANDED_OVER,))


def may_give_up(user: User, demand: ReimbursementDemand, on: date) -> Verdict:
    """The head records a remission or a write-off, after the hand-over; before it, the head waives (spec R5)."""
    return among(holds(user, on, Role.HEAD), demand, (DemandState.HANDED_OVER,))


def may_record_contestation(user: User, demand: ReimbursementDemand, on: date) -> Verdict:
    """DAECT records that the holder contests; one contestation at a time."""
    return among(is_daect(user, on), demand, OPEN).unless(
        demand.contested_on is not None,
        "Une contestation est déjà en cours : la déléguée ou le délégué y répond d’abord.",
    )


def may_answer_contestation(user: User, demand: ReimbursementDemand, on: date) -> Verdict:
    """The head answers the contestation under way."""
    return among(holds(user, on, Role.HEAD), demand, OPEN).unless(
        demand.contested_on is None, "Aucune contestation n’est en cours sur cette demande."
    )


def may_maintain(user: User, demand: ReimbursementDemand, on: date) -> Verdict:
    """The head maintains the demand although the report came, once (spec R5)."""
    return (
        among(holds(user, on, Role.HEAD), demand, OPEN)
        .unless(demand.mission.report_delivered_at is None, "Le rapport n’a pas été remis.")
        .unless(demand.maintained_at is not None, "La demande est déjà maintenue.")
    )


def may_cancel_entry(user: User, entry: RecoveryEntry, on: date) -> Verdict:
    """DAECT cancels, once, a sum recorded by mistake; both lines stay."""
    states = (DemandState.HANDED_OVER, DemandState.SETTLED)
    return (
        among(is_daect(user, on), entry.demand, states)
        .unless(entry.step not in MONEY, "Seule une somme enregistrée peut être annulée.")
        .unless(RecoveryEntry.objects.filter(cancels=entry).exists(), "Cette écriture est déjà annulée.")
    )
