"""A need merged into another; a solicitation called back, or noted as unanswered (spec M1, M3, M13)."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse

from expect.accounts.selectors import reached
from expect.kernel.verdict import Verdict
from expect.web import french
from expect.web.views import ActView
from missions import board, closing, selectors, silence
from missions.forms.needs import CancelSolicitationForm, MergeForm
from missions.models import ExpertiseRequest, Solicitation
from missions.rules.needs import may_cancel_solicitation, may_lapse, may_merge
from missions.views.needs import ALONE, NEEDS
from missions.views.sides import Found


class MergeRequest(Found, ActView):
    """DAECT merges a need into another one of the same country."""

    title = "Réunir ce besoin à un autre"
    verb = "Réunir les deux besoins"
    form_class = MergeForm
    template_name = "missions/needs/offer.html"
    seen = staticmethod(selectors.visible_requests)

    def get_breadcrumb(self) -> Sequence[tuple[str, str]]:
        return [NEEDS, (self.object.number, self.object.get_absolute_url())]

    def verdict(self, obj: ExpertiseRequest) -> Verdict:
        verdict = may_merge(self.request.user, obj, self.today)
        return verdict.unless(not board.near_requests(obj).exists(), ALONE)

    def form_kwargs(self, obj: ExpertiseRequest) -> Mapping[str, Any]:
        return {"others": board.near_requests(obj)}

    def context(self, obj: ExpertiseRequest) -> Mapping[str, Any]:
        return {"themes": obj.themes.order_by("rank")}

    def consequences(self, obj: ExpertiseRequest) -> Sequence[str]:
        return (
            f"Le besoin {obj.number} est clos ; la recherche continue sous le numéro de l’autre.",
            "Les titulaires qui s’y proposaient restent proposés sur l’autre besoin.",
            "Ils sont prévenus, comme l’ambassade et le titulaire qui l’a déclaré s’il y en a un.",
        )

    def perform(self, obj: ExpertiseRequest, form: MergeForm) -> ExpertiseRequest:
        return closing.merge_request(request=obj, by=self.request.user, at=self.at, **form.cleaned_data)

    def success_message(self, fact: ExpertiseRequest) -> str:
        return f"Le besoin {fact.number} est réuni au besoin {fact.merged_into.number}."

    def success_url(self, fact: ExpertiseRequest) -> str:
        return fact.merged_into.get_absolute_url()


class EndSolicitation(Found, ActView):
    """What both ends of a solicitation share."""

    seen = staticmethod(selectors.visible_solicitations)

    def get_breadcrumb(self) -> Sequence[tuple[str, str]]:
        return [NEEDS, (self.object.request.number, self.back_url(self.object))]

    def back_url(self, obj: Solicitation) -> str:
        return reverse("missions:request", args=[obj.request.public_id])

    def success_url(self, fact: Solicitation) -> str:
        return self.back_url(fact)

    def told(self, obj: Solicitation) -> str:
        """Who reads it."""
        names = ", ".join(map(str, reached(obj.organisation, self.today)))
        return names or "personne n’y a de compte"


class LapseSolicitation(EndSolicitation):
    """Nobody answered."""

    verb = "Constater l’absence de réponse"

    def get_title(self) -> str:
        return f"Constater l’absence de réponse : {self.object.organisation}"

    def verdict(self, obj: Solicitation) -> Verdict:
        return may_lapse(self.request.user, obj, self.today)

    def consequences(self, obj: Solicitation) -> Sequence[str]:
        return (
            f"{obj.organisation} devait répondre au plus tard le {french.day(obj.answer_by)} et ne le pourra plus.",
            f"Ce titulaire en est prévenu par courriel ({self.told(obj)}) ; vous pouvez solliciter le suivant.",
        )

    def perform(self, obj: Solicitation, form) -> Solicitation:
        return silence.lapse_solicitation(solicitation=obj, by=self.request.user, at=self.at)

    def success_message(self, fact: Solicitation) -> str:
        return f"L’absence de réponse est constatée : {fact.organisation}."


class CancelSolicitation(EndSolicitation):
    """Asked by mistake, or no longer needed."""

    verb = "Annuler la sollicitation"
    form_class = CancelSolicitationForm

    def get_title(self) -> str:
        return f"Annuler la sollicitation : {self.object.organisation}"

    def verdict(self, obj: Solicitation) -> Verdict:
        return may_cancel_solicitation(self.request.user, obj, self.today)

    def consequences(self, obj: Solicitation) -> Sequence[str]:
        return (
            f"{obj.organisation} est prévenu par courriel, avec votre motif ({self.told(obj)}).",
            "Vous pourrez solliciter de nouveau ce titulaire pour ce besoin.",
        )

    def perform(self, obj: Solicitation, form: CancelSolicitationForm) -> Solicitation:
        return silence.cancel_solicitation(
            solicitation=obj, by=self.request.user, at=self.at, **form.cleaned_data
        )

    def success_message(self, fact: Solicitation) -> str:
        return f"La sollicitation est annulée : {fact.organisation}."
