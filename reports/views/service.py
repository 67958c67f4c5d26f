"""The proof that a prior letter or a demand was received (spec X11)."""

from collections.abc import Sequence

from expect.accounts import service
from expect.accounts.models import ProofOfService
from expect.kernel.clock import paris_day
from expect.kernel.verdict import Verdict
from expect.web import french
from expect.web.views import ActView
from labels.forms import CorrectServiceForm, ServiceForm
from reports import rules, served
from reports.models import PriorLetter, ReimbursementDemand
from reports.views import standing
from reports.views.claims import DEMANDS
from reports.views.deciding import Claim
from reports.views.letters import Record


class RegisterService(ActView):
    """Enter the day of receipt of a registered letter, with its scan; then put it right, with a reason."""

    verb = "Enregistrer la réception"
    what = ""

    def is_known(self) -> bool:
        """Whether a day of receipt is entered already."""
        return service.received_on(self.object.document) is not None

    @property
    def form_class(self) -> type[ServiceForm]:
        return CorrectServiceForm if self.is_known() else ServiceForm

    def get_title(self) -> str:
        return f"{'Corriger' if self.is_known() else 'Enregistrer'} la réception {self.what}"

    def verdict(self, obj: served.Act) -> Verdict:
        return rules.may_register_service(self.request.user, obj, self.today)

    def runs(self, obj: served.Act) -> str:
        """What runs from that day."""
        raise NotImplementedError

    def consequences(self, obj: served.Act) -> Sequence[str]:
        kept = (
            ["La date enregistrée auparavant reste au dossier, avec votre motif."] if self.is_known() else []
        )
        return [self.runs(obj), *kept, standing.told(rules.mission_of(obj), self.today)]

    def perform(self, obj: served.Act, form: ServiceForm) -> ProofOfService:
        return served.register_service(act=obj, by=self.request.user, at=self.at, **form.cleaned_data)

    def success_message(self, fact: ProofOfService) -> str:
        return f"Lettre reçue le {french.day(fact.received_on)} : c’est enregistré."


class RegisterLetterService(RegisterService, Record):
    """Of a prior letter."""

    what = "de la lettre préalable"

    def runs(self, obj: PriorLetter) -> str:
        days = rules.answer_days(paris_day(obj.sent_at))
        return f"Le titulaire peut répondre pendant {days} jours à compter de cette date."


class RegisterDemandService(RegisterService, Claim):
    """Of a demand."""

    what = "de la demande"

    def get_breadcrumb(self) -> Sequence[tuple[str, str]]:
        return [DEMANDS, (self.object.number, self.object.get_absolute_url())]

    def runs(self, obj: ReimbursementDemand) -> str:
        return "Le délai de recours court du jour que porte l’avis de réception."
