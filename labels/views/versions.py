"""The versions lodged of a file: any of them as it was, and what differs between any two (spec L7)."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404

from expect.web.comparison import CompareForm
from expect.web.views import DetailPage
from labels import selectors
from labels.models import ApplicationVersion, LabelApplication
from labels.versions import differences
from labels.views.instruction import LodgedFile
from labels.views.own import OwnFile


class VersionPage(DetailPage):
    """One version, as it was lodged."""

    template_name = "labels/version.html"

    def get_title(self) -> str:
        return f"Version {self.kwargs['number']} de {self.object.number}"

    def context(self, obj: LabelApplication) -> Mapping[str, Any]:
        version = found(obj, self.kwargs["number"])
        return {"version": version, "content": selectors.with_standing(version.content)}


class ComparePage(DetailPage):
    """What a later version says that an earlier one did not."""

    template_name = "web/compare.html"
    title = "Comparer deux versions"

    def context(self, obj: LabelApplication) -> Mapping[str, Any]:
        numbers = [version.number for version in selectors.versions_of(obj)]
        if len(numbers) < 2:
            raise Http404
        chosen = self.request.GET if {"avant", "apres"} & self.request.GET.keys() else None
        form = CompareForm(chosen or {"avant": numbers[1], "apres": numbers[0]}, numbers=numbers)
        if not form.is_valid():
            return {"form": form}
        before, after = (found(obj, form.cleaned_data[name]) for name in ("avant", "apres"))
        return {
            "form": form,
            "before": before,
            "after": after,
            "changes": differences(before.content, after.content),
        }


class LodgedVersion(LodgedFile, VersionPage):
    """For DAECT."""


class LodgedComparison(LodgedFile, ComparePage):
    """For DAECT."""


class OwnVersion(OwnFile, VersionPage):
    """For the body."""


class OwnComparison(OwnFile, ComparePage):
    """For the body."""


def found(application: LabelApplication, number: int | str) -> ApplicationVersion:
    """That version of a file; raises Http404."""
    version = selectors.version(application, number)
    if version is None:
        raise Http404
    return version
