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
from expect.kernel.verdict import Verdict
from expect.web.components import Act, Head, Section
from expect.web.forms import Form
from expect.web.views import ActView, DetailPage
from missions.views.sides import Found
from reports import forms, letters, reimbursement, rules, selectors
from reports.enums import DemandState, RecoveryStep
from reports.models import PriorLetter, ReimbursementDemand
from reports.views import standing

DEMANDS = ("Remboursements", reverse_lazy("reports:demands"))
NOTHING = "Tout ce qui a été payé a été récupéré : il n’y a rien à demander."


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
                receipt = act(rules.may_record_receipt, "record_receipt", "Enregistrer la réception", letter)
                if letter.received_on:
                    receipt = act(
                        rules.may_correct_receipt, "correct_receipt", "Corriger la date de réception", letter
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
        lines, letter = announced(obj), getattr(obj, "prior_letter", None)
        return {
            "mission": obj.mission,
            "sections": sections(obj),
            "lines": lines,
            "total": selectors.total(lines),
            "letter": letter,
            "receipts": selectors.receipts(letter) if letter else (),
            **recovery_of(obj),
            "preview": prior_letter_html(obj, self.request.user, self.today)
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
    follow = (
        act(rules.may_hand_over, "hand_over", "Transmettre à l’ordonnateur")
        if demand.state == DemandState.ISSUED
        else act(rules.may_record_payment, "record_payment", "Enregistrer un paiement")
    )
    if rules.awaits_decision(demand):
        return [maintain, *giving_up, follow, answer if demand.contested_on else contest]
    return [answer, follow, *giving_up] if demand.contested_on else [follow, contest, *giving_up]


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


def recovery_of(demand: ReimbursementDemand) -> Mapping[str, Any]:
    """The register of an issued demand, and what changed under it."""
    if not demand.issued_at:
        return {}
    entries = list(selectors.entries(demand))
    paid = sum(
        (e.amount for e in entries if RecoveryStep.PAID in (e.step, e.cancels and e.cancels.step)), Decimal()
    )
    account = selectors.claim_lines([demand.mission_id]).get(demand.mission_id, [])
    return {
        "entries": entries,
        "cancellable": rules.MONEY if demand.state in (DemandState.HANDED_OVER, DemandState.SETTLED) else (),
        "changes": standing.changed_since(demand, selectors.total(account), paid),
        "debtor_kind": selectors.debtor_kind(demand.mission.organisation),
    }


def announced(demand: ReimbursementDemand) -> list[selectors.ClaimLine]:
    """The lines of a demand; as long as it is a draft, the costs of the day."""
    if demand.state == DemandState.DRAFT:
        return selectors.claim_lines([demand.mission_id]).get(demand.mission_id, [])
    stored = demand.lines.select_related("cost").order_by("pk")
    return [selectors.ClaimLine(line.cost, line.amount) for line in stored]


def prior_letter_html(demand: ReimbursementDemand, user: User, on: date) -> str:
    """The prior letter as it would leave now, marked PROJET; empty where nothing can be claimed any more."""
    lines = announced(demand)
    if not lines:
        return ""
    authority = find_authority(user, SignedAct.DEMAND, on)
    context = letters.prior_letter(demand, lines, authority, on)
    return preview_html(letters.PRIOR_LETTER, context)


# ---------------------------------------------------------------- the acts of the head


class Claim(OneDemand, ActView):
    """An act on a demand."""

    def get_breadcrumb(self) -> Sequence[tuple[str, str]]:
        return [DEMANDS, (self.object.mission.number, self.object.get_absolute_url())]

    def success_url(self, fact: Any) -> str:
        return self.object.get_absolute_url()


class SendPriorLetter(Claim):
    """Open the holder's right to answer."""

    title = "Envoyer la lettre préalable"
    verb = "Envoyer la lettre préalable"
    template_name = "reports/daect/send_prior_letter.html"
    preview_template = "reports/daect/preview.html"

    def verdict(self, obj: ReimbursementDemand) -> Verdict:
        return rules.may_send_prior_letter(self.request.user, obj, self.today)

    def preview(self, obj: ReimbursementDemand) -> Mapping[str, Any]:
        html = prior_letter_html(obj, self.request.user, self.today)
        return {"preview": html, "nothing": NOTHING}

    def consequences(self, obj: ReimbursementDemand) -> Sequence[str]:
        return [
            "La lettre est signée en votre nom et figée en PDF.",
            standing.told(obj.mission, self.today),
            "Envoyez-la aussi en recommandé : le délai de réponse court de sa réception, que la DAECT enregistre.",
            "Si le rapport est remis entre-temps, la demande est abandonnée d’elle-même.",
        ]

    def perform(self, obj: ReimbursementDemand, form: Form) -> PriorLetter:
        return reimbursement.send_prior_letter(demand=obj, by=self.request.user, at=self.at)

    def success_message(self, fact: PriorLetter) -> str:
        return "La lettre préalable est envoyée."


class IssueDemand(Claim):
    """Issue the demand, its text previewed as it is typed."""

    template_name = "reports/daect/issue.html"
    title = "Émettre la demande de remboursement"
    verb = "Émettre la demande"
    form_class = forms.ReasoningForm
    preview_template = "reports/daect/preview.html"
    refreshes_preview = True

    def verdict(self, obj: ReimbursementDemand) -> Verdict:
        return rules.may_issue(self.request.user, obj, self.today)

    def initial(self, obj: ReimbursementDemand) -> Mapping[str, Any]:
        return {"reasoning": letters.first_reasoning(obj.prior_letter)}

    def preview(self, obj: ReimbursementDemand) -> Mapping[str, Any]:
        reasoning = self.request.POST.get("reasoning") or self.initial(obj)["reasoning"]
        try:
            lines = reimbursement.lines_to_claim(obj)
        except reimbursement.NothingToClaim:
            return {"preview": "", "nothing": NOTHING}
        authority = find_authority(self.request.user, SignedAct.DEMAND, self.today)
        context = letters.demand(obj, lines, authority, self.today, number="R-…", reasoning=reasoning)
        return {"preview": preview_html(letters.DEMAND, context)}

    def consequences(self, obj: ReimbursementDemand) -> Sequence[str]:
        return [
            "La demande reçoit son numéro, elle est signée en votre nom et figée en PDF.",
            standing.told(obj.mission, self.today),
            "Transmettez-la ensuite à l’ordonnateur, qui émettra le titre de perception.",
        ]

    def perform(self, obj: ReimbursementDemand, form: forms.ReasoningForm) -> ReimbursementDemand:
        reasoning = form.cleaned_data["reasoning"]
        return reimbursement.issue(demand=obj, reasoning=reasoning, by=self.request.user, at=self.at)

    def success_message(self, fact: ReimbursementDemand) -> str:
        return f"La demande {fact.number} est émise."


class DropDemand(Claim):
    """Give up a demand."""

    title = "Abandonner la demande"
    verb = "Abandonner la demande"
    form_class = forms.ReasonForm

    def verdict(self, obj: ReimbursementDemand) -> Verdict:
        return rules.may_drop(self.request.user, obj, self.today)

    def consequences(self, obj: ReimbursementDemand) -> Sequence[str]:
        sent = [standing.told(obj.mission, self.today)] if hasattr(obj, "prior_letter") else []
        return [
            "Aucune somme n’est demandée ; la mission reste signalée sans rapport.",
            "Aucune autre demande ne sera préparée pour cette limite.",
            *sent,
        ]

    def perform(self, obj: ReimbursementDemand, form: forms.ReasonForm) -> ReimbursementDemand:
        return reimbursement.drop(demand=obj, by=self.request.user, at=self.at, **form.cleaned_data)

    def success_message(self, fact: ReimbursementDemand) -> str:
        return "La demande est abandonnée."


class WaiveDemand(Claim):
    """Waive an issued demand."""

    title = "Renoncer à la demande"
    verb = "Renoncer à la demande"
    form_class = forms.ReasonForm

    def verdict(self, obj: ReimbursementDemand) -> Verdict:
        return rules.may_waive(self.request.user, obj, self.today)

    def consequences(self, obj: ReimbursementDemand) -> Sequence[str]:
        return [f"Le ministère renonce à la demande {obj.number}.", standing.told(obj.mission, self.today)]

    def perform(self, obj: ReimbursementDemand, form: forms.ReasonForm) -> ReimbursementDemand:
        return reimbursement.waive(demand=obj, by=self.request.user, at=self.at, **form.cleaned_data)

    def success_message(self, fact: ReimbursementDemand) -> str:
        return f"Le ministère renonce à la demande {fact.number}."
