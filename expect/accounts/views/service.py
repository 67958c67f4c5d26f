"""A body agrees to be notified here, or takes it back (spec X11)."""

from collections.abc import Sequence

from expect.accounts import rules, service
from expect.accounts.models import ElectronicConsent, Organisation
from expect.accounts.views.bodies import BodyMixin
from expect.kernel.verdict import Verdict
from expect.web.forms import Form
from expect.web.views import ActView


class OfBody(BodyMixin):
    """An act on a body, from its page."""

    def get_breadcrumb(self) -> Sequence[tuple[str, str]]:
        return [(self.object.name, self.object.get_absolute_url())]

    def verdict(self, obj: Organisation) -> Verdict:
        return rules.may_agree_to_service(self.request.user, obj, self.today)

    def success_url(self, fact: ElectronicConsent | Organisation) -> str:
        return self.object.get_absolute_url()


class AgreeToService(OfBody, ActView):
    """From now on, what the body opens here is notified to it."""

    title = "Accepter la notification électronique"
    verb = "Accepter la notification électronique"

    def consequences(self, obj: Organisation) -> list[str]:
        return [
            "Une décision est notifiée le jour où une personne de votre organisme l’ouvre ici ; les délais en courent.",
            "Sans cet accord, elle vous est envoyée en lettre recommandée. Vous pouvez le retirer à tout moment.",
        ]

    def perform(self, obj: Organisation, form: Form) -> ElectronicConsent:
        return service.agree(organisation=obj, by=self.request.user, at=self.at)

    def success_message(self, fact: ElectronicConsent) -> str:
        return "Votre organisme accepte la notification électronique."


class EndAgreementToService(OfBody, ActView):
    """From now on, the body is notified by registered letter."""

    title = "Retirer l’accord pour la notification électronique"
    verb = "Retirer l’accord"

    def consequences(self, obj: Organisation) -> list[str]:
        return [
            "Les décisions à venir vous seront envoyées en lettre recommandée ; les autres restent notifiées."
        ]

    def perform(self, obj: Organisation, form: Form) -> Organisation:
        return service.end_agreement(organisation=obj, by=self.request.user, at=self.at)

    def success_message(self, fact: Organisation) -> str:
        return "L’accord pour la notification électronique est retiré."
