"""The embassy validates, returns or refuses, with the terms beside (spec M8)."""

from collections.abc import Mapping, Sequence
from typing import Any

from expect.kernel.verdict import Verdict
from expect.web import french
from expect.web.views import ActView
from missions import returns, rules, selectors, validation
from missions.forms.mission import RefuseForm, ReturnForm, ValidateForm
from missions.models import EmbassyReview, Mission, TermsVersion
from missions.terms import text
from missions.views import standing
from missions.views.spending import totals
from missions.views.versions import ReadVersion


class Review(ReadVersion, ActView):
    """What the three answers share: the version read, which the form carries."""

    template_name = "missions/reviews/answer.html"
    preview_template = "missions/parts/terms.html"

    def verdict(self, obj: Mission) -> Verdict:
        return rules.may_review(self.request.user, obj, self.today)

    def preview(self, obj: Mission) -> Mapping[str, Any]:
        content = self.version.content
        return {"lines": text.lines(content), "commitments": content["commitments"]}

    def context(self, obj: Mission) -> Mapping[str, Any]:
        return {**super().context(obj), "totals": totals(list(selectors.costs(obj)))}

    def since(self, obj: Mission) -> TermsVersion | None:
        """The version that was read, if it is no longer in force; otherwise that to which the embassy answered."""
        return super().since(obj) or selectors.answered_version(obj)

    def said_of(self, read: TermsVersion) -> str:
        answered = EmbassyReview.objects.filter(version=read).exists()
        return (
            f"la version {read.number}, à laquelle l’ambassade a répondu"
            if answered
            else super().said_of(read)
        )

    def success_url(self, fact: EmbassyReview) -> str:
        return self.object.get_absolute_url()


class Validate(Review):
    """Validate the version read."""

    title = "Valider la mission {}"
    verb = "Valider la mission"
    form_class = ValidateForm

    def verdict(self, obj: Mission) -> Verdict:
        return rules.may_validate(self.request.user, obj, self.today)

    def consequences(self, obj: Mission) -> Sequence[str]:
        due_on = french.day(returns.report_due_on(obj.returns_on))
        return (
            "Votre validation vaut acceptation de cette version par l’ambassade.",
            *standing.exception_sentences(selectors.exceptions_of(obj)),
            f"{obj.organisation} et la DAECT sont prévenus ; le rapport est attendu au plus tard le {due_on}.",
        )

    def perform(self, obj: Mission, form: ValidateForm) -> EmbassyReview:
        return validation.validate(mission=obj, by=self.request.user, at=self.at, **form.cleaned_data)

    def success_message(self, fact: EmbassyReview) -> str:
        return f"La mission {fact.mission.number} est validée."


class ReturnMission(Review):
    """Send the version back with remarks."""

    title = "Renvoyer la mission {} avec des remarques"
    verb = "Renvoyer la mission"
    form_class = ReturnForm

    def consequences(self, obj: Mission) -> Sequence[str]:
        return (
            f"{obj.organisation} corrige les termes, son signataire les accepte de nouveau, puis la DAECT vous les "
            "soumet.",
        )

    def perform(self, obj: Mission, form: ReturnForm) -> EmbassyReview:
        return validation.return_mission(mission=obj, by=self.request.user, at=self.at, **form.cleaned_data)

    def success_message(self, fact: EmbassyReview) -> str:
        return f"La mission {fact.mission.number} est renvoyée avec vos remarques."


class RefuseMission(Review):
    """Refuse, for good."""

    title = "Refuser la mission {}"
    verb = "Refuser la mission"
    form_class = RefuseForm

    def consequences(self, obj: Mission) -> Sequence[str]:
        return (
            "La mission n’aura pas lieu, et ne peut pas être reprise.",
            f"{obj.organisation} et la DAECT reçoivent vos motifs par courriel.",
        )

    def perform(self, obj: Mission, form: RefuseForm) -> EmbassyReview:
        return validation.refuse_mission(mission=obj, by=self.request.user, at=self.at, **form.cleaned_data)

    def success_message(self, fact: EmbassyReview) -> str:
        return f"La mission {fact.mission.number} est refusée."
