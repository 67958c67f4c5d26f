"""What was taken to court, written down by DAECT (spec L9)."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.forms import BaseForm
from django.http import HttpResponse

from expect.kernel.verdict import Verdict
from expect.programme.letterhead import court_name
from expect.programme.texts import in_force
from expect.web import french
from expect.web.views import ActView
from expect.web.visible import visible_or_404
from labels import court_cases, rules, selectors
from labels.forms import CorrectCourtCaseForm, CourtCaseForm, JudgmentForm
from labels.models import CourtCase, LabelApplication
from labels.views.instruction import APPLICATIONS, LodgedFile, file_url


class RecordCourtCase(LodgedFile, ActView):
    """A court was seized."""

    title = "Inscrire un recours contentieux"
    verb = "Inscrire la requête"
    form_class = CourtCaseForm

    def verdict(self, obj: LabelApplication) -> Verdict:
        return rules.may_record_court_case(self.request.user, obj, self.today)

    def initial(self, obj: LabelApplication) -> Mapping[str, Any]:
        return {"court": court_name(in_force(self.today))}

    def consequences(self, obj: LabelApplication) -> Sequence[str]:
        until = rules.court_until(obj, self.today)
        said = f"Le tribunal peut être saisi jusqu’au {french.day(until)}." if until else ""
        return [
            *filter(None, [said]),
            "La requête est signalée sur le dossier. Rien d’autre ne change, et aucun courriel ne part.",
        ]

    def perform(self, obj: LabelApplication, form: CourtCaseForm) -> CourtCase:
        return court_cases.record_court_case(
            application=obj, by=self.request.user, at=self.at, **form.cleaned_data
        )

    def success_message(self, fact: CourtCase) -> str:
        return f"La requête {fact.number} est inscrite."

    def success_url(self, fact: CourtCase) -> str:
        return file_url(fact.application)


class OneCase:
    """A case recorded on a file."""

    def get_object(self) -> CourtCase:
        found = selectors.court_cases(self.request.user, self.today)
        return visible_or_404(found, self.request, at=self.at, public_id=self.kwargs["public_id"])

    def get_breadcrumb(self) -> Sequence[tuple[str, str]]:
        application = self.object.application
        return [APPLICATIONS, (application.number, file_url(application))]

    def back_url(self, obj: CourtCase) -> str:
        return file_url(obj.application)

    def success_url(self, fact: CourtCase) -> str:
        return file_url(fact.application)


class CorrectCourtCase(OneCase, ActView):
    """Its number was mistyped."""

    title = "Corriger le numéro de la requête"
    verb = "Corriger le numéro"
    form_class = CorrectCourtCaseForm

    def verdict(self, obj: CourtCase) -> Verdict:
        return rules.may_correct_court_case(self.request.user, obj, self.today)

    def initial(self, obj: CourtCase) -> Mapping[str, Any]:
        return {"number": obj.number, "seen": obj.number}

    def show(self, form: BaseForm, *, state_changed: bool = False) -> HttpResponse:
        """Refused because somebody corrected it meanwhile: the next sending stands on what is read now."""
        if state_changed:
            form.data = form.data.copy()
            form.data["seen"] = self.object.number
        return super().show(form, state_changed=state_changed)

    def consequences(self, obj: CourtCase) -> Sequence[str]:
        return [f"Le numéro {obj.number} reste lisible au dossier, avec la raison. Aucun courriel ne part."]

    def perform(self, obj: CourtCase, form: CorrectCourtCaseForm) -> CourtCase:
        return court_cases.correct_number(case=obj, by=self.request.user, at=self.at, **form.cleaned_data)

    def success_message(self, fact: CourtCase) -> str:
        return f"La requête porte désormais le numéro {fact.number}."


class RecordJudgment(OneCase, ActView):
    """The court has spoken."""

    title = "Inscrire l’issue de la requête"
    verb = "Inscrire l’issue"
    form_class = JudgmentForm

    def verdict(self, obj: CourtCase) -> Verdict:
        return rules.may_record_judgment(self.request.user, obj, self.today)

    def consequences(self, obj: CourtCase) -> Sequence[str]:
        return [
            f"L’issue s’affiche sur le dossier {obj.application.number}, pour la requête {obj.number}.",
            "Ce qu’elle impose se fait par les actes du dossier : rien ne part d’ici.",
        ]

    def perform(self, obj: CourtCase, form: JudgmentForm) -> CourtCase:
        return court_cases.record_judgment(case=obj, by=self.request.user, at=self.at, **form.cleaned_data)

    def success_message(self, fact: CourtCase) -> str:
        return f"L’issue de la requête {fact.number} est inscrite."
