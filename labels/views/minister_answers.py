"""What the minister answered to an appeal, recorded by DAECT (spec L9, X13)."""

from collections.abc import Sequence

from expect.kernel.verdict import Verdict
from expect.web.views import ActView
from labels import minister_answers, rules
from labels.forms import AnswerScanForm, MinisterAnswerForm
from labels.models import AnswerScan, Appeal
from labels.views.appeals import APPEALS, OneAppeal, after_answer


class OnMinisterAnswer(OneAppeal, ActView):
    """An act on it, from the appeal's page."""

    def get_breadcrumb(self) -> Sequence[tuple[str, str]]:
        return [APPEALS, (self.object.number, self.object.get_absolute_url())]


class RecordMinisterAnswer(OnMinisterAnswer):
    """The signed letter, scanned."""

    title = "Enregistrer la réponse du ministre"
    verb = "Enregistrer et notifier la réponse"
    form_class = MinisterAnswerForm

    def verdict(self, obj: Appeal) -> Verdict:
        return rules.may_record_minister_answer(self.request.user, obj, self.today)

    def consequences(self, obj: Appeal) -> Sequence[str]:
        return [
            "L’organisme ouvre ici la lettre du ministre ; un courriel l’annonce. Sans accord pour la notification "
            "électronique, elle part en recommandé.",
            *after_answer(obj, self.today),
        ]

    def perform(self, obj: Appeal, form: MinisterAnswerForm) -> Appeal:
        return minister_answers.record_minister_answer(
            appeal=obj, by=self.request.user, at=self.at, **form.cleaned_data
        )

    def success_message(self, fact: Appeal) -> str:
        outcome = fact.get_outcome_display().lower()
        sent = (
            "La réponse est notifiée."
            if fact.letter.file
            else "Le courriel qui l’annonce à l’organisme part dès que l’antivirus a contrôlé la lettre."
        )
        return f"Recours {fact.number}\N{NO-BREAK SPACE}: {outcome} par le ministre. {sent}"


class ReplaceAnswerScan(OnMinisterAnswer):
    """Another scan of the letter, the antivirus holding the last one back."""

    title = "Remplacer la lettre numérisée"
    verb = "Remplacer la lettre"
    form_class = AnswerScanForm

    def verdict(self, obj: Appeal) -> Verdict:
        return rules.may_replace_answer_scan(self.request.user, obj, self.today)

    def consequences(self, obj: Appeal) -> Sequence[str]:
        return [
            "L’antivirus a reconnu un contenu dangereux dans la copie apportée\N{NO-BREAK SPACE}: l’organisme ne peut "
            "pas l’ouvrir.",
            "La nouvelle copie est celle qu’il ouvrira, et dont un courriel le prévient, une fois contrôlée.",
        ]

    def perform(self, obj: Appeal, form: AnswerScanForm) -> AnswerScan:
        return minister_answers.replace_answer_scan(
            appeal=obj, by=self.request.user, at=self.at, **form.cleaned_data
        )

    def success_message(self, fact: AnswerScan) -> str:
        return f"La lettre est remplacée\N{NO-BREAK SPACE}: {fact}."

    def success_url(self, fact: AnswerScan) -> str:
        return self.object.get_absolute_url()
