"""What the holder answered otherwise than online: recorded by DAECT, contested by the holder (spec R5, X13)."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views import View

from expect.documents.serving import serve_traced
from expect.kernel.verdict import Verdict
from expect.web import french
from expect.web.views import ActView, PageMixin
from missions.views.sides import Found
from reports import forms, observations, rules, selectors
from reports.models import PriorLetter, RecordedObservations
from reports.views import standing
from reports.views.claims import DEMANDS
from reports.views.letters import Record
from reports.views.reading import REPORTS


class RecordAnswer(Record):
    """What came by post, by e-mail, or was said."""

    title = "Enregistrer les observations du titulaire"
    verb = "Enregistrer les observations"
    form_class = forms.RecordedAnswerForm

    def consequences(self, obj: PriorLetter) -> Sequence[str]:
        return [
            f"Elles restent au dossier de la mission {obj.demand.mission.number}, et la demande y répond.",
            standing.told(obj.demand.mission, self.today),
            "Il peut les contester, et répondre en ligne jusqu’à la fin du délai, que la demande attend.",
            "Si le titulaire demande à être entendu, la demande attend aussi l’entretien.",
        ]

    def verdict(self, obj: PriorLetter) -> Verdict:
        return rules.may_record_answer(self.request.user, obj, self.today)

    def perform(self, obj: PriorLetter, form: forms.RecordedAnswerForm) -> RecordedObservations:
        return observations.record(letter=obj, by=self.request.user, at=self.at, **form.cleaned_data)

    def success_message(self, fact: RecordedObservations) -> str:
        return "Les observations sont enregistrées."


class OneRecord(Found, ActView):
    """An act on what DAECT recorded."""

    form_class = forms.ReasonForm
    seen = staticmethod(selectors.visible_observations)

    def what(self, obj: RecordedObservations) -> str:
        """« par lettre, le 17 mars 2026 »."""
        return f"{obj.get_channel_display().lower()}, le {french.day(obj.received_on)}"

    def success_url(self, fact: Any) -> str:
        return self.back_url(self.object)


class CancelObservations(OneRecord):
    """DAECT takes back what it recorded by mistake."""

    title = "Annuler l’enregistrement des observations"
    verb = "Annuler l’enregistrement"

    def get_breadcrumb(self) -> Sequence[tuple[str, str]]:
        demand = self.object.letter.demand
        return [DEMANDS, (demand.mission.number, demand.get_absolute_url())]

    def back_url(self, obj: RecordedObservations) -> str:
        return obj.letter.demand.get_absolute_url()

    def verdict(self, obj: RecordedObservations) -> Verdict:
        return rules.may_cancel_observations(self.request.user, obj, self.today)

    def consequences(self, obj: RecordedObservations) -> Sequence[str]:
        return [
            f"Les observations reçues {self.what(obj)}, ne comptent plus\N{NO-BREAK SPACE}; elles restent au dossier, "
            "avec votre motif.",
            *_hearing_then(obj),
            standing.told(obj.letter.demand.mission, self.today),
        ]

    def perform(self, obj: RecordedObservations, form: forms.ReasonForm) -> RecordedObservations:
        return observations.cancel(recorded=obj, by=self.request.user, at=self.at, **form.cleaned_data)

    def success_message(self, fact: RecordedObservations) -> str:
        return "L’enregistrement est annulé."


def _hearing_then(recorded: RecordedObservations) -> list[str]:
    """What becomes of the hearing that they asked for, once they are taken back (spec R5, decision 0098)."""
    letter = recorded.letter
    if not recorded.hearing_asked:
        return []
    if letter.hearing() is not None:
        return ["Ce qui est enregistré de l’entretien compte toujours, et la demande le dira."]
    if letter.asks_to_be_heard(but=recorded.pk):
        return [
            "Le titulaire demande aussi autrement à être entendu : la demande attend toujours l’entretien."
        ]
    return ["Plus rien de ce qui est enregistré ne demande d’entretien : la demande ne l’attend plus."]


class ContestObservations(OneRecord):
    """The holder says that what was recorded is not what it said."""

    title = "Contester les observations enregistrées en votre nom"
    verb = "Contester ces observations"
    form_class = forms.ContestForm

    def get_breadcrumb(self) -> Sequence[tuple[str, str]]:
        return [REPORTS, ("Demande de remboursement", self.object.letter.get_absolute_url())]

    def back_url(self, obj: RecordedObservations) -> str:
        return obj.letter.get_absolute_url()

    def verdict(self, obj: RecordedObservations) -> Verdict:
        return rules.may_contest_observations(self.request.user, obj, self.today)

    def consequences(self, obj: RecordedObservations) -> Sequence[str]:
        return [
            f"La DAECT est prévenue que les observations reçues {self.what(obj)}, ne sont pas les vôtres.",
            *standing.once_contested(obj.letter.demand),
        ]

    def perform(self, obj: RecordedObservations, form: forms.ContestForm) -> RecordedObservations:
        return observations.contest(recorded=obj, by=self.request.user, at=self.at, **form.cleaned_data)

    def success_message(self, fact: RecordedObservations) -> str:
        return "Votre contestation est transmise à la DAECT."


class ObservationsProof(Found, PageMixin, View):
    """The proof of what was recorded, for DAECT and for the holder (spec X1, X6)."""

    seen = staticmethod(selectors.visible_observations)

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        recorded = self.get_object()
        if recorded.scan is None:
            raise Http404
        return serve_traced(request, recorded.scan, subject=recorded.letter, at=self.at)
