"""Who came to a session, put right (spec L8, decision 0093)."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse

from expect.kernel.verdict import Verdict
from expect.web.views import ActView
from labels import attendance, rules, selectors
from labels.forms import CorrectAttendanceForm
from labels.models import AttendanceCorrection, CommitteeSession
from labels.views.sessions import OneSession


class CorrectAttendance(OneSession, ActView):
    """Somebody came who was not noted, or did not who was."""

    title = "Corriger les présences"
    verb = "Corriger les présences"
    form_class = CorrectAttendanceForm

    def verdict(self, obj: CommitteeSession) -> Verdict:
        return rules.may_correct_attendance(self.request.user, obj, self.today)

    def form_kwargs(self, obj: CommitteeSession) -> Mapping[str, Any]:
        return {"session": obj}

    def initial(self, obj: CommitteeSession) -> Mapping[str, Any]:
        came = list(obj.members.filter(present=True).values_list("user", flat=True))
        return {"present": came, "seen": self.corrections(obj)}

    def corrections(self, obj: CommitteeSession) -> int:
        """How many were made."""
        return selectors.attendance_corrections(obj).count()

    def show(self, form: CorrectAttendanceForm, *, state_changed: bool = False) -> HttpResponse:
        """Refused because somebody corrected them meanwhile: it is read, and the next sending stands on it."""
        if state_changed:
            form.data = form.data.copy()
            form.data["seen"] = self.corrections(self.object)
        return super().show(form, state_changed=state_changed)

    def consequences(self, obj: CommitteeSession) -> list[str]:
        return [
            "Le quorum de chaque dossier est compté de nouveau\N{NO-BREAK SPACE}: plus de "
            f"{rules.quorum(obj.held_on)} % des membres non déportés.",
            "La page de la séance garde chaque correction, son motif et son auteur.",
            "Les présences ne changent plus une fois le procès-verbal établi ou les décisions notifiées.",
        ]

    def perform(self, obj: CommitteeSession, form: CorrectAttendanceForm) -> list[AttendanceCorrection]:
        return attendance.correct_attendance(
            session=obj, by=self.request.user, at=self.at, **form.cleaned_data
        )

    def success_message(self, fact: list[AttendanceCorrection]) -> str:
        said = ", ".join(f"{one.member} ({'présence' if one.present else 'absence'})" for one in fact)
        return f"Les présences sont corrigées\N{NO-BREAK SPACE}: {said}."
