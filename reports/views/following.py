"""DAECT accepts a report, or asks for more (spec R2)."""

from collections.abc import Sequence

from expect.kernel.verdict import Verdict
from expect.web.forms import Form
from expect.web.views import ActView
from reports import forms, rules, submission
from reports.models import MissionReport
from reports.views import standing
from reports.views.reading import OneReport


class Follow(OneReport, ActView):
    """An act of DAECT on a delivered report."""

    def verdict(self, obj: MissionReport) -> Verdict:
        return rules.may_follow(self.request.user, obj, self.today)


class AcceptReport(Follow):
    """Accept, and close the mission."""

    title = "Accepter le rapport"
    verb = "Accepter le rapport"

    def consequences(self, obj: MissionReport) -> Sequence[str]:
        return [f"La mission {obj.mission.number} est close.", standing.told(obj.mission, self.today)]

    def perform(self, obj: MissionReport, form: Form) -> MissionReport:
        return submission.accept_report(report=obj, by=self.request.user, at=self.at)

    def success_message(self, fact: MissionReport) -> str:
        return f"Le rapport est accepté, la mission {fact.mission.number} est close."


class RequestMore(Follow):
    """Ask for more, by a date."""

    title = "Demander un complément"
    verb = "Demander ce complément"
    form_class = forms.MoreForm

    def consequences(self, obj: MissionReport) -> Sequence[str]:
        return [
            "Le titulaire peut de nouveau modifier le rapport ; son signataire devra le valider une nouvelle fois.",
            standing.told(obj.mission, self.today),
            "Le rapport reste remis : cette seconde date peut être relancée, elle ne donne lieu à aucune demande de "
            "remboursement.",
        ]

    def perform(self, obj: MissionReport, form: forms.MoreForm) -> MissionReport:
        return submission.request_more(report=obj, by=self.request.user, at=self.at, **form.cleaned_data)

    def success_message(self, fact: MissionReport) -> str:
        return "Le complément est demandé."
