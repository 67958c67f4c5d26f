"""Entering what the ministry spends, and its proofs (spec M7)."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views import View

from expect.accounts.rules import is_daect
from expect.documents.serving import serve_traced
from expect.kernel.clock import now, paris_day
from expect.kernel.verdict import Verdict
from expect.web import french
from expect.web.views import ActView, FormPage
from expect.web.visible import visible_or_404
from missions import costs, rules, selectors
from missions.enums import Buyer, CostKind, CostStage
from missions.forms.mission import CorrectCostForm, CostForm, ProofForm
from missions.models import Cost, Mission
from missions.views.missions import MISSIONS, MissionFound
from missions.views.sides import Found
from missions.views.spending import NEXT_STAGE, NOTHING, with_what_is_left


class RecordCost(MissionFound, FormPage):
    """Add a line."""

    title = "Ajouter une dépense à la mission {}"
    verb = "Ajouter la dépense"
    form_class = CostForm
    seen = staticmethod(selectors.visible_missions)

    def verdict(self, obj: Mission) -> Verdict:
        return rules.may_record_costs(self.request.user, self.today)

    def initial(self, obj: Mission) -> Mapping[str, Any]:
        """As what is left of the line that goes one stage further, where the address names one (spec M7)."""
        asked = self.request.GET.get("ligne", "")
        known, left = next(
            (line for line in with_what_is_left(obj.costs.all()) if line[0].public_id == asked),
            (None, NOTHING),
        )
        if known is None or known.amount <= NOTHING:
            return {"kind": CostKind.AIR, "stage": CostStage.ESTIMATED, "buyer": Buyer.MINISTRY}
        same: dict[str, Any] = {"follows": costs.head_of(known).public_id}
        same |= {name: getattr(known, name) for name in ("kind", "buyer", "label", "reference")}
        return same | {"amount": left or known.amount, "stage": NEXT_STAGE.get(known.stage, known.stage)}

    def form_kwargs(self, obj: Mission) -> Mapping[str, Any]:
        return {"mission": obj}

    def perform(self, obj: Mission, form: CostForm) -> Cost:
        return costs.record_cost(mission=obj, by=self.request.user, at=self.at, **form.cleaned_data)

    def success_message(self, fact: Cost) -> str:
        return f"{french.euros(fact.amount)} ({fact.get_stage_display().lower()}) : la ligne est ajoutée."

    def success_url(self, fact: Cost) -> str:
        return f"{self.object.get_absolute_url()}#qui-paie-quoi"


class CorrectCost(Found, ActView):
    """Contradict a line, and write the right one."""

    title = "Corriger une dépense"
    verb = "Corriger la ligne"
    form_class = CorrectCostForm
    seen = staticmethod(selectors.visible_costs)

    def get_breadcrumb(self) -> Sequence[tuple[str, str]]:
        return [MISSIONS, (self.object.mission.number, self.object.mission.get_absolute_url())]

    def verdict(self, obj: Cost) -> Verdict:
        return rules.may_record_costs(self.request.user, self.today)

    def consequences(self, obj: Cost) -> Sequence[str]:
        return (
            f"« {obj.label} », {french.euros(obj.amount)} : la ligne reste, une ligne contraire l’annule.",
            "Rien n’est effacé ; votre nom et la date restent avec la correction.",
        )

    def back_url(self, obj: Cost) -> str:
        return obj.mission.get_absolute_url()

    def perform(self, obj: Cost, form: CorrectCostForm) -> Cost:
        return costs.correct_cost(cost=obj, by=self.request.user, at=self.at, **form.cleaned_data)

    def success_message(self, fact: Cost) -> str:
        return "La ligne est corrigée."

    def success_url(self, fact: Cost) -> str:
        return f"{fact.mission.get_absolute_url()}#qui-paie-quoi"


class JoinProof(CorrectCost):
    """The proof that came after the line."""

    title = "Joindre le justificatif d’une dépense"
    verb = "Joindre le justificatif"
    form_class = ProofForm

    def verdict(self, obj: Cost) -> Verdict:
        return super().verdict(obj).unless(obj.proof_id is not None, "Cette ligne a déjà son justificatif.")

    def consequences(self, obj: Cost) -> Sequence[str]:
        return (f"« {obj.label} », {french.euros(obj.amount)} : le justificatif reste avec la ligne.",)

    def perform(self, obj: Cost, form: ProofForm) -> Cost:
        return costs.join_proof(cost=obj, by=self.request.user, at=self.at, **form.cleaned_data)

    def success_message(self, fact: Cost) -> str:
        return "Le justificatif est joint."


class CostProof(View):
    """The proof of a line, for DAECT (spec X1, X6)."""

    def get(self, request: HttpRequest, public_id: str) -> HttpResponse:
        at = now()
        visible = selectors.proofs(request.user, paris_day(at))
        cost = visible_or_404(visible, request, at=at, public_id=public_id)
        officer = is_daect(request.user, paris_day(at)).membership
        return serve_traced(request, cost.proof, subject=cost.mission, membership=officer, at=at)
