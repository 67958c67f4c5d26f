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
from labels.models import Appeal, Decision, Dismissal, Rectification
from labels.views.appeals import APPEALS, OneAppeal
from labels.views.decisions import OneDecision, decision_breadcrumb, decision_url
from labels.views.instruction import APPLICATIONS, file_url


class RegisterService(ActView):
    """Enter the day of receipt of a registered letter, with its scan; then put it right, with a reason."""

    verb = "Enregistrer la réception"

    def is_known(self) -> bool:
        """Whether a day of receipt is entered already."""
        _, letter = served.letter_of(self.object)
        return service.received_on(letter) is not None

    @property
    def form_class(self) -> type[ServiceForm]:
        return CorrectServiceForm if self.is_known() else ServiceForm

    def get_title(self) -> str:
        return f"{'Corriger' if self.is_known() else 'Enregistrer'} la réception de la lettre"

    def verdict(self, obj: rules.Act) -> Verdict:
        return rules.may_register_service(self.request.user, obj, self.today)

    def consequences(self, obj: rules.Act) -> list[str]:
        application, _ = served.letter_of(obj)
        runs = "Le délai de recours court du jour que porte l’avis de réception."
        return [
            *([runs] if served.opens_time(obj) else []),
            f"Les personnes {french.of(str(application.organisation))} l’apprennent par courriel.",
        ]

    def perform(self, obj: rules.Act, form: ServiceForm) -> ProofOfService:
        return served.register_service(act=obj, by=self.request.user, at=self.at, **form.cleaned_data)

    def success_message(self, fact: ProofOfService) -> str:
        return f"Lettre reçue le {french.day(fact.received_on)} : c’est enregistré."

    def success_url(self, fact: ProofOfService) -> str:
        return self.back_url(self.object)


class RegisterDecisionService(OneDecision, RegisterService):
    """Of the letter of a decision."""

    def get_breadcrumb(self) -> Sequence[tuple[str, str]]:
        return decision_breadcrumb(self.object)

    def back_url(self, obj: Decision) -> str:
        return decision_url(obj)


class RegisterDismissalService(RegisterService):
    """Of the letter that says that a file is not examined."""

    def get_object(self) -> Dismissal:
        found = selectors.daect_dismissals(self.request.user, self.today)
        return visible_or_404(found, self.request, at=self.at, public_id=self.kwargs["public_id"])

    def get_breadcrumb(self) -> Sequence[tuple[str, str]]:
        application = self.object.application
        return [APPLICATIONS, (application.number, file_url(application))]

    def back_url(self, obj: Dismissal) -> str:
        return file_url(obj.application)


class RegisterRectificationService(RegisterService):
    """Of a clerical correction."""

    def get_object(self) -> Rectification:
        found = selectors.daect_rectifications(self.request.user, self.today)
        return visible_or_404(found, self.request, at=self.at, public_id=self.kwargs["public_id"])

    def get_breadcrumb(self) -> Sequence[tuple[str, str]]:
        return decision_breadcrumb(self.object.decision)

    def back_url(self, obj: Rectification) -> str:
        return decision_url(obj.decision)


class RegisterAppealService(OneAppeal, RegisterService):
    """Of the answer to an appeal."""

    def get_breadcrumb(self) -> Sequence[tuple[str, str]]:
        return [APPEALS, (self.object.number, self.object.get_absolute_url())]

    def back_url(self, obj: Appeal) -> str:
        return obj.get_absolute_url()


class ServiceScan(PageMixin, View):
    """The scan of an acknowledgement, for DAECT and the body."""

    def get(self, request: HttpRequest, public_id: str) -> HttpResponse:
        found = selectors.visible_proofs(request.user, self.today).filter(scan__isnull=False)
        proof = visible_or_404(found, request, at=self.at, public_id=public_id)
        verdict = accounts.may_read_papers(request.user, proof.organisation_id, self.today)
        return serve_traced(request, proof.scan, subject=proof, membership=verdict.membership, at=self.at)
