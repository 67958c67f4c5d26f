"""The version that an act answers, and what any two versions do not say alike (spec M5)."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.forms import BaseForm
from django.http import Http404

from expect.web.comparison import CompareForm
from expect.web.views import DetailPage
from missions import selectors
from missions.models import Mission, TermsVersion
from missions.terms import text
from missions.views.missions import MissionFound


class ReadVersion(MissionFound):
    """An act on the version that was read: the form carries its number (spec M5).

    Where another has replaced it, what changed is shown, and the form then carries the version in force.
    """

    seen = staticmethod(selectors.visible_missions)
    form: BaseForm

    @cached_property
    def version(self) -> TermsVersion:
        """The one that the holder accepted last."""
        return selectors.accepted_version(self.object)

    def bind(self, *data) -> BaseForm:
        self.form = super().bind(*data)
        return self.form

    def initial(self, obj: Mission) -> Mapping[str, Any]:
        return {"version_number": self.version.number}

    def context(self, obj: Mission) -> Mapping[str, Any]:
        read = self.since(obj)
        return {
            "version": self.version,
            "changes": text.changes(read.content, self.version.content) if read else (),
            "since": self.said_of(read) if read else "",
        }

    def since(self, obj: Mission) -> TermsVersion | None:
        """The version that this form was read on, if it is no longer in force."""
        number = getattr(self.form, "cleaned_data", {}).get("version_number")
        if number in (None, self.version.number):
            return None
        self.form.data = self.form.data.copy()
        self.form.data["version_number"] = self.version.number
        return obj.versions.filter(number=number).first()

    def said_of(self, read: TermsVersion) -> str:
        return f"la version {read.number}, que vous aviez lue"


class Compare(MissionFound, DetailPage):
    """The two last ones first; any other by its number."""

    template_name = "web/compare.html"
    title = "Comparer deux versions des termes : mission {}"
    seen = staticmethod(selectors.visible_missions)

    def context(self, obj: Mission) -> Mapping[str, Any]:
        found = {version.number: version for version in selectors.versions(obj)}
        numbers = list(found)
        if len(numbers) < 2:
            raise Http404
        chosen = self.request.GET if {"avant", "apres"} & self.request.GET.keys() else None
        form = CompareForm(chosen or {"avant": numbers[1], "apres": numbers[0]}, numbers=numbers)
        if not form.is_valid():
            return {"form": form}
        before, after = (found[int(form.cleaned_data[name])] for name in ("avant", "apres"))
        changes = text.changes(before.content, after.content)
        return {"form": form, "before": before, "after": after, "changes": changes}
