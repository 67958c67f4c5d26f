"""The signatory validates the report, or sends it back (spec R2)."""

from collections.abc import Mapping, Sequence
from typing import Any

from expect.accounts.enums import DAECT_ROLES
from expect.accounts.selectors import people
from expect.kernel.verdict import Verdict
from expect.web import french
from expect.web.views import ActView
from reports import forms, rules, submission
from reports.models import MissionReport
from reports.views.reading import WholeReport


class Sign(WholeReport, ActView):
    """An act of the signatory, with the report beside it."""

    preview_template = "reports/own/preview.html"

    def verdict(self, obj: MissionReport) -> Verdict:
        return rules.may_sign(self.request.user, obj, self.today)


class Deliver(Sign):
    """Validate and deliver."""

    title = "Valider et remettre le rapport"
    verb = "Valider et remettre le rapport"
    form_class = forms.ReadForm

    def initial(self, obj: MissionReport) -> Mapping[str, Any]:
        return {"revision": obj.revision}

    def consequences(self, obj: MissionReport) -> Sequence[str]:
        names = ", ".join(map(str, people(DAECT_ROLES, self.today)))
        return [
            "Vous validez ce rapport au nom de votre organisme : il compte comme remis aujourd’hui, "
            f"{french.day(self.today)}.",
            f"La DAECT ({names}) et l’ambassade en sont informées par courriel.",
            "Il ne pourra plus être modifié, sauf si la DAECT demande un complément.",
        ]

    def perform(self, obj: MissionReport, form: forms.ReadForm) -> MissionReport:
        revision = form.cleaned_data["revision"]
        return submission.deliver(report=obj, revision=revision, by=self.request.user, at=self.at)

    def success_message(self, fact: MissionReport) -> str:
        return "Le rapport est remis."


class SendBack(Sign):
    """Have it taken up again."""

    title = "Renvoyer le rapport à la rédaction"
    verb = "Renvoyer le rapport"
    form_class = forms.SendBackForm

    def consequences(self, obj: MissionReport) -> Sequence[str]:
        return [
            "Le rapport redevient modifiable.",
            "Les personnes de votre organisme reçoivent ce que vous écrivez.",
        ]

    def perform(self, obj: MissionReport, form: forms.SendBackForm) -> MissionReport:
        reason = form.cleaned_data["reason"]
        return submission.send_back(report=obj, reason=reason, by=self.request.user, at=self.at)

    def success_message(self, fact: MissionReport) -> str:
        return "Le rapport est renvoyé à la rédaction."
