"""DAECT accepts a report, or asks for more (spec R2)."""

from collections.abc import Sequence
from datetime import date

from expect.kernel.verdict import Verdict
from expect.web import french
from expect.web.forms import Form
from expect.web.views import ActView
from missions.rules import can_have_returned
from reports import forms, rules, selectors, submission
from reports.models import MissionReport
from reports.views import standing
from reports.views.reading import DeliveredReport, OneReport


class Follow(OneReport, ActView):
    """An act of DAECT on a delivered report."""

    def verdict(self, obj: MissionReport) -> Verdict:
        return rules.may_follow(self.request.user, obj, self.today)


class AcceptReport(Follow):
    """Accept, and close the mission."""

    title = "Accepter le rapport"
    verb = "Accepter le rapport"

    def consequences(self, obj: MissionReport) -> Sequence[str]:
        return [
            *return_said(obj, self.today),
            f"La mission {obj.mission.number} est close.",
            standing.told(obj.mission, self.today),
        ]

    def perform(self, obj: MissionReport, form: Form) -> MissionReport:
        return submission.accept_report(report=obj, by=self.request.user, at=self.at)

    def success_message(self, fact: MissionReport) -> str:
        return f"Le rapport est accepté, la mission {fact.mission.number} est close."


def return_said(report: MissionReport, on: date) -> list[str]:
    """What accepting does of the day of return that the report says, from which the limit runs (spec R1, R3).

    Where nobody can have returned on it, acceptance waits for the day to be confirmed on the mission's page.
    """
    said, confirmed = selectors.returned_by(report), report.mission.return_confirmed_on
    if confirmed is None and not (may := can_have_returned(report.mission, said, on)):
        return [
            f"Le rapport dit la fin de la mission le {french.day(said)}. {may.reason} Constatez d’abord le retour sur "
            "la page de la mission : le rapport s’accepte ensuite."
        ]
    if confirmed is None:
        return [f"Le retour, que personne n’a constaté, l’est au {french.day(said)}, d’après le rapport."]
    if confirmed == said:
        return []
    return [
        f"Le rapport dit la fin de la mission le {french.day(said)}, elle a été constatée le {french.day(confirmed)} : "
        "si le rapport dit vrai, corrigez d’abord le retour sur la page de la mission. Une fois close, elle ne change "
        "plus."
    ]


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


class MoveMore(OneReport, ActView):
    """Another date for what is to be added."""

    title = "Fixer une autre date pour le complément"
    verb = "Fixer cette date"
    form_class = forms.MoreLimitForm

    def verdict(self, obj: MissionReport) -> Verdict:
        return rules.may_close_more(self.request.user, obj, self.today)

    def consequences(self, obj: MissionReport) -> Sequence[str]:
        return [
            f"Elle remplace celle du {french.day(obj.more_due_on)} ; les rappels suivent la nouvelle.",
            standing.told(obj.mission, self.today),
        ]

    def perform(self, obj: MissionReport, form: forms.MoreLimitForm) -> MissionReport:
        return submission.move_more(report=obj, by=self.request.user, at=self.at, **form.cleaned_data)

    def success_message(self, fact: MissionReport) -> str:
        return f"Le complément est désormais attendu le {french.day(fact.more_due_on)}."


class AcceptAsIs(DeliveredReport, AcceptReport):
    """Accept what was delivered, without the complement."""

    title = "Accepter le rapport sans le complément"
    verb = "Accepter le rapport"
    preview_template = "reports/own/preview.html"
    seen = staticmethod(selectors.daect_reports)

    def verdict(self, obj: MissionReport) -> Verdict:
        return rules.may_close_more(self.request.user, obj, self.today)

    def consequences(self, obj: MissionReport) -> Sequence[str]:
        return [
            "Le complément demandé n’est plus attendu. C’est la dernière version remise qui est acceptée.",
            *super().consequences(obj),
        ]

    def perform(self, obj: MissionReport, form: Form) -> MissionReport:
        return submission.accept_as_is(report=obj, by=self.request.user, at=self.at)
