"""Confirming the return (spec R1)."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from expect.kernel.verdict import Verdict
from expect.web import french
from expect.web.views import ActView
from missions import returns, rules, selectors
from missions.forms.mission import ReturnedForm
from missions.models import Mission
from missions.views.missions import MissionFound


class ConfirmReturn(MissionFound, ActView):
    """Say on which day the people came back."""

    title = "Confirmer le retour de la mission {}"
    verb = "Confirmer le retour"
    form_class = ReturnedForm
    preview_template = "missions/parts/limit.html"
    refreshes_preview = True
    seen = staticmethod(selectors.visible_missions)

    def verdict(self, obj: Mission) -> Verdict:
        return rules.may_confirm_return(self.request.user, obj, self.today)

    def initial(self, obj: Mission) -> Mapping[str, Any]:
        return {
            "returned_on": obj.return_confirmed_on or obj.interrupted_on or min(obj.returns_on, self.today)
        }

    def consequences(self, obj: Mission) -> Sequence[str]:
        planned, due_on = french.day(obj.returns_on), french.day(returns.limit_after(obj, obj.returns_on))
        awaited = (
            "la limite de son rapport, déjà remis, est alors"
            if obj.report_delivered_at
            else "le rapport est alors attendu au plus tard"
        )
        other = (
            "Un autre jour de retour change cette limite\N{NO-BREAK SPACE}: deux mois à partir du jour que vous "
            "indiquez."
        )
        if granted := returns.granted_until(obj):
            other = (
                f"Le délai accordé jusqu’au {french.day(granted)} tient, sauf si les deux mois qui suivent le retour "
                "finissent plus tard."
            )
        return (
            f"Le retour était prévu le {planned}\N{NO-BREAK SPACE}; {awaited} le {due_on}.",
            other,
        )

    def preview(self, obj: Mission) -> Mapping[str, Any]:
        """The limit that follows from the day typed, or why nobody can have returned on it."""
        form = ReturnedForm(self.request.POST) if self.request.method == "POST" else None
        typed = form.cleaned_data["returned_on"] if form and form.is_valid() else None
        returned_on = typed or self.initial(obj)["returned_on"]
        may = rules.can_have_returned(obj, returned_on, self.today)
        limit = self.limit(obj, returns.limit_after(obj, returned_on)) if may else may.reason
        return {"returned_on": returned_on, "limit": limit}

    def perform(self, obj: Mission, form: ReturnedForm) -> Mission:
        return returns.confirm_return(mission=obj, by=self.request.user, at=self.at, **form.cleaned_data)

    def success_message(self, fact: Mission) -> str:
        confirmed = f"Le retour est confirmé. {self.limit(fact, fact.report_due_on)}"
        if doubled := returns.double_days(fact):
            confirmed += (
                f" Attention, une autre mission a aussi ces jours, à vérifier : {', '.join(doubled)}."
            )
        return confirmed

    def limit(self, mission: Mission, due_on: date) -> str:
        """By when the report is awaited, or that this day is past; of one delivered, nothing is awaited (spec R1)."""
        if mission.report_delivered_at:
            return f"La limite du rapport, déjà remis, est le {french.day(due_on)}."
        if due_on < self.today:
            return (
                f"Le rapport était attendu au plus tard le {french.day(due_on)}\N{NO-BREAK SPACE}: cette limite est "
                "passée, il est en retard."
            )
        return f"Le rapport est attendu au plus tard le {french.day(due_on)}."
