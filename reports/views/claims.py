"""DAECT's demand for reimbursement: look, write, hear, issue, or give up (spec R4, R5)."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse, reverse_lazy

from expect.accounts.enums import Role, SignedAct
from expect.accounts.models import User
from expect.accounts.selectors import holds_role
from expect.accounts.signing import find_authority
from expect.documents.preview import preview_html
from expect.web.components import Act, Head, Section
from expect.web.views import DetailPage
from missions.views.sides import Found
from reports import letters, rules, selectors
from reports.enums import DemandState, RecoveryStep
from reports.models import ReimbursementDemand
from reports.views import standing

DEMANDS = ("Remboursements", reverse_lazy("reports:demands"))


class OneDemand(Found):
    """A demand among those that the person may see: DAECT's."""

    seen = staticmethod(selectors.visible_demands)


class DemandPage(OneDemand, DetailPage):
    """What is claimed, why, and how far the procedure has gone."""

    template_name = "reports/daect/demand.html"

    def get_title(self) -> str:
        obj = self.object
        return f"Demande {obj.number}" if obj.number else f"Remboursement de la mission {obj.mission.number}"

    def get_breadcrumb(self) -> Sequence[tuple[str, str]]:
        return [DEMANDS]

    def head(self, obj: ReimbursementDemand) -> Head:
        primary, *others = self.acts(obj)
        return Head(
            number=obj.number or obj.mission.number,
            badge=standing.demand_badge(obj),
            subtitle=f"{obj.mission.organisation} ({obj.mission.organisation.description()})",
            turn=standing.demand_turn(
                obj, self.today, head=holds_role(self.request.user, self.today, Role.HEAD)
            ),
            since=standing.demand_since(obj),
            primary=primary,
            others=others,
        )

    def acts(self, obj: ReimbursementDemand) -> list[Act | None]:
        """The primary act, then the others."""
        user, on = self.request.user, self.today

        def act(rule, page: str, label: str, subject=obj) -> Act:
            return Act(rule(user, subject, on), reverse(f"reports:{page}", args=[subject.public_id]), label)

        drop = act(rules.may_drop, "drop", "Abandonner la demande")
        match obj.state:
            case DemandState.DRAFT:
                return [
                    act(rules.may_send_prior_letter, "send_prior_letter", "Envoyer la lettre préalable"),
                    drop,
                ]
            case DemandState.ANSWERING:
                letter = obj.prior_letter
                said = "Corriger" if letter.received_on else "Enregistrer"
                receipt = act(
                    rules.may_register_service,
                    "register_receipt",
                    f"{said} la réception de la lettre",
                    letter,
                )
                heard = act(rules.may_record_answer, "record_answer", "Enregistrer les observations", letter)
                issue = act(rules.may_issue, "issue", "Émettre la demande")
                if letter.hearing_awaited():
                    hear = act(rules.may_record_hearing, "record_hearing", "Enregistrer l’entretien", letter)
                    return [hear, issue, receipt, drop]
                waiting = letter.received_on is None and letter.answered_at is None
                return [receipt, heard, issue, drop] if waiting else [issue, receipt, heard, drop]
            case DemandState.ISSUED:
                return after_issue(obj, user, on, act(rules.may_waive, "waive", "Renoncer à la demande"))
            case DemandState.HANDED_OVER:
                give_up = (
                    act(rules.may_give_up, "remit", "Enregistrer une remise gracieuse"),
                    act(rules.may_give_up, "write_off", "Enregistrer une admission en non-valeur"),
                )
                return after_issue(obj, user, on, *give_up)
        return [None]

    def context(self, obj: ReimbursementDemand) -> Mapping[str, Any]:
        account = selectors.claim_lines([obj.mission_id]).get(obj.mission_id, [])
        lines = account if obj.state == DemandState.DRAFT else announced(obj)
        letter = getattr(obj, "prior_letter", None)
        return {
            "mission": obj.mission,
            "sections": sections(obj),
            "lines": lines,
            "total": selectors.total(lines),
            "letter": letter,
            **(standing.service_of(letter) if letter else {}),
            **recovery_of(obj, selectors.total(account)),
            "preview": prior_letter_html(obj, lines, self.request.user, self.today)
            if obj.state == DemandState.DRAFT
            else "",
        }


def after_issue(demand: ReimbursementDemand, user: User, on: date, *giving_up: Act) -> list[Act]:
    """What is expected of an issued demand, the first thing first, then what may happen to it."""

    def act(rule, page: str, label: str) -> Act:
        return Act(rule(user, demand, on), reverse(f"reports:{page}", args=[demand.public_id]), label)

    maintain = act(rules.may_maintain, "maintain", "Maintenir la demande")
    answer = act(rules.may_answer_contestation, "answer_contestation", "Répondre à la contestation")
    contest = act(rules.may_record_contestation, "contest", "Enregistrer une contestation")
    received = act(
        rules.may_register_service, "register_demand_receipt", "Enregistrer la réception de la demande"
    )
    follow = (
        act(rules.may_hand_over, "hand_over", "Transmettre à l’ordonnateur")
        if demand.state == DemandState.ISSUED
        else act(rules.may_record_payment, "record_payment", "Enregistrer un paiement")
    )
    if rules.awaits_decision(demand):
        return [maintain, *giving_up, follow, answer if demand.contested_on else contest, received]
    if demand.contested_on:
        return [answer, follow, *giving_up, received]
    return [follow, contest, *giving_up, received]


def sections(demand: ReimbursementDemand) -> list[Section]:
    """The parts of the page, at that stage."""
    shown = [Section("sommes", "Sommes"), Section("lettre", "Lettre préalable")]
    if hasattr(demand, "prior_letter"):
        shown.append(Section("observations", "Observations"))
    if demand.reasoning:
        shown.append(Section("demande", "Motifs"))
    if demand.issued_at:
        shown.append(Section("recouvrement", "Recouvrement"))
    return shown


def recovery_of(demand: ReimbursementDemand, owed_today: Decimal) -> Mapping[str, Any]:
    """The register of an issued demand, and what changed under one that is open."""
    entries = list(selectors.entries(demand)) if demand.issued_at else []
    paid = sum(
        (e.amount for e in entries if RecoveryStep.PAID in (e.step, e.cancels and e.cancels.step)), Decimal()
    )
    return {
        "entries": entries,
        "cancellable": rules.MONEY if demand.state in (DemandState.HANDED_OVER, DemandState.SETTLED) else (),
        "changes": standing.changed_since(demand, owed_today, paid),
        "debtor_kind": selectors.debtor_kind(demand.mission.organisation),
    }


def announced(demand: ReimbursementDemand) -> list[selectors.ClaimLine]:
    """The lines of a demand, as they were announced or issued."""
    stored = demand.lines.select_related("cost").order_by("pk")
    return [selectors.ClaimLine(line.cost, line.amount) for line in stored]


def prior_letter_html(
    demand: ReimbursementDemand, lines: Sequence[selectors.ClaimLine], user: User, on: date
) -> str:
    """The prior letter as it would leave now, marked PROJET; empty where nothing can be claimed any more."""
    if not lines:
        return ""
    authority = find_authority(user, SignedAct.DEMAND, on)
    context = letters.prior_letter(demand, lines, authority, on)
    return preview_html(letters.PRIOR_LETTER, context)
