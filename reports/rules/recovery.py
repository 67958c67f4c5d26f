"""Who may say what became of an issued demand (spec R5)."""

from datetime import date

from expect.accounts.enums import Role
from expect.accounts.models import User
from expect.accounts.rules import holds, is_daect
from expect.kernel.verdict import Verdict
from reports.enums import Contestation, DemandState, RecoveryStep
from reports.models import RecoveryEntry, ReimbursementDemand
from reports.models.recovery import MONEY
from reports.rules.stage import among, starting
from reports.workflow import DEMAND, OPEN

CONTESTABLE = (*OPEN, DemandState.SETTLED)
"""Paid on a titre de perception, a demand is contested all the same: paying it is not agreeing (spec R5)."""

ELSEWHERE = (Contestation.MINISTER, Contestation.COURT, Contestation.ACCOUNTANT)
"""The contestations that others answer, and whose answer DAECT records (decision 0057)."""

CANCELLABLE = (
    *MONEY,
    RecoveryStep.GIVEN_BACK,
    RecoveryStep.HANDED_OVER,
    RecoveryStep.CONTESTED,
    RecoveryStep.ANSWERED,
)
"""The lines that a mistake may have made, and that another can cancel."""


def contestation(demand: ReimbursementDemand) -> RecoveryEntry | None:
    """The last contestation that stands."""
    lodged = RecoveryEntry.objects.filter(demand=demand, step=RecoveryStep.CONTESTED, cancelled_by=None)
    return lodged.order_by("-pk").first()


def answered_elsewhere(demand: ReimbursementDemand) -> bool:
    """Whether the contestation under way waits for the minister, the court or the accountant (decision 0057)."""
    under_way = contestation(demand) if demand.contested_on else None
    return under_way is not None and under_way.kind in ELSEWHERE


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
    """DAECT records that the holder contests, were the sum already paid; one contestation at a time."""
    return among(is_daect(user, on), demand, CONTESTABLE).unless(
        demand.contested_on is not None,
        "Une contestation est déjà en cours : la déléguée ou le délégué y répond d’abord.",
    )


def may_answer_contestation(user: User, demand: ReimbursementDemand, on: date) -> Verdict:
    """The head answers a contestation made to the author; DAECT records what another answered (decision 0057)."""
    verdict = is_daect(user, on) if answered_elsewhere(demand) else holds(user, on, Role.HEAD)
    return among(verdict, demand, CONTESTABLE).unless(
        demand.contested_on is None, "Aucune contestation n’est en cours sur cette demande."
    )


def may_give_back(user: User, demand: ReimbursementDemand, on: date) -> Verdict:
    """DAECT records that the accountant gave back what was paid and is no longer owed."""
    states = (DemandState.HANDED_OVER, DemandState.SETTLED)
    return among(is_daect(user, on), demand, states).unless(
        not demand.to_give_back, "Aucune somme n’est à restituer sur cette demande."
    )


def may_maintain(user: User, demand: ReimbursementDemand, on: date) -> Verdict:
    """The head maintains the demand although the report came, once (spec R5)."""
    return (
        among(holds(user, on, Role.HEAD), demand, OPEN)
        .unless(demand.mission.report_delivered_at is None, "Le rapport n’a pas été remis.")
        .unless(demand.maintained_at is not None, "La demande est déjà maintenue.")
    )


def may_cancel_entry(user: User, entry: RecoveryEntry, on: date) -> Verdict:
    """DAECT cancels, once, a line recorded by mistake, the last things first; both lines stay."""
    verdict = (
        among(is_daect(user, on), entry.demand, CONTESTABLE)
        .unless(entry.step not in CANCELLABLE, "Cette écriture ne s’annule pas.")
        .unless(RecoveryEntry.objects.filter(cancels=entry).exists(), "Cette écriture est déjà annulée.")
    )
    return verdict and _nothing_since(verdict, entry)


def _nothing_since(verdict: Verdict, entry: RecoveryEntry) -> Verdict:
    """The verdict, refused where another line rests on this one."""
    demand = entry.demand
    match entry.step:
        case RecoveryStep.HANDED_OVER:
            return verdict.unless(
                demand.state != DemandState.HANDED_OVER or demand.outstanding() != demand.amount_handed_over,
                "Des sommes ont été enregistrées depuis cette transmission : annulez-les d’abord.",
            )
        case RecoveryStep.CONTESTED:
            return verdict.unless(
                demand.contested_on is None or contestation(demand) != entry,
                "Il a été répondu à cette contestation : annulez d’abord la réponse.",
            )
        case RecoveryStep.ANSWERED:
            last = RecoveryEntry.objects.filter(
                demand=demand, step__in=[RecoveryStep.CONTESTED, RecoveryStep.ANSWERED], cancelled_by=None
            )
            return verdict.unless(
                last.order_by("-pk").first() != entry,
                "Une autre contestation a été enregistrée depuis : annulez-la d’abord.",
            ).unless(
                entry.give_back > demand.to_give_back,
                "Une somme a déjà été restituée : annulez d’abord cette restitution.",
            )
    return verdict
