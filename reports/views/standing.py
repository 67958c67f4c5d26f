"""Where reports and demands stand, in the words that each group reads."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from expect.accounts import service
from expect.accounts.enums import HOLDER_ROLES
from expect.accounts.selectors import people
from expect.web import french
from expect.web.components import Badge
from missions.models import Mission
from reports import rules, selectors
from reports.enums import DemandState as D
from reports.enums import ReportState as R
from reports.models import MissionReport, PriorLetter, ReimbursementDemand

NOT_BEGUN = Badge("À commencer", "yellow")

NOTHING = "Rien n’est plus attendu"

HOLDER_LEVELS = {
    R.DRAFT: "yellow",
    R.AWAITING_SIGNATORY: "yellow",
    R.DELIVERED: "blue",
    R.MORE_REQUESTED: "yellow",
    R.ACCEPTED: "green",
}
DAECT_LEVELS = HOLDER_LEVELS | {
    R.DRAFT: "grey",
    R.AWAITING_SIGNATORY: "grey",
    R.DELIVERED: "yellow",
    R.MORE_REQUESTED: "blue",
}
HOLDER_TURNS = {
    R.DRAFT: "C’est à vous de compléter le rapport",
    R.AWAITING_SIGNATORY: "C’est à votre signataire de valider le rapport",
    R.DELIVERED: "C’est à la DAECT d’accepter le rapport",
    R.MORE_REQUESTED: "C’est à vous de compléter le rapport",
    R.ACCEPTED: NOTHING,
}
DAECT_TURNS = HOLDER_TURNS | {
    R.DRAFT: "C’est au titulaire de compléter le rapport",
    R.AWAITING_SIGNATORY: "C’est au signataire du titulaire de valider le rapport",
    R.DELIVERED: "C’est à vous d’accepter le rapport",
    R.MORE_REQUESTED: "C’est au titulaire de compléter le rapport",
}
SIGNATORY_TURNS = HOLDER_TURNS | {R.AWAITING_SIGNATORY: "C’est à vous de valider le rapport"}
POST_TURNS = DAECT_TURNS | {R.DELIVERED: HOLDER_TURNS[R.DELIVERED]}
DEMAND_LEVELS = {
    D.DRAFT: "yellow",
    D.ANSWERING: "blue",
    D.ISSUED: "yellow",
    D.HANDED_OVER: "blue",
    D.SETTLED: "green",
    D.DROPPED: "grey",
    D.WAIVED: "grey",
}


LETTER_TURNS = {
    D.ISSUED: "Attendez le titre de perception pour payer",
    D.HANDED_OVER: "C’est à vous de payer au comptable, à réception du titre de perception",
}


def since(report: MissionReport) -> date:
    """Since when the report is in that state."""
    moments = {
        R.AWAITING_SIGNATORY: report.handed_in_at,
        R.DELIVERED: report.delivered_at,
        R.MORE_REQUESTED: report.more_requested_at,
        R.ACCEPTED: report.accepted_at,
    }
    return moments.get(R(report.state)) or report.created_at


def report_badge(report: MissionReport, levels: dict[R, str]) -> Badge:
    """The state of a report."""
    return Badge(report.get_state_display(), levels[R(report.state)])


def awaited_badge(levels: dict[R, str]) -> Callable[[Mission], Badge]:
    """The state of the report of a mission of `selectors.awaited`."""

    def badge(mission: Mission) -> Badge:
        state = mission.report_state
        return Badge(R(state).label, levels[R(state)]) if state else NOT_BEGUN

    return badge


def demand_badge(demand: ReimbursementDemand) -> Badge:
    """The state of a demand."""
    return Badge(demand.get_state_display(), DEMAND_LEVELS[D(demand.state)])


def demand_since(demand: ReimbursementDemand) -> datetime | None:
    """Since when a demand is in that state."""
    match demand.state:
        case D.DRAFT:
            return demand.drafted_at
        case D.ANSWERING:
            letter = demand.prior_letter
            return letter.answered_at or letter.sent_at
        case D.ISSUED:
            return demand.issued_at
        case D.HANDED_OVER:
            return demand.handed_over_at
    return demand.settled_at or demand.waived_at or demand.dropped_at


def demand_turn(demand: ReimbursementDemand, on: date, *, head: bool) -> str:
    """Whose turn it is in the procedure, as DAECT reads it: `head` where the reader is the one who signs."""
    signs = "C’est à vous" if head else "C’est à la déléguée ou au délégué"
    match demand.state:
        case D.DRAFT:
            return f"{signs} d’envoyer la lettre préalable"
        case D.ISSUED | D.HANDED_OVER if rules.awaits_decision(demand):
            return f"{signs} de maintenir la demande ou d’y renoncer"
        case D.ISSUED | D.HANDED_OVER | D.SETTLED if demand.contested_on:
            if rules.answered_elsewhere(demand):
                return "La contestation attend sa réponse : c’est à vous de l’enregistrer quand elle vient"
            return f"{signs} de répondre à la contestation"
        case D.SETTLED if demand.to_give_back:
            return f"C’est au comptable de restituer {french.euros(demand.to_give_back)} : enregistrez-le ici"
        case D.ISSUED:
            return "C’est à vous de transmettre la demande à l’ordonnateur"
        case D.HANDED_OVER:
            return "C’est à l’ordonnateur et au comptable de recouvrer la somme"
        case D.DROPPED | D.WAIVED | D.SETTLED:
            return NOTHING
    letter = demand.prior_letter
    if letter.hearing_awaited():
        return "C’est à vous de recevoir le titulaire, à sa demande"
    if letter.answered_at or (letter.answer_by and on > letter.answer_by):
        return f"{signs} d’émettre la demande ou de l’abandonner"
    if letter.received_on is None:
        return "C’est à vous d’enregistrer la réception de la lettre"
    return f"C’est au titulaire de répondre, jusqu’au {french.day(letter.answer_by)}"


def letter_turn(letter: PriorLetter, on: date, *, signatory: bool) -> str:
    """Whose turn it is, as the holder reads it: `signatory` where the reader is the one who answers."""
    demand = letter.demand
    if demand.state != D.ANSWERING:
        return LETTER_TURNS.get(D(demand.state), "")
    if letter.hearing_awaited():
        return "C’est à la DAECT de vous recevoir"
    if letter.answered_at or (letter.answer_by and on > letter.answer_by):
        return "C’est à la DAECT de décider"
    answers = "C’est à vous" if signatory else "C’est à votre signataire"
    until = f", jusqu’au {french.day(letter.answer_by)}" if letter.answer_by else ""
    return f"{answers} de présenter des observations{until}"


def told(mission: Mission, on: date) -> str:
    """Who, in the holder's body, receives the e-mail."""
    names = ", ".join(map(str, people(HOLDER_ROLES, on, organisation=mission.organisation)))
    return f"{mission.organisation} en est informé par courriel ({names or 'personne n’y a de compte'})."


def once_contested(demand: ReimbursementDemand) -> list[str]:
    """What follows where the holder contests what was recorded in its name: nothing by itself (spec X13)."""
    if demand.state == D.ANSWERING:
        return ["Rien ne change de soi-même : la DAECT prend contact avec vous, et décide de la suite."]
    issued = "La demande est émise : c’est elle qui se conteste, comme elle l’indique."
    return [
        "L’enregistrement reste au dossier, avec votre motif : il ne s’annule plus.",
        *([issued] if demand.issued_at else []),
    ]


def service_of(letter: PriorLetter) -> Mapping[str, Any]:
    """How the letter, and the demand that followed, reached the holder (spec X11)."""
    demand = letter.demand
    proofs, demand_proofs = selectors.proofs_of(letter)
    return {
        "proofs": proofs,
        "demand_proofs": demand_proofs,
        "agreement": service.agreement(demand.mission.organisation_id),
        "contest_until": rules.contest_until(demand, demand_proofs[0].received_on) if demand_proofs else None,
    }
