"""What the head does with a demand: announce, issue, give up, waive (spec R4, R5)."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.forms import BaseForm
from django.http import HttpResponse
from django.utils.functional import cached_property

from expect.accounts import service
from expect.accounts.enums import SignedAct
from expect.accounts.models import User
from expect.accounts.signing import find_authority
from expect.documents.preview import preview_html
from expect.kernel.verdict import Verdict
from expect.web.forms import Form
from expect.web.views import ActView
from reports import forms, letters, reimbursement, rules, selectors, wording
from reports.enums import LetterKind
from reports.models import LetterText, PriorLetter, ReimbursementDemand
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


class Read(Claim):
    """What is sent is what was read: the page carries a mark of what it shows, and the act refuses another."""

    @cached_property
    def read(self) -> tuple[list[selectors.ClaimLine], str]:
        """The account shown, and what the letter says of the case where it is not typed on this very page."""
        raise NotImplementedError

    def show(self, form: BaseForm, **how: Any) -> HttpResponse:
        if form.is_bound:
            self.__dict__.pop("read", None)
            form.data = form.data.copy()
            form.data["read"] = reimbursement.mark(*self.read)
        return super().show(form, **how)


class SendPriorLetter(Read):
    """Open the holder's right to answer."""

    title = "Envoyer la lettre préalable"
    verb = "Envoyer la lettre préalable"
    form_class = forms.ReadLetterForm
    template_name = "reports/daect/send_prior_letter.html"
    preview_template = "reports/daect/preview.html"

    def verdict(self, obj: ReimbursementDemand) -> Verdict:
        return rules.may_send_prior_letter(self.request.user, obj, self.today)

    def preview(self, obj: ReimbursementDemand) -> Mapping[str, Any]:
        lines, facts = self.read
        html = prior_letter_html(obj, lines, self.request.user, self.today, facts)
        return {"preview": html, "nothing": reimbursement.NOTHING}

    @cached_property
    def read(self) -> tuple[list[selectors.ClaimLine], str]:
        key, written = self.object.mission_id, selectors.last_text(self.object, LetterKind.PRIOR)
        return selectors.claim_lines([key]).get(key, []), written.text if written else ""

    def initial(self, obj: ReimbursementDemand) -> Mapping[str, Any]:
        return {"read": reimbursement.mark(*self.read)}

    def consequences(self, obj: ReimbursementDemand) -> Sequence[str]:
        return [
            "La lettre est signée en votre nom et figée en PDF.",
            standing.told(obj.mission, self.today),
            how_notified(obj, "le délai de réponse"),
            "Si le rapport est remis entre-temps, la demande est abandonnée d’elle-même.",
        ]

    def perform(self, obj: ReimbursementDemand, form: Form) -> PriorLetter:
        read = form.cleaned_data["read"]
        return reimbursement.send_prior_letter(demand=obj, read=read, by=self.request.user, at=self.at)

    def success_message(self, fact: PriorLetter) -> str:
        return "La lettre préalable est envoyée."


class IssueDemand(Read):
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
        return {"read": reimbursement.mark(*self.read), "reasoning": self.reasons}

    @cached_property
    def read(self) -> tuple[list[selectors.ClaimLine], str]:
        key = self.object.mission_id
        return selectors.still_claimed(self.object, selectors.claim_lines([key]).get(key, [])), ""

    @cached_property
    def reasons(self) -> str:
        """As they were last written, or the words with which they begin."""
        written = selectors.last_text(self.object, LetterKind.DEMAND)
        return written.text if written else letters.first_reasoning(self.object.prior_letter)

    def preview(self, obj: ReimbursementDemand) -> Mapping[str, Any]:
        reasoning = self.request.POST.get("reasoning") or self.reasons
        lines, _ = self.read
        html = demand_html(obj, lines, self.request.user, self.today, reasoning) if lines else ""
        return {"preview": html, "nothing": reimbursement.NOTHING}

    def consequences(self, obj: ReimbursementDemand) -> Sequence[str]:
        contested = (
            "Le titulaire conteste ce que la DAECT a enregistré en son nom, qui n’est pas annulé : la demande le tient "
            "pour vrai."
        )
        return [
            *([contested] if obj.prior_letter.is_contested() else []),
            "La demande reçoit son numéro, elle est signée en votre nom et figée en PDF.",
            standing.told(obj.mission, self.today),
            how_notified(obj, "le délai de recours"),
            "Transmettez-la ensuite à l’ordonnateur, qui émettra le titre de perception.",
        ]

    def perform(self, obj: ReimbursementDemand, form: forms.ReasoningForm) -> ReimbursementDemand:
        return wording.issue_as_written(demand=obj, by=self.request.user, at=self.at, **form.cleaned_data)

    def success_message(self, fact: ReimbursementDemand) -> str:
        return f"La demande {fact.number} est émise."


class WriteLetter(Claim):
    """What the next letter says of its case, kept version after version; the head sends it."""

    title = "Écrire le texte de la lettre"
    verb = "Enregistrer ce texte"
    template_name = "reports/daect/write_letter.html"
    form_class = forms.LetterTextForm
    preview_template = "reports/daect/preview.html"
    refreshes_preview = True

    def verdict(self, obj: ReimbursementDemand) -> Verdict:
        return rules.may_write_letter(self.request.user, obj, self.today)

    def form_kwargs(self, obj: ReimbursementDemand) -> Mapping[str, Any]:
        return {"kind": rules.next_letter(obj)}

    def initial(self, obj: ReimbursementDemand) -> Mapping[str, Any]:
        if self.last:
            return {"read": self.last.pk, "text": self.last.text}
        if rules.next_letter(obj) == LetterKind.PRIOR:
            return {"text": letters.first_facts(obj, self.today)}
        return {"text": letters.first_reasoning(obj.prior_letter)}

    def context(self, obj: ReimbursementDemand) -> Mapping[str, Any]:
        return {"last": self.last}

    @cached_property
    def last(self) -> LetterText | None:
        """The version that stands."""
        return selectors.last_text(self.object, rules.next_letter(self.object))

    def preview(self, obj: ReimbursementDemand) -> Mapping[str, Any]:
        text = self.request.POST.get("text") or self.initial(obj)["text"]
        lines = selectors.claim_lines([obj.mission_id]).get(obj.mission_id, [])
        if rules.next_letter(obj) == LetterKind.PRIOR:
            html = prior_letter_html(obj, lines, self.request.user, self.today, text)
        else:
            heard = selectors.still_claimed(obj, lines)
            html = demand_html(obj, heard, self.request.user, self.today, text) if heard else ""
        return {"preview": html, "nothing": reimbursement.NOTHING}

    def consequences(self, obj: ReimbursementDemand) -> Sequence[str]:
        return [
            "Rien n’est envoyé : la déléguée ou le délégué relit la lettre entière avant de l’envoyer.",
            "Les textes enregistrés auparavant restent sur la page de la demande, avec leur auteur.",
        ]

    def perform(self, obj: ReimbursementDemand, form: forms.LetterTextForm) -> LetterText:
        return wording.save_text(demand=obj, by=self.request.user, at=self.at, **form.cleaned_data)

    def success_message(self, fact: LetterText) -> str:
        return "Le texte est enregistré."


def demand_html(
    demand: ReimbursementDemand,
    lines: Sequence[selectors.ClaimLine],
    user: User,
    on: date,
    reasoning: str,
) -> str:
    """The demand as it would leave now, marked PROJET."""
    authority = find_authority(user, SignedAct.DEMAND, on)
    context = letters.demand(demand, lines, authority, on, number="DR-…", reasoning=reasoning)
    return preview_html(letters.DEMAND, context)


class DropDemand(Claim):
    """Give up a demand."""

    title = "Abandonner la demande"
    verb = "Abandonner la demande"
    form_class = forms.DropForm

    def verdict(self, obj: ReimbursementDemand) -> Verdict:
        return rules.may_drop(self.request.user, obj, self.today)

    def form_kwargs(self, obj: ReimbursementDemand) -> Mapping[str, Any]:
        return {"sent": hasattr(obj, "prior_letter")}

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
