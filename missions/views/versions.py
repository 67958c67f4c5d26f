"""What any two versions of the terms do not say alike (spec M5)."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404

from expect.web.comparison import CompareForm
from expect.web.views import DetailPage
from missions import selectors
from missions.models import Mission
from missions.terms import text
from missions.views.missions import MissionFound


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
