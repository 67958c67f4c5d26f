"""DAECT's list of the lodged files, and where their pages start (spec X5)."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse, reverse_lazy

from expect.accounts.selectors import reached
from expect.accounts.views.access import ForDaect
from expect.kernel.clock import paris_day
from expect.web.addresses import page_of
from expect.web.bulk import BulkAct
from expect.web.columns import Column
from expect.web.french import Noun
from expect.web.lists import ListPage
from expect.web.mark_pages import STAR
from expect.web.visible import visible_or_404
from labels import selectors
from labels.filters import ApplicationFilters
from labels.models import LabelApplication
from labels.views import cells

FILE = Noun("dossier")
APPLICATIONS = ("Candidatures", reverse_lazy("labels:applications"))


def file_url(application: LabelApplication, page: str = "application") -> str:
    """One of DAECT's pages of a file."""
    return page_of(f"labels:{page}", application.public_id)


class LodgedFile:
    """A lodged file."""

    def get_object(self) -> LabelApplication:
        return visible_or_404(self.files(), self.request, at=self.at, public_id=self.kwargs["public_id"])

    def files(self) -> QuerySet[LabelApplication]:
        """Those among which it is found."""
        return selectors.lodged_applications(self.request.user, self.today)

    def get_breadcrumb(self) -> Sequence[tuple[str, str]]:
        return [APPLICATIONS, (self.object.number, file_url(self.object))]

    def back_url(self, obj: LabelApplication) -> str:
        return file_url(obj)

    def success_url(self, fact: Any) -> str:
        return file_url(self.object)

    def body_people(self, obj: LabelApplication) -> str:
        """The names to whom the body's mail goes."""
        names = [str(person) for person in reached(obj.organisation, self.today)]
        return ", ".join(names) or "personne (cet organisme n’a ni compte actif, ni adresse légale)"


class ApplicationList(ForDaect, ListPage):
    """Every lodged file."""

    template_name = "labels/daect/list.html"
    title = "Candidatures"
    search_label = "Numéro, expertise ou organisme"
    default_sort = "-submitted_at"
    filterset_class = ApplicationFilters
    empty_sentence = "Aucune candidature n’a encore été déposée."
    keeps_views = True
    columns = (
        Column("number", "Numéro", short=True, sort="number"),
        Column(
            "organisation",
            "Organisme",
            sort="organisation__sort_name",
            wide=True,
            hint=lambda row: row.organisation.description(),
        ),
        Column("description", "Nature", value=lambda row: row.organisation.description(), on_screen=False),
        Column("lodged_title", "Expertise"),
        Column("state", "État", value=cells.state),
        Column(
            "submitted_at", "Déposée le", value=lambda row: paris_day(row.submitted_at), sort="submitted_at"
        ),
        Column(
            "waiting",
            "À qui le tour",
            value=cells.turn_word,
            sort="waiting_order",
            wide=True,
            html=cells.waiting_cell,
        ),
        Column("waiting_since", "Attend depuis le", value=cells.waiting_day, on_screen=False),
        Column("is_unread", "Message non lu", on_screen=False),
        STAR,
        Column(
            "silence_on",
            "Refus implicite le",
            value=lambda row: row.refused_on or row.falls_on,
            sort="silence_on",
            on_screen=False,
        ),
        Column(
            "session",
            "Séance",
            value=lambda row: row.session and row.session.held_on,
            sort="session__held_on",
        ),
        Column("officer", "Suivie par", sort=("officer__last_name", "officer__first_name")),
    )

    def queryset(self) -> QuerySet[LabelApplication]:
        user = self.request.user
        return selectors.for_list(selectors.lodged_applications(user, self.today))

    def complete(self, rows: Sequence[LabelApplication]) -> None:
        selectors.complete_rows(rows, self.request.user, self.today)

    def sorted(self, rows: QuerySet) -> QuerySet:
        waits = self.sort and self.sort[0].name == "waiting"
        return super().sorted(selectors.with_waiting(rows, self.today) if waits else rows)

    def row_url(self, row: LabelApplication) -> str:
        return file_url(row)

    def bulk_acts(self) -> list[BulkAct]:
        return [
            BulkAct("Confier", reverse("labels:applications_assign")),
            BulkAct("Inscrire à une séance", reverse("labels:applications_admit")),
            BulkAct("Garder à faire", reverse("labels:applications_mark")),
            BulkAct("Ôter de ma liste", reverse("labels:applications_unmark")),
        ]

    def search(self, rows: QuerySet, text: str) -> QuerySet:
        return selectors.find_files(rows, text)
