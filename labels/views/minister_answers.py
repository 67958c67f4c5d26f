"""What the minister answered to an appeal, recorded by DAECT (spec L9, X13)."""

from collections.abc import Sequence

from expect.kernel.verdict import Verdict
from expect.web.views import ActView
from labels import minister_answers, rules
from labels.forms import MinisterAnswerForm
from labels.models import Appeal
from labels.views.appeals import APPEALS, OneAppeal, after_answer


class RecordMinisterAnswer(OneAppeal, ActView):
    """The signed letter, scanned."""

    title = "Enregistrer la réponse du ministre"
    verb = "Enregistrer et notifier la réponse"
    form_class = MinisterAnswerForm

    def get_breadcrumb(self) -> Sequence[tuple[str, str]]:
        return [APPEALS, (self.object.number, self.object.get_absolute_url())]

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
        return f"Recours {fact.number}\N{NO-BREAK SPACE}: {outcome} par le ministre. La réponse est notifiée."
