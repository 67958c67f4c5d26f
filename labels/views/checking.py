"""DAECT checks a lodged file, point by point, the file beside (spec L1–L6)."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.http import HttpResponse

from expect.kernel.verdict import Verdict
from expect.web.french import many
from expect.web.views import ActView
from labels import admissibility, meanwhile, rules, selectors
from labels.forms import CheckForm
from labels.models import ApplicationVersion, LabelApplication
from labels.rules import CheckedPoint
from labels.views.instruction import LodgedFile
from labels.views.watched import Watched


class Check(Watched, LodgedFile, ActView):
    """One page, what the machine can tell already chosen.

    Refused because somebody checked, or lodged, meanwhile: what is there is read, and the next sending stands on it.
    """

    template_name = "labels/daect/check.html"
    preview_template = "labels/components/content.html"
    title = "Vérifier le dossier"
    verb = "Enregistrer la vérification"
    form_class = CheckForm

    @cached_property
    def version(self) -> ApplicationVersion:
        """What is being read."""
        return selectors.last_version(self.object)

    def verdict(self, obj: LabelApplication) -> Verdict:
        return rules.may_check(self.request.user, obj, self.today)

    def initial(self, obj: LabelApplication) -> Mapping[str, Any]:
        return {"version": self.version.number}

    def sight(self, obj: LabelApplication) -> str:
        return admissibility.findings_seen(obj)

    def changes(self, seen: str) -> list[str]:
        return meanwhile.last_move(self.object)

    def show(self, form: CheckForm, *, state_changed: bool = False) -> HttpResponse:
        if state_changed:
            form.data = form.data.copy()
            form.data["version"] = self.version.number
        return super().show(form, state_changed=state_changed)

    def form_kwargs(self, obj: LabelApplication) -> Mapping[str, Any]:
        return {"points": rules.points_of(obj)}

    def preview(self, obj: LabelApplication) -> Mapping[str, Any]:
        return {"content": selectors.with_standing(self.version.content)}

    def context(self, obj: LabelApplication) -> Mapping[str, Any]:
        return {"asked": selectors.last_asked(obj), "version": self.version}

    def perform(self, obj: LabelApplication, form: CheckForm) -> list[CheckedPoint]:
        return admissibility.check_file(
            application=obj,
            version=form.cleaned_data["version"],
            findings=form.findings(),
            seen=form.cleaned_data["seen"],
            by=self.request.user,
            at=self.at,
        )

    def success_message(self, fact: list[CheckedPoint]) -> str:
        left = sum(not point.finding for point in fact)
        if left:
            return f"La vérification est enregistrée : il reste {many(left, 'point')} à voir."
        if rules.to_correct(fact):
            return "La vérification est terminée : des points sont à corriger."
        return "La vérification est terminée : le dossier peut être inscrit à une séance."
