"""DAECT keeps the register of an issued demand (spec R5)."""

from collections.abc import Mapping, Sequence
from typing import Any

from expect.kernel.verdict import Verdict
from expect.web import french
from expect.web.forms import Form
from expect.web.visible import visible_or_404
from reports import forms, recovery, rules, selectors
from reports.models import RecoveryEntry, ReimbursementDemand
from reports.views import standing
from reports.views.deciding import Claim

Demand = ReimbursementDemand


class Enter(Claim):
    """A line to add to the register."""

    template_name = "reports/daect/enter.html"

    def rule(self, user, demand: Demand, on) -> Verdict:
        raise NotImplementedError

    def verdict(self, obj: Demand) -> Verdict:
        return self.rule(self.request.user, obj, self.today)

    def consequences(self, obj: Demand) -> Sequence[str]:
        return [*self.follows(obj), standing.told(obj.mission, self.today)]

    def follows(self, obj: Demand) -> Sequence[str]:
        """What the line changes."""
        return ()

    def act(self, **given: Any) -> RecoveryEntry:
        raise NotImplementedError

    def perform(self, obj: Demand, form: Form) -> RecoveryEntry:
        return self.act(demand=obj, by=self.request.user, at=self.at, **form.cleaned_data)

    def success_message(self, fact: RecoveryEntry) -> str:
        left = fact.demand.outstanding()
        rest = f"il reste {french.euros(left)} à recouvrer" if left else "la demande est soldée"
        return f"{fact.get_step_display()} : c’est enregistré, {rest}."


class HandOver(Enter):
    """To the authorising officer, who issues the titre de perception."""

    template_name = "reports/daect/hand_over.html"
    title = "Transmettre la demande à l’ordonnateur"
    verb = "Enregistrer la transmission"
    form_class = forms.HandOverForm
    rule = staticmethod(rules.may_hand_over)
    act = staticmethod(recovery.hand_over)

    def initial(self, obj: Demand) -> Mapping[str, Any]:
        return {"siret": obj.mission.organisation.siren, "handed_over_on": self.today}

    def context(self, obj: Demand) -> Mapping[str, Any]:
        return {
            "debtor_kind": selectors.debtor_kind(obj.mission.organisation),
            "lines": obj.lines.select_related("cost").order_by("pk"),
        }

    def follows(self, obj: Demand) -> Sequence[str]:
        return [
            "Le nom et le SIRET du débiteur sont gardés tels qu’ils sont aujourd’hui.",
            "Les paiements, une contestation ou une remise s’enregistrent ensuite sur la page de la demande.",
        ]


class RecordPayment(Enter):
    """What the accountant received."""

    title = "Enregistrer un paiement"
    verb = "Enregistrer ce paiement"
    form_class = forms.PaymentForm
    rule = staticmethod(rules.may_record_payment)
    act = staticmethod(recovery.record_payment)

    def follows(self, obj: Demand) -> Sequence[str]:
        return ["Le paiement peut être partiel ; la demande est soldée quand plus rien ne reste dû."]


class Remit(Enter):
    """Part or all of what is owed is remitted."""

    title = "Enregistrer une remise gracieuse"
    verb = "Enregistrer cette remise"
    form_class = forms.RemissionForm
    rule = staticmethod(rules.may_give_up)
    act = staticmethod(recovery.remit)


class WriteOff(Enter):
    """What is owed cannot be recovered."""

    title = "Enregistrer une admission en non-valeur"
    verb = "Enregistrer l’admission en non-valeur"
    form_class = forms.WriteOffForm
    rule = staticmethod(rules.may_give_up)
    act = staticmethod(recovery.write_off)

    def follows(self, obj: Demand) -> Sequence[str]:
        return [
            f"Les {french.euros(obj.outstanding())} encore dus ne sont plus recherchés : la demande est soldée."
        ]


class Contest(Enter):
    """The holder contests."""

    title = "Enregistrer une contestation"
    verb = "Enregistrer cette contestation"
    form_class = forms.ContestationForm
    rule = staticmethod(rules.may_record_contestation)
    act = staticmethod(recovery.record_contestation)

    def follows(self, obj: Demand) -> Sequence[str]:
        return ["La déléguée ou le délégué y répond : elle est dans sa liste « À traiter »."]


class AnswerContestation(Enter):
    """The contestation is answered."""

    title = "Répondre à la contestation"
    verb = "Enregistrer cette réponse"
    form_class = forms.ContestationAnswerForm
    rule = staticmethod(rules.may_answer_contestation)
    act = staticmethod(recovery.answer_contestation)

    def context(self, obj: Demand) -> Mapping[str, Any]:
        return {"contestation": selectors.contestation(obj)}


class Maintain(Enter):
    """The report came after the issue; the demand stands."""

    title = "Maintenir la demande"
    verb = "Maintenir la demande"
    form_class = forms.ReasonForm
    rule = staticmethod(rules.may_maintain)
    act = staticmethod(recovery.maintain)

    def follows(self, obj: Demand) -> Sequence[str]:
        return [f"Les {french.euros(obj.outstanding())} restent dus, bien que le rapport ait été remis."]


class CancelEntry(Enter):
    """A sum recorded by mistake is put back."""

    title = "Annuler une écriture"
    verb = "Annuler cette écriture"
    form_class = forms.CancelEntryForm

    def get_object(self) -> Demand:
        demand = super().get_object()
        wanted = self.kwargs["entry_id"]
        self.entry = visible_or_404(selectors.entries(demand), self.request, at=self.at, public_id=wanted)
        self.entry.demand = demand
        return demand

    def verdict(self, obj: Demand) -> Verdict:
        return rules.may_cancel_entry(self.request.user, self.entry, self.today)

    def follows(self, obj: Demand) -> Sequence[str]:
        entry = self.entry
        what = f"{entry.get_step_display()} du {french.day(entry.happened_on)}, {french.euros(entry.amount)}"
        return [
            f"{what} : cette somme redevient due.",
            "L’écriture reste au registre, avec celle qui l’annule et son motif.",
        ]

    def perform(self, obj: Demand, form: Form) -> RecoveryEntry:
        return recovery.cancel_entry(entry=self.entry, by=self.request.user, at=self.at, **form.cleaned_data)
