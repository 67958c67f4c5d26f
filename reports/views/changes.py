"""What changed under a demand since it was drafted, announced or issued, as DAECT reads it (spec R4, R5)."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from expect.accounts.service import received_on
from expect.web import french
from reports import reimbursement, rules, selectors
from reports.enums import DemandState as D
from reports.models import ReimbursementDemand
from reports.workflow import NOT_ISSUED, OPEN

GIVE_UP = {D.ISSUED: "y renoncer", D.HANDED_OVER: "remettre ce qui reste dû"}
"""What the head may do of a demand that something no longer grounds, by its state (decision 0082)."""


Lines = Sequence[selectors.ClaimLine]


def changed_since(demand: ReimbursementDemand, today: Lines) -> list[str]:
    """What changed under a demand, and what follows by rule (spec R4, R5); `today` is the account of its mission."""
    said = _limit_moved(demand)
    if demand.state == D.DRAFT:
        said += _before_letter(demand, today)
    elif demand.state == D.ANSWERING:
        said += _before_issue(demand, today)
    elif demand.state in OPEN:
        said += _after_issue(demand, today)
    else:
        return []
    return said + _new_siren(demand)


def _limit_moved(demand: ReimbursementDemand) -> list[str]:
    due_on = demand.mission.report_due_on
    if due_on == demand.due_on:
        return []
    if due_on is None:
        moved = "Aucun rapport n’est plus attendu pour cette mission."
        then = "La demande est abandonnée au prochain contrôle quotidien."
    else:
        moved, then = f"La limite de remise du rapport a changé ({french.day(due_on)}).", rules.OUTDATED
    if demand.state not in NOT_ISSUED:
        then = f"La demande émise reste : la déléguée ou le délégué peut {GIVE_UP.get(D(demand.state), '')}."
    return [f"{moved} {then}"]


def _before_letter(demand: ReimbursementDemand, today: Lines) -> list[str]:
    """The letter states the costs of its day."""
    paid = selectors.total(today)
    if not paid:
        return [reimbursement.NOTHING]
    if paid == demand.total:
        return []
    return [
        f"Les frais de la mission ont changé depuis la préparation : {french.euros(paid)} restent à la charge du "
        f"ministère, au lieu de {french.euros(demand.total)}. La lettre préalable porte les sommes du jour de son "
        "envoi."
    ]


def _before_issue(demand: ReimbursementDemand, today: Lines) -> list[str]:
    """The demand states what is left of each cost announced, and none that was not."""
    claimed, said = selectors.total(selectors.still_claimed(demand, today)), []
    if not claimed:
        return [reimbursement.NOTHING]
    if claimed < demand.total:
        said.append(
            f"Des frais ont été récupérés ou corrigés depuis la lettre préalable : la demande portera sur "
            f"{french.euros(claimed)}, au lieu des {french.euros(demand.total)} annoncés."
        )
    if other := selectors.total(today) - claimed:
        said.append(
            "D’autres frais ont été payés, ou corrigés à la hausse, depuis la lettre préalable "
            f"({french.euros(other)}) : ils ne sont pas demandés, le titulaire n’a pas été entendu sur eux."
        )
    return said


def _after_issue(demand: ReimbursementDemand, today: Lines) -> list[str]:
    """Nothing is lowered by itself: the head decides."""
    said, asked = [], demand.outstanding()
    if rules.awaits_decision(demand):
        said.append(
            "Le rapport a été remis après l’émission. La déléguée ou le délégué peut maintenir la demande, ou "
            f"{GIVE_UP[D(demand.state)]}."
        )
    heard = selectors.total(selectors.still_claimed(demand, today))
    fair = max(heard - selectors.paid(demand), Decimal())
    if fair < asked:
        then = (
            "La déléguée ou le délégué peut remettre la différence."
            if demand.state == D.HANDED_OVER
            else "La déléguée ou le délégué peut renoncer à la demande, ou remettre la différence une fois celle-ci "
            "transmise."
        )
        said.append(
            f"Des frais de la mission ont été récupérés ou corrigés depuis l’émission : il reste {french.euros(fair)} "
            f"à la charge du ministère, pour {french.euros(asked)} encore demandés. {then}"
        )
    return said


def _new_siren(demand: ReimbursementDemand) -> list[str]:
    """The letters go to the body as it is on their day; the debtor is frozen at the hand-over."""
    siren = demand.mission.organisation.siren
    written = demand.prior_letter.document.context.get("siren", "") if demand.state != D.DRAFT else ""
    known = demand.debtor_siret[:9] or written
    if not siren or not known or siren == known:
        return []
    if demand.debtor_siret:
        return [
            f"Le SIREN de l’organisme est désormais {siren} : prévenez l’ordonnateur, le débiteur transmis était "
            f"{demand.debtor_name} ({demand.debtor_siret})."
        ]
    return [
        f"Le SIREN de l’organisme est désormais {siren} ; c’était {known} à l’envoi de la lettre préalable. La suite "
        "est adressée à l’organisme tel qu’il est aujourd’hui ; le débiteur transmis à l’ordonnateur portera ce SIREN."
    ]


def debtor_of(demand: ReimbursementDemand) -> Mapping[str, Any]:
    """What the titre de perception asks (spec R5)."""
    return {
        "debtor_kind": selectors.debtor_kind(demand).label,
        "to_recover": selectors.to_recover(demand) if demand.issued_at else None,
    }


def late_to_contest(demand: ReimbursementDemand) -> str:
    """Of a contestation lodged, or to be lodged today, that its time had run; empty in time or not known (spec X11)."""
    received = received_on(demand.document) if demand.document_id else None
    until = rules.contest_until(demand, received) if received else None
    if until is None or (demand.contested_on is not None and demand.contested_on <= until):
        return ""
    return f"Le délai pour contester a pris fin le {french.day(until)}."
