"""« À faire »: the files that a person of DAECT keeps in sight, one by one or several at once (spec X4)."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views import View

from expect.kernel.verdict import Verdict
from expect.web.bulk import LEFT
from expect.web.french import many
from expect.web.views import ActView, PageMixin
from expect.web.visible import visible_or_404
from labels import marks, rules, selectors
from labels.forms import MarkForm
from labels.models import FileMark, LabelApplication
from labels.views.bulk import ManyFiles
from labels.views.cells import MARK, UNMARK
from labels.views.instruction import ForDaect, LodgedFile, file_url


class Star(ForDaect, PageMixin, View):
    """The star of a row: the button says what it wants, so that pressed twice it has one effect."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest) -> HttpResponse:
        wanted = MARK if MARK in request.POST else UNMARK
        files = selectors.lodged_applications(request.user, self.today)
        application = visible_or_404(files, request, at=self.at, public_id=request.POST.get(wanted, ""))
        if wanted == UNMARK:
            marks.unmark(application=application, by=request.user)
        elif not selectors.own_mark(application, request.user):
            marks.mark(application=application, by=request.user, at=self.at)
        if (left := request.POST.get(LEFT)) is None:
            return redirect(file_url(application))
        shown = QueryDict(left).urlencode()
        return redirect(f"{reverse('labels:applications')}{'?' if shown else ''}{shown}")


class Mark(LodgedFile, ActView):
    """With a note and a day."""

    title = "Garder ce dossier à faire"
    verb = "Enregistrer"
    form_class = MarkForm

    def verdict(self, obj: LabelApplication) -> Verdict:
        return rules.may_mark(self.request.user, obj, self.today)

    def initial(self, obj: LabelApplication) -> Mapping[str, Any]:
        found = selectors.own_mark(obj, self.request.user)
        return {"note": found.note, "due_on": found.due_on} if found else {}

    def consequences(self, obj: LabelApplication) -> list[str]:
        return [
            "Le dossier attend dans votre liste « À traiter », et dans elle seule, jusqu’à ce que vous l’en ôtiez."
        ]

    def perform(self, obj: LabelApplication, form: MarkForm) -> FileMark:
        return marks.mark(application=obj, by=self.request.user, at=self.at, **form.cleaned_data)

    def success_message(self, fact: FileMark) -> str:
        return "Le dossier est dans votre liste."


class MarkMany(ManyFiles):
    """Several files among one's things to do."""

    title = "Garder des dossiers à faire"
    verb = "Garder ces dossiers à faire"
    form_class = MarkForm

    def form_kwargs(self, obj: list[LabelApplication]) -> Mapping[str, Any]:
        return {}

    def row_verdict(self, row: LabelApplication) -> Verdict:
        return rules.may_mark(self.request.user, row, self.today)

    def consequences(self, obj: list[LabelApplication]) -> list[str]:
        return ["Ces dossiers attendent dans votre liste « À traiter », et dans elle seule."]

    def perform_one(self, row: LabelApplication, form: MarkForm, seen: str) -> FileMark:
        return marks.mark(application=row, by=self.request.user, at=self.at, **form.cleaned_data)

    def done(self, count: int) -> str:
        return f"{many(count, 'dossier gardé')} à faire."


class UnmarkMany(MarkMany):
    """Several files taken out of them."""

    title = "Ôter des dossiers de ma liste"
    verb = "Ôter ces dossiers de ma liste"
    form_class = ManyFiles.form_class

    @cached_property
    def kept(self) -> set[int]:
        """The keys of the files that are there."""
        return selectors.marked_by(self.request.user)

    def row_verdict(self, row: LabelApplication) -> Verdict:
        missing = row.pk not in self.kept
        return super().row_verdict(row).unless(missing, "Ce dossier n’est pas dans votre liste.")

    def consequences(self, obj: list[LabelApplication]) -> list[str]:
        return ["Ces dossiers quittent votre liste « À traiter » ; rien d’autre ne change."]

    def perform_one(self, row: LabelApplication, form: Any, seen: str) -> None:
        marks.unmark(application=row, by=self.request.user)

    def done(self, count: int) -> str:
        return f"{many(count, 'dossier ôté')} de votre liste."
