"""What the prior letter and the demand say, in plain values: frozen at issue, shown before (spec R4, R5, X12)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from expect.accounts.letterhead import letter
from expect.accounts.models import SigningAuthority
from expect.web import french
from missions.enums import Party
from missions.models import TermsAcceptance
from reports import rules
from reports.amounts import cardinal, in_words
from reports.enums import HearingOutcome
from reports.models import PriorLetter, ReimbursementDemand
from reports.selectors import ClaimLine, total

PRIOR_LETTER = "reports/letters/prior_letter.html"
DEMAND = "reports/letters/demand.html"

HEARINGS = {
    "": "",
    HearingOutcome.HELD: "L’entretien que vous aviez demandé s’est tenu le {}.",
    HearingOutcome.DECLINED: "Vous avez renoncé à l’entretien que vous aviez demandé.",
    HearingOutcome.ABSENT: "Personne ne s’est présenté à l’entretien que vous aviez demandé, fixé au {}.",
}
"""What the demand says of the oral hearing, by its outcome (spec R5)."""

APPEAL_LINES = (
    "Si vous contestez cette demande, vous pouvez, dans les deux mois qui suivent sa réception, adresser un recours "
    "gracieux au signataire de la présente, ou un recours hiérarchique au ministre chargé des affaires étrangères. "
    "Sans réponse dans les deux mois, ce recours est réputé rejeté.",
    "Vous pouvez aussi saisir le tribunal administratif de Paris (7, rue de Jouy, 75181 Paris Cedex 04) dans les deux "
    "mois qui suivent la réception de cette demande ou le rejet de votre recours, par courrier ou sur le site "
    "www.telerecours.fr (code de justice administrative, articles R. 421-1 et R. 421-2).",
)


def prior_letter(
    demand: ReimbursementDemand, lines: Sequence[ClaimLine], authority: SigningAuthority | None, on: date
) -> dict[str, Any]:
    """The letter that opens the right to answer: facts, rule, lines, time to answer (spec R5)."""
    subject = f"lettre préalable à une demande de remboursement – mission {demand.mission.number}"
    return {
        "letter": letter(
            demand.mission.organisation,
            on,
            reference=demand.mission.number,
            subject=subject,
            authority=authority,
        ),
        **_facts(demand),
        **_account(lines),
        "days": f"{cardinal(rules.answer_days(on))} jours",
    }


def demand(
    demand: ReimbursementDemand,
    lines: Sequence[ClaimLine],
    authority: SigningAuthority | None,
    on: date,
    *,
    number: str,
    reasoning: str,
) -> dict[str, Any]:
    """The demand itself: reasoned, answering the observations, with the ways of appeal (spec R5)."""
    return {
        "letter": letter(
            demand.mission.organisation,
            on,
            reference=number,
            subject=f"demande de remboursement n° {number}",
            authority=authority,
            appeal=APPEAL_LINES,
        ),
        "number": number,
        **_facts(demand),
        **_account(lines),
        "hearing": _hearing(demand.prior_letter),
        "reasoning": [paragraph for paragraph in reasoning.splitlines() if paragraph.strip()],
    }


def first_reasoning(letter: PriorLetter) -> str:
    """The words with which the reasons begin, for the head to go on with (spec R5)."""
    facts = (
        "Le rapport de la mission devait être remis dans les deux mois suivant le retour. Il ne l’a pas été."
    )
    if letter.answered_at is None:
        return f"{facts} Vous n’avez pas présenté d’observations."
    return f"{facts}\n\nÀ vos observations, nous répondons ce qui suit : "


def _facts(demand: ReimbursementDemand) -> dict[str, Any]:
    """Which mission, when, and what the holder had accepted."""
    mission = demand.mission
    accepted = (
        TermsAcceptance.objects.filter(version__mission=mission, party=Party.HOLDER)
        .order_by("-accepted_at")
        .first()
    )
    return {
        "mission": {
            "number": mission.number,
            "subject": mission.subject,
            "country": str(mission.country),
            "label": mission.label.number,
            "period": french.period(mission.departs_on, mission.returns_on),
            "due_on": french.day(demand.due_on),
            "accepted_on": french.day(accepted.accepted_at) if accepted else "",
        }
    }


def _account(lines: Sequence[ClaimLine]) -> dict[str, Any]:
    """Each line with its accounting reference; the total in figures and in words (spec R4)."""
    return {
        "lines": [
            {
                "label": line.cost.label,
                "kind": f"{line.cost.get_kind_display()}{', somme récupérée' if line.amount < 0 else ''}",
                "reference": line.cost.reference,
                "amount": french.euros(line.amount),
            }
            for line in lines
        ],
        "total": french.euros(total(lines)),
        "total_in_words": in_words(total(lines)),
    }


def _hearing(letter: PriorLetter) -> dict[str, str]:
    """How the holder was heard, in dates (spec R5)."""
    received, last_day = letter.received_on, letter.answer_by
    return {
        "sent_on": french.day(letter.sent_at),
        "received_on": french.day(received) if received else "",
        "answer_by": french.day(last_day) if last_day else "",
        "answered_on": french.day(letter.answered_at) if letter.answered_at else "",
        "channel": letter.get_answer_channel_display().lower(),
        "oral": HEARINGS[letter.hearing_outcome].format(
            french.day(letter.hearing_on) if letter.hearing_on else ""
        ),
    }
