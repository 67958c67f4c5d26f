"""The proof that a notified decision was received (spec X11)."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.views import View

from expect.accounts import rules as accounts
from expect.accounts import service
from expect.accounts.models import ProofOfService
from expect.documents.serving import serve_traced
from expect.kernel.verdict import Verdict
from expect.web import french
from expect.web.views import ActView, PageMixin
from expect.web.visible import visible_or_404
from labels import rules, selectors, served
from labels.forms import CorrectServiceForm, ServiceForm
from labels.models import Decision
from labels.views.decisions import OneDecision, decision_url
from labels.views.instruction import APPLICATIONS, file_url


class RegisterService(OneDecision, ActView):
    """Enter the day of receipt of a registered letter, with its scan; then put it right, with a reason."""

    verb = "Enregistrer la réception"

    @property
    def form_class(self) -> type[ServiceForm]:
        return CorrectServiceForm if service.received_on(self.object.letter) else ServiceForm

    def get_title(self) -> str:
        known = service.received_on(self.object.letter)
        return "Corriger la réception de la lettre" if known else "Enregistrer la réception de la lettre"

    def get_breadcrumb(self) -> Sequence[tuple[str, str]]:
        application = self.object.application
        here = (f"Décision sur {application.number}", decision_url(self.object))
        return [APPLICATIONS, (application.number, file_url(application)), here]

    def verdict(self, obj: Decision) -> Verdict:
        return rules.may_register_service(self.request.user, obj, self.today)

    def consequences(self, obj: Decision) -> list[str]:
        return [
            "Le délai de recours court du jour que porte l’avis de réception.",
            f"Les personnes {french.of(str(obj.application.organisation))} l’apprennent par courriel.",
        ]

    def back_url(self, obj: Decision) -> str:
        return decision_url(obj)

    def perform(self, obj: Decision, form: ServiceForm) -> ProofOfService:
        return served.register_service(decision=obj, by=self.request.user, at=self.at, **form.cleaned_data)

    def success_message(self, fact: ProofOfService) -> str:
        return f"Lettre reçue le {french.day(fact.received_on)} : c’est enregistré."

    def success_url(self, fact: ProofOfService) -> str:
        return decision_url(self.object)


class ServiceScan(PageMixin, View):
    """The scan of an acknowledgement, for DAECT and the body."""

    def get(self, request: HttpRequest, public_id: str, proof: str) -> HttpResponse:
        found = selectors.visible_decisions(request.user, self.today)
        decision = visible_or_404(found, request, at=self.at, public_id=public_id)
        scanned = service.proofs(decision.letter).filter(scan__isnull=False)
        shown = visible_or_404(scanned, request, at=self.at, public_id=proof)
        verdict = accounts.may_read_papers(request.user, decision.application.organisation_id, self.today)
        return serve_traced(request, shown.scan, subject=decision, membership=verdict.membership, at=self.at)
