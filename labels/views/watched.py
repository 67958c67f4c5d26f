"""A form carries what its author saw of the file (spec L9)."""

from dataclasses import replace
from typing import Any

from django.forms import BaseForm
from django.http import HttpResponse

from expect.kernel.verdict import Verdict
from labels import meanwhile
from labels.models import LabelApplication


class Seen:
    """Refused because what one read has changed, the form comes back with all that was typed and what holds now."""

    def sight(self, obj: Any) -> str:
        """What is seen of it now."""
        raise NotImplementedError

    def bind(self, *data: Any) -> BaseForm:
        """What one sees is of now, were what one typed kept from before."""
        form = super().bind(*data)
        form.initial = {**form.initial, "seen": self.sight(self.object)}
        return form

    def show(self, form: BaseForm, *, state_changed: bool = False) -> HttpResponse:
        if state_changed:
            form.data = form.data.copy()
            form.data["seen"] = self.sight(self.object)
        return super().show(form, state_changed=state_changed)


class Watched(Seen):
    """The same of a file: an act that comes too late says what changed as well."""

    def watched(self, obj: Any) -> LabelApplication:
        """The file that the form is about."""
        return obj

    def sight(self, obj: Any) -> str:
        return str(meanwhile.sight_of(self.watched(obj)))

    def changes(self, seen: str) -> list[str]:
        """What changed since, in sentences."""
        return meanwhile.changes_since(seen, self.watched(self.object))

    def too_late(self, verdict: Verdict) -> HttpResponse:
        seen = self.request.POST.get("seen", "")
        changed = self.changes(seen) if seen else []
        changed = changed or meanwhile.last_move(self.watched(self.object))
        return super().too_late(replace(verdict, reason=" ".join([verdict.reason, *changed])))


class WatchedFile(Watched):
    """The same, of an act on a lodged file which is no decision of the committee: what was done on it meanwhile."""

    def sight(self, obj: LabelApplication) -> str:
        return meanwhile.last_line(obj)

    def changes(self, seen: str) -> list[str]:
        return meanwhile.acts_since(seen, self.object)
