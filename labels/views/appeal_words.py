"""Where an appeal stands, what comes after it, in the words that each side reads (spec L9, X10)."""

from datetime import date

from expect.web import french
from expect.web.components import Badge
from labels.enums import AppealKind, AppealOutcome
from labels.models import Appeal
from labels.selectors import Undone

LEVELS = {
    AppealOutcome.UPHELD: "green",
    AppealOutcome.REJECTED: "red",
    AppealOutcome.INADMISSIBLE: "red",
    AppealOutcome.MOOT: "grey",
}


def no_post(undone: Undone | None) -> str:
    """Why a letter need not be proved received: an appeal upheld has undone the act, or nothing runs from it."""
    if undone:
        return f"Le recours {undone.appeal} est accueilli\N{NO-BREAK SPACE}: cette réception n’est plus à enregistrer."
    return "Aucun délai ne court de cette réception\N{NO-BREAK SPACE}: un recommandé n’est pas demandé."


def badge(appeal: Appeal) -> Badge:
    """What an appeal was answered."""
    if not appeal.outcome:
        return Badge("Sans réponse", "yellow")
    return Badge(appeal.get_outcome_display(), LEVELS[AppealOutcome(appeal.outcome)])


def turn(appeal: Appeal) -> str:
    """Who answers it, for DAECT."""
    if appeal.to_minister:
        return "C’est au ministre de répondre au recours, que la DAECT lui transmet"
    return "C’est à la déléguée ou au délégué de répondre au recours"


def after_appeal(appeal: Appeal, on: date, court_until: date | None) -> str:
    """What comes after an appeal that is not answered: the answer, or what silence means (spec X10)."""
    if appeal.silence_on >= on:
        answers = (
            "La DAECT transmet votre recours au ministre, qui y répond"
            if appeal.to_minister
            else "La DAECT répond à votre recours"
        )
        return (
            f"{answers} par une lettre. Sans réponse le {french.day(appeal.silence_on)}, il sera "
            "réputé rejeté\N{NO-BREAK SPACE}: vous pourrez alors saisir le tribunal."
        )
    until = f" jusqu’au {french.day(court_until)}" if court_until and court_until >= on else ""
    may = f"\N{NO-BREAK SPACE}: vous pouvez saisir le tribunal{until}" if until else ""
    return (
        f"Sans réponse le {french.day(appeal.silence_on)}, votre recours est réputé rejeté depuis ce jour{may}. "
        f"{'Le ministre' if appeal.to_minister else 'La DAECT'} peut encore vous répondre."
    )


def after_rejection(appeal: Appeal, on: date, court_until: date | None) -> str:
    """What comes after an appeal that is not upheld: the court, where it may still be seized."""
    said = f"Votre recours {appeal.number} est {appeal.get_outcome_display().lower()}."
    if court_until is None:
        return f"{said} La lettre, une fois reçue, fait courir le délai pour saisir le tribunal."
    if court_until < on:
        return f"{said} Le tribunal pouvait être saisi jusqu’au {french.day(court_until)}."
    return f"{said} Le tribunal peut être saisi jusqu’au {french.day(court_until)}."


def other_kind(kind: AppealKind, until: date | None) -> str:
    """That the other kind of appeal may be lodged too, until the last day of the initial time (CRPA L. 411-2)."""
    last = f" jusqu’au {french.day(until)}" if until else ""
    return (
        f"Vous pouvez aussi former un {kind.label.lower()}{last}\N{NO-BREAK SPACE}: le tribunal se saisit alors après "
        "le second rejet."
    )
