"""DAECT keeps the register of an issued demand (spec R5)."""

from collections.abc import Mapping, Sequence
from typing import Any

from expect.kernel.verdict import Verdict
from expect.web import french
from expect.web.forms import Form
from expect.web.visible import visible_or_404
from reports import contestation, forms, recovery, register, rules, selectors
from reports.enums import Contestation, RecoveryStep
from reports.models import RecoveryEntry, ReimbursementDemand
from reports.views import changes, standing
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
        left, back = fact.demand.outstanding(), fact.demand.to_give_back
        rest = f"il reste {french.euros(left)} à recouvrer" if left else "la demande est soldée"
        rest += f", {french.euros(back)} sont à restituer" if back else ""
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
        account = selectors.claim_lines([obj.mission_id]).get(obj.mission_id, [])
        return {
            **changes.debtor_of(obj),
            "changes": changes.changed_since(obj, account),
            "lines": selectors.announced(obj),
        }

    def follows(self, obj: Demand) -> Sequence[str]:
        return [
            f"{french.euros(obj.outstanding())} sont à recouvrer : cette somme, le nom et le SIRET du débiteur sont "
            "gardés tels qu’ils sont aujourd’hui.",
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
    act = staticmethod(contestation.record_contestation)

    def follows(self, obj: Demand) -> Sequence[str]:
        return [
            "La déléguée ou le délégué répond à un recours gracieux ; la réponse du ministre, du tribunal ou du "
            "comptable s’enregistre ici.",
            "Sans réponse dans les deux mois, un recours gracieux ou hiérarchique est réputé rejeté.",
            "Reçue hors délai, une contestation s’enregistre aussi : dites-le dans la réponse.",
        ]


class AnswerContestation(Enter):
    """The contestation is answered."""

    title = "Répondre à la contestation"
    verb = "Enregistrer cette réponse"
    form_class = forms.ContestationAnswerForm
    rule = staticmethod(rules.may_answer_contestation)
    act = staticmethod(contestation.answer_contestation)

    def context(self, obj: Demand) -> Mapping[str, Any]:
        return {"contestation": rules.contestation(obj)}

    def follows(self, obj: Demand) -> Sequence[str]:
        lodged = rules.contestation(obj)
        answers = ANSWERS.get(lodged.kind if lodged else "", "")
        back = "Ce qui est abandonné au-delà de ce qui reste dû a été payé : le comptable le restitue."
        late = changes.late_to_contest(obj)
        late = late and f"{late} Dites-le dans la réponse."
        return [sentence for sentence in (answers, late, back if selectors.paid(obj) else "") if sentence]


ANSWERS = {
    Contestation.MINISTER: "Enregistrez la réponse du ministre, d’après sa lettre.",
    Contestation.COURT: "Enregistrez le jugement du tribunal.",
    Contestation.ACCOUNTANT: "Enregistrez la réponse du comptable.",
}
"""Whose answer it is, where it is not DAECT's."""


class GiveBack(Enter):
    """The accountant gave back what had been paid and is no longer owed."""

    title = "Enregistrer une restitution"
    verb = "Enregistrer cette restitution"
    form_class = forms.GiveBackForm
    rule = staticmethod(rules.may_give_back)
    act = staticmethod(recovery.give_back)

    def initial(self, obj: Demand) -> Mapping[str, Any]:
        return {"amount": obj.to_give_back}


class Maintain(Enter):
    """The report came after the issue; the demand stands."""

    title = "Maintenir la demande"
    verb = "Maintenir la demande"
    form_class = forms.ReasonForm
    rule = staticmethod(rules.may_maintain)
    act = staticmethod(contestation.maintain)

    def follows(self, obj: Demand) -> Sequence[str]:
        return [f"Les {french.euros(obj.outstanding())} restent dus, bien que le rapport ait été remis."]


class CancelEntry(Enter):
    """A line recorded by mistake is cancelled by another."""

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
        what = f"{entry.get_step_display()} du {french.day(entry.happened_on)}"
        return [
            f"{what} : {UNDONE.get(entry.step, DUE_AGAIN.format(french.euros(entry.amount)))}",
            "L’écriture reste au registre, avec celle qui l’annule et son motif.",
        ]

    def perform(self, obj: Demand, form: Form) -> RecoveryEntry:
        return register.cancel_entry(entry=self.entry, by=self.request.user, at=self.at, **form.cleaned_data)


DUE_AGAIN = "{} redeviennent dus."
UNDONE = {
    RecoveryStep.HANDED_OVER: "la demande est de nouveau à transmettre, avec son débiteur.",
    RecoveryStep.CONTESTED: "la demande n’est plus contestée.",
    RecoveryStep.ANSWERED: "la contestation attend de nouveau une réponse.",
    RecoveryStep.GIVEN_BACK: "la somme est de nouveau à restituer.",
}
"""What the cancelling of a line changes, where it is not a sum that is owed again."""
