"""What the head does with a demand: announce, issue, give up, waive (spec R4, R5)."""

from collections.abc import Mapping, Sequence
from typing import Any

from expect.accounts import service
from expect.accounts.enums import SignedAct
from expect.accounts.signing import find_authority
from expect.documents.preview import preview_html
from expect.kernel.verdict import Verdict
from expect.web.forms import Form
from expect.web.views import ActView
from reports import forms, letters, reimbursement, rules, selectors
from reports.models import PriorLetter, ReimbursementDemand
from reports.views import standing
from reports.views.claims import DEMANDS, OneDemand, prior_letter_html


def how_notified(demand: ReimbursementDemand, limit: str) -> str:
    """By which way the holder is notified, and what runs from then (spec X11)."""
    if service.agreement(demand.mission.organisation_id):
        return f"Le titulaire accepte la notification électronique : {limit} court du jour où il l’ouvre ici."
    return f"Envoyez-la aussi en recommandé : {limit} court de sa réception, que la DAECT enregistre."


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
        lines = selectors.claim_lines([obj.mission_id]).get(obj.mission_id, [])
        html = prior_letter_html(obj, lines, self.request.user, self.today)
        return {"preview": html, "nothing": reimbursement.NOTHING}

    def consequences(self, obj: ReimbursementDemand) -> Sequence[str]:
        return [
            "La lettre est signée en votre nom et figée en PDF.",
            standing.told(obj.mission, self.today),
            how_notified(obj, "le délai de réponse"),
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
            return {"preview": "", "nothing": reimbursement.NOTHING}
        authority = find_authority(self.request.user, SignedAct.DEMAND, self.today)
        context = letters.demand(obj, lines, authority, self.today, number="DR-…", reasoning=reasoning)
        return {"preview": preview_html(letters.DEMAND, context)}

    def consequences(self, obj: ReimbursementDemand) -> Sequence[str]:
        return [
            "La demande reçoit son numéro, elle est signée en votre nom et figée en PDF.",
            standing.told(obj.mission, self.today),
            how_notified(obj, "le délai de recours"),
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
