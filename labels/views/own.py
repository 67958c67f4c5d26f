"""« Candidature »: the applicant's files, from the draft to the result."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy

from expect.accounts.enums import Role
from expect.accounts.models import Organisation
from expect.accounts.rules import holds
from expect.accounts.selectors import organisations_of, visible_organisations
from expect.accounts.views.access import Reserved
from expect.kernel.verdict import Verdict, allow, refuse
from expect.web.columns import Column
from expect.web.lists import ListPage
from expect.web.views import ActView
from expect.web.visible import visible_or_404
from labels import applications, rules, selectors
from labels.filters import OwnFilters
from labels.models import LabelApplication
from labels.views import standing

CANDIDATURE = ("Candidature", reverse_lazy("labels:own_applications"))


def own_url(application: LabelApplication, page: str = "own_application") -> str:
    """One of the applicant's pages of a file."""
    return reverse(f"labels:{page}", args=[application.public_id])


class ForHolders(Reserved):
    """Pages of those who act for a body."""

    def access(self) -> Verdict:
        if organisations_of(self.request.user, self.today):
            return allow()
        return refuse("Cette page est celle des organismes candidats au label ou titulaires.")


class OwnFile:
    """One of the files of one's bodies."""

    def get_object(self) -> LabelApplication:
        found = selectors.own_applications(self.request.user, self.today)
        return visible_or_404(found, self.request, at=self.at, public_id=self.kwargs["public_id"])

    def get_breadcrumb(self) -> Sequence[tuple[str, str]]:
        return [CANDIDATURE, (str(self.object), own_url(self.object))]

    def back_url(self, obj: LabelApplication) -> str:
        return own_url(obj)

    def success_url(self, fact: Any) -> str:
        return own_url(self.object)


class WholeDraft(OwnFile):
    """One of them with its parts, read once for the rules and for the page."""

    def get_object(self) -> LabelApplication:
        application = super().get_object()
        if application.state in rules.OPEN_TO_CHANGE:
            selectors.read_parts([application])
        return application


class OwnApplications(ForHolders, ListPage):
    """The body's files, and the way to begin one."""

    title = "Candidature"
    search_label = "Numéro, expertise ou organisme"
    default_sort = "-updated_at"
    filterset_class = OwnFilters
    empty_sentence = "Vous n’avez pas encore préparé de candidature au label EXPE-CT."
    columns = (
        Column("title", "Expertise", value=lambda row: row.title or "Sans intitulé", sort="title"),
        Column("number", "Numéro", short=True, sort="number"),
        Column("organisation", "Organisme", hint=lambda row: row.organisation.description()),
        Column("state", "État", value=standing.holder_badge),
        Column("turn", "À qui le tour"),
        Column("updated_at", "Modifiée le", sort="updated_at"),
    )

    def queryset(self) -> QuerySet[LabelApplication]:
        return selectors.own_applications(self.request.user, self.today)

    def search(self, rows: QuerySet[LabelApplication], text: str) -> QuerySet[LabelApplication]:
        return selectors.find_own_files(rows, text)

    def complete(self, rows: Sequence[LabelApplication]) -> None:
        """Whose turn it is wants the parts of the open files."""
        open_files = [row for row in rows if row.state in rules.OPEN_TO_CHANGE]
        selectors.read_parts(open_files)
        appeals = selectors.open_appeals(rows, self.today)
        for row in rows:
            signs = holds(self.request.user, self.today, Role.SIGNATORY, organisation=row.organisation_id)
            row.turn = standing.holder_turn(row, appeals.get(row.pk), signs=bool(signs))

    def row_url(self, row: LabelApplication) -> str:
        return own_url(row)

    def primary_act(self) -> tuple[str, str]:
        bodies = [m.organisation for m in self.request.memberships if m.organisation_id]
        current = self.request.membership.organisation if self.request.membership else None
        body = current or bodies[0]
        if draft := selectors.open_draft(body):
            return ("Reprendre le brouillon", own_url(draft))
        return ("Commencer une candidature", reverse("labels:application_start", args=[body.public_id]))


class Start(ActView):
    """Begin a file; the draft that the body has already is offered instead (spec L7)."""

    template_name = "labels/own/start.html"
    title = "Commencer une candidature"
    verb = "Commencer la candidature"
    breadcrumb = (CANDIDATURE,)

    def get_object(self) -> Organisation:
        bodies = visible_organisations(self.request.user, self.today)
        return visible_or_404(bodies, self.request, at=self.at, public_id=self.kwargs["body"])

    def verdict(self, obj: Organisation) -> Verdict:
        return rules.may_start(self.request.user, obj, self.today)

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if draft := selectors.open_draft(self.object):
            messages.info(
                request, "Vous avez déjà un brouillon : le voici. Un organisme en prépare un à la fois."
            )
            return redirect(own_url(draft))
        return super().get(request, *args, **kwargs)

    def back_url(self, obj: Organisation) -> str:
        return reverse("labels:own_applications")

    def perform(self, obj: Organisation, form) -> LabelApplication:
        return applications.start_draft(organisation=obj, by=self.request.user, at=self.at)

    def success_message(self, fact: LabelApplication) -> str:
        return "Le dossier est ouvert. Il s’enregistre au fil de la saisie : vous pouvez le quitter et y revenir."

    def success_url(self, fact: LabelApplication) -> str:
        return own_url(fact, "application_expertise")
