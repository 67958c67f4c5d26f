"""The deliveries of a report: its files, its PDF, what differs between two (spec R2)."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.views import View

from expect.documents.models import IssuedDocument
from expect.documents.serving import serve_traced
from expect.documents.views import IssuedFile
from expect.web.comparison import CompareForm
from expect.web.views import DetailPage, PageMixin
from expect.web.visible import visible_or_404
from reports import selectors
from reports.models import MissionReport, ReportVersion
from reports.versions import differences
from reports.views.reading import REPORTS, OneReport


def version_of(report: MissionReport, number: int) -> ReportVersion:
    """That version of a report that the person may see; raises Http404."""
    version = report.versions.filter(number=number).select_related("document__file").first()
    if version is None:
        raise Http404
    return version


class VersionFile(OneReport, PageMixin, View):
    """A file of a version delivered, to whoever may see the report, whatever became of it since (spec R2, X1)."""

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        report = self.get_object()
        files = selectors.files_of(version_of(report, kwargs["number"]))
        stored = visible_or_404(files, request, at=self.at, public_id=kwargs["file_id"])
        return serve_traced(request, stored, subject=report, at=self.at)


class VersionPaper(OneReport, IssuedFile):
    """A version delivered, as a PDF, to whoever may see the report (spec R2, X1)."""

    def get_breadcrumb(self) -> Sequence[tuple[str, str]]:
        return [REPORTS]

    def find(self, public_id: str, number: int) -> tuple[IssuedDocument, Model]:
        report = self.get_object()
        version = version_of(report, number)
        if version.document is None:
            raise Http404
        return version.document, report


class CompareVersions(OneReport, DetailPage):
    """What one delivery says that another did not: the two last ones first (spec R2)."""

    template_name = "web/compare.html"
    title = "Comparer deux versions du rapport"

    def context(self, obj: MissionReport) -> Mapping[str, Any]:
        found = {version.number: version.content for version in obj.versions.order_by("-number")}
        numbers = list(found)
        if len(numbers) < 2:
            raise Http404
        chosen = self.request.GET if {"avant", "apres"} & self.request.GET.keys() else None
        form = CompareForm(chosen or {"avant": numbers[1], "apres": numbers[0]}, numbers=numbers)
        if not form.is_valid():
            return {"form": form}
        before, after = (found[int(form.cleaned_data[name])] for name in ("avant", "apres"))
        return {"form": form, "before": before, "after": after, "changes": differences(before, after)}
