"""The limit of a report: what was recalled, the time asked for and granted (spec R1, R6)."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.urls import reverse

from expect.kernel.verdict import Verdict
from expect.web import french
from expect.web.components import Act, Badge, Head
from expect.web.forms import Form
from expect.web.views import ActView, DetailPage
from missions.models import Mission
from missions.views.sides import Found
from reports import extensions, forms, rules, selectors
from reports.models import ExtensionRequest
from reports.templatetags.reports_ui import late_words
from reports.views import standing
from reports.views.reading import REPORTS


def awaited_url(mission: Mission) -> str:
    """The page where the limit of a mission's report is followed."""
    return reverse("reports:awaited", args=[mission.public_id])


def awaited_badge(mission: Mission, on: date) -> Badge:
    """Whether the report is delivered, late, expected or not."""
    if mission.report_delivered_at:
        return Badge("Remis", "green")
    if mission.report_due_on is None:
        return Badge("Aucun rapport attendu", "grey")
    late = late_words(mission, on)
    return Badge(late, "red") if late else Badge("Attendu", "blue")


class Awaited(Found, DetailPage):
    """By when the report is expected, why, what was recalled to whom."""

    template_name = "reports/awaited.html"
    seen = staticmethod(selectors.followed_missions)

    def get_title(self) -> str:
        return f"Remise du rapport, mission {self.object.number}"

    def get_breadcrumb(self) -> Sequence[tuple[str, str]]:
        return [REPORTS]

    def head(self, obj: Mission) -> Head:
        acts = list(self.acts(obj))
        return Head(
            number=obj.number,
            badge=awaited_badge(obj, self.today),
            subtitle=f"{obj.subject}, {obj.country}",
            primary=acts[0] if acts else None,
            others=acts[1:],
        )

    def acts(self, obj: Mission):
        user, on = self.request.user, self.today
        if obj.organisation_id in {m.organisation_id for m in self.request.memberships}:
            ask = rules.may_ask_more_time(user, obj, on)
            yield Act(ask, reverse("reports:ask_more_time", args=[obj.public_id]), "Demander un délai")
            return
        for request in selectors.extension_requests(user, on).filter(mission=obj, decided_at=None):
            verdict = rules.may_decide_extension(user, request, on)
            yield Act(
                verdict, reverse("reports:grant_more_time", args=[request.public_id]), "Accorder un délai"
            )
            yield Act(
                verdict, reverse("reports:refuse_more_time", args=[request.public_id]), "Refuser le délai"
            )

    def context(self, obj: Mission) -> Mapping[str, Any]:
        requests = selectors.extension_requests(self.request.user, self.today).filter(mission=obj)
        return {
            "changes": selectors.limit_changes(obj),
            "reminders": selectors.reminders(obj),
            "requests": requests.order_by("-pk"),
            "report": selectors.report_of(obj),
        }


class AskMoreTime(Found, ActView):
    """The holder asks for a later limit."""

    title = "Demander un délai pour remettre le rapport"
    verb = "Demander ce délai"
    form_class = forms.MoreTimeForm
    seen = staticmethod(selectors.followed_missions)

    def get_breadcrumb(self) -> Sequence[tuple[str, str]]:
        return [REPORTS, (self.object.number, awaited_url(self.object))]

    def verdict(self, obj: Mission) -> Verdict:
        return rules.may_ask_more_time(self.request.user, obj, self.today)

    def consequences(self, obj: Mission) -> Sequence[str]:
        return [
            f"La limite actuelle, le {french.day(obj.report_due_on)}, reste valable tant que la DAECT n’a pas répondu.",
            "Aucune demande de remboursement n’est préparée d’ici là.",
        ]

    def back_url(self, obj: Mission) -> str:
        return awaited_url(obj)

    def perform(self, obj: Mission, form: Form) -> ExtensionRequest:
        return extensions.ask_more_time(mission=obj, by=self.request.user, at=self.at, **form.cleaned_data)

    def success_message(self, fact: ExtensionRequest) -> str:
        return "Votre demande de délai est envoyée à la DAECT."


class Decide(Found, ActView):
    """The head answers."""

    template_name = "reports/daect/decide_more_time.html"
    seen = staticmethod(selectors.extension_requests)

    def get_breadcrumb(self) -> Sequence[tuple[str, str]]:
        return [REPORTS, (self.object.mission.number, awaited_url(self.object.mission))]

    def verdict(self, obj: ExtensionRequest) -> Verdict:
        return rules.may_decide_extension(self.request.user, obj, self.today)


class GrantMoreTime(Decide):
    """A later limit, dated."""

    title = "Accorder un délai"
    verb = "Accorder ce délai"
    form_class = forms.GrantForm

    def initial(self, obj: ExtensionRequest) -> Mapping[str, Any]:
        return {"until": obj.asked_until}

    def consequences(self, obj: ExtensionRequest) -> Sequence[str]:
        return [
            "La limite change dès maintenant, les rappels et le contrôle quotidien suivent la nouvelle.",
            standing.told(obj.mission, self.today),
        ]

    def perform(self, obj: ExtensionRequest, form: Form) -> ExtensionRequest:
        return extensions.grant_more_time(request=obj, by=self.request.user, at=self.at, **form.cleaned_data)

    def success_message(self, fact: ExtensionRequest) -> str:
        return f"Le rapport est désormais attendu le {french.day(fact.granted_until)}."


class RefuseMoreTime(Decide):
    """The limit stays."""

    title = "Refuser le délai"
    verb = "Refuser ce délai"
    form_class = forms.ReasonForm

    def consequences(self, obj: ExtensionRequest) -> Sequence[str]:
        return [
            f"Le rapport reste attendu le {french.day(obj.mission.report_due_on)}.",
            standing.told(obj.mission, self.today),
        ]

    def perform(self, obj: ExtensionRequest, form: Form) -> ExtensionRequest:
        return extensions.refuse_more_time(request=obj, by=self.request.user, at=self.at, **form.cleaned_data)

    def success_message(self, fact: ExtensionRequest) -> str:
        return "Le délai est refusé."
