"""A decision form carries what its author saw of the file (spec L9)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.forms import BaseForm
from django.http import HttpResponse

from expect.kernel.verdict import Verdict
from labels import meanwhile
from labels.models import LabelApplication


class Watched:
    """Refused because the file has changed, the form says what, with all that was typed and what holds now."""

    def watched(self, obj: Any) -> LabelApplication:
        """The file that the form decides on."""
        return obj

    def initial(self, obj: Any) -> Mapping[str, Any]:
        return {"seen": str(meanwhile.sight_of(self.watched(obj)))}

    def show(self, form: BaseForm, *, state_changed: bool = False) -> HttpResponse:
        if state_changed:
            form.data = form.data.copy()
            form.data["seen"] = str(meanwhile.sight_of(self.watched(self.object)))
        return super().show(form, state_changed=state_changed)

    def too_late(self, verdict: Verdict) -> HttpResponse:
        seen = self.request.POST.get("seen", "")
        changed = meanwhile.changes_since(seen, self.watched(self.object)) if seen else []
        return super().too_late(replace(verdict, reason=" ".join([verdict.reason, *changed])))
