"""What DAECT recorded of a hearing: taken back by it, contested by the holder (spec R5, decision 0098)."""

from collections.abc import Sequence
from typing import Any

from expect.kernel.verdict import Verdict
from expect.web.views import ActView
from missions.views.sides import Found
from reports import forms, hearing, rules, selectors
from reports.models import Hearing
from reports.views import standing
from reports.views.claims import DEMANDS
from reports.views.reading import REPORTS


class OneHearing(Found, ActView):
    """An act on what was recorded of a hearing."""

    form_class = forms.ReasonForm
    seen = staticmethod(selectors.visible_hearings)

    def success_url(self, fact: Any) -> str:
        return self.back_url(self.object)


class CancelHearing(OneHearing):
    """DAECT takes back what it recorded wrongly."""

    title = "Annuler l’enregistrement de l’entretien"
    verb = "Annuler l’enregistrement"

    def get_breadcrumb(self) -> Sequence[tuple[str, str]]:
        demand = self.object.letter.demand
        return [DEMANDS, (demand.mission.number, demand.get_absolute_url())]

    def back_url(self, obj: Hearing) -> str:
        return obj.letter.demand.get_absolute_url()

    def verdict(self, obj: Hearing) -> Verdict:
        return rules.may_cancel_hearing(self.request.user, obj, self.today)

    def consequences(self, obj: Hearing) -> Sequence[str]:
        awaited = (
            "L’entretien est à enregistrer de nouveau : la demande l’attend."
            if obj.letter.asks_to_be_heard()
            else "Plus rien de ce qui est enregistré ne demande d’entretien : la demande ne l’attend pas."
        )
        return [
            "Ce qui était enregistré ne compte plus ; il reste au dossier, avec votre motif.",
            awaited,
            standing.told(obj.letter.demand.mission, self.today),
        ]

    def perform(self, obj: Hearing, form: forms.ReasonForm) -> Hearing:
        return hearing.cancel(hearing=obj, by=self.request.user, at=self.at, **form.cleaned_data)

    def success_message(self, fact: Hearing) -> str:
        asked = fact.letter.hearing_asked
        then = " : enregistrez l’entretien tel qu’il s’est passé." if asked else "."
        return f"L’enregistrement est annulé{then}"


class ContestHearing(OneHearing):
    """The holder says that it is not what happened."""

    title = "Contester ce qui est enregistré de l’entretien"
    verb = "Contester cet enregistrement"
    form_class = forms.ContestForm

    def get_breadcrumb(self) -> Sequence[tuple[str, str]]:
        return [REPORTS, ("Demande de remboursement", self.object.letter.get_absolute_url())]

    def back_url(self, obj: Hearing) -> str:
        return obj.letter.get_absolute_url()

    def verdict(self, obj: Hearing) -> Verdict:
        return rules.may_contest_hearing(self.request.user, obj, self.today)

    def consequences(self, obj: Hearing) -> Sequence[str]:
        return [
            "La DAECT est prévenue que ce n’est pas ce qui s’est passé.",
            *standing.once_contested(obj.letter.demand),
        ]

    def perform(self, obj: Hearing, form: forms.ContestForm) -> Hearing:
        return hearing.contest(hearing=obj, by=self.request.user, at=self.at, **form.cleaned_data)

    def success_message(self, fact: Hearing) -> str:
        return "Votre contestation est transmise à la DAECT."
