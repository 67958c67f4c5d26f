"""Labels: the holder's page, DAECT's list, the public list (spec L10, L14)."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Page
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views import View

from expect.accounts.views.access import ForDaect
from expect.kernel.clock import day_count
from expect.web.columns import Column
from expect.web.lists import ListPage
from expect.web.views import PageMixin
from labels import selectors
from labels.filters import HolderFilters, LabelFilters
from labels.models import Label
from labels.views import standing
from labels.views.own import ForHolders


class OwnLabels(ForHolders, PageMixin, View):
    """« Label et diplôme »: what one holds, until when, and the diploma."""

    template_name = "labels/own/labels.html"
    title = "Label et diplôme"

    def get(self, request: HttpRequest) -> HttpResponse:
        labels = selectors.with_diplomas(selectors.own_labels(request.user, self.today))
        return self.page({"cards": [self.card(label) for label in labels]})

    def card(self, label: Label) -> dict[str, Any]:
        """A label with its state of the day and its term, in days."""
        term = day_count(label.granted_on, label.ends_on) if label.ends_on else 0
        return {
            "label": label,
            "badge": standing.label_badge(label, self.today),
            "term": term,
            "elapsed": min(day_count(label.granted_on, self.today), term),
        }


class LabelList(ForDaect, ListPage):
    """For DAECT, every label, valid or not."""

    title = "Titulaires"
    keeps_views = True
    search_label = "Numéro, compétences ou organisme"
    default_sort = "-granted_on"
    filterset_class = LabelFilters
    empty_sentence = "Aucun label n’a encore été attribué."
    columns = (
        Column("number", "Numéro", short=True, sort="number"),
        Column(
            "organisation",
            "Organisme",
            value=Label.holder,
            sort="organisation__sort_name",
            hint=lambda row: row.organisation.description(),
        ),
        Column("description", "Nature", value=lambda row: row.organisation.description(), on_screen=False),
        Column("region", "Région", value=lambda row: row.organisation.region, on_screen=False),
        Column("skills", "Compétences reconnues", on_screen=False),
        Column("granted_on", "Attribué le", sort="granted_on"),
        Column("ends_on", "Jusqu’au", sort="ends_on"),
        Column("is_valid", "En cours de validité", sort="is_valid"),
    )

    def queryset(self) -> QuerySet[Label]:
        return selectors.visible_labels(self.request.user, self.today)

    def row_url(self, row: Label) -> str:
        return reverse("labels:verification", args=[row.number])

    def search(self, rows: QuerySet[Label], text: str) -> QuerySet[Label]:
        return selectors.find_labels(rows, text)


@method_decorator(login_not_required, name="dispatch")
class Holders(ListPage):
    """The public list of those who hold the label today."""

    title = "Titulaires du label"
    template_name = "labels/public/holders.html"
    search_label = "Nom, compétence ou numéro"
    default_sort = "organisation"
    filterset_class = HolderFilters
    empty_sentence = "Aucun label n’est en cours de validité."
    columns = (
        Column("organisation", "Organisme", value=Label.holder, sort="organisation__sort_name"),
        Column("description", "Nature", value=lambda row: row.organisation.description()),
        Column("region", "Région", value=lambda row: row.organisation.region),
        Column("themes", "Thèmes", value=lambda row: ", ".join(theme.name for theme in row.themes.all())),
        Column("skills", "Compétences reconnues"),
        Column("number", "Numéro du label", short=True, sort="number"),
        Column("granted_on", "Attribué le", sort="granted_on"),
        Column("ends_on", "Valable jusqu’au", sort="ends_on"),
    )

    def queryset(self) -> QuerySet[Label]:
        return selectors.valid_labels(self.today).prefetch_related("themes")

    def row_url(self, row: Label) -> str:
        return reverse("labels:verification", args=[row.number])

    def search(self, rows: QuerySet[Label], text: str) -> QuerySet[Label]:
        return selectors.find_labels(rows, text)

    def frame(self, page: Page) -> dict:
        """With the number of bodies: one may hold several labels."""
        found = page.paginator.object_list.order_by()
        return super().frame(page) | {"bodies": found.values("organisation").distinct().count()}

    def context(self) -> Mapping[str, Any]:
        return {"verify_url": reverse("labels:verify")}
