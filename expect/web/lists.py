"""A list: filters, search, sort, pages and export, all in the URL (spec X5)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from itertools import islice
from operator import add
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.views import View
from django_filters import FilterSet

from expect.audit import journal
from expect.kernel.text import one_line
from expect.web import active_filters, bulk, misread, saved_views
from expect.web.addresses import changed
from expect.web.bulk import BulkAct
from expect.web.columns import Column
from expect.web.exports import FORMATS
from expect.web.views import PageMixin

EXPORT_CHUNK = 1000
KEPT = "liste"
"""The part of the address that names a list to keep as a view."""


@dataclass(frozen=True)
class Header:
    """The head of a column; `direction` is ascending, descending or empty."""

    column: Column
    url: str = ""
    direction: str = ""


class ListPage(PageMixin, View):
    """Rows that the person may see, as they chose to see them.

    Subclasses give `queryset()` and `columns`; the first column on the screen carries the link to the row.
    The page costs two queries (count, rows), plus what the choices of its filters read, plus one where it keeps views.
    """

    template_name = "web/list.html"
    columns: Sequence[Column] = ()
    default_sort = ""
    filterset_class: type[FilterSet] | None = None
    search_label = ""
    sizes = (25, 50, 100)
    exportable = True
    keeps_views = False
    empty_sentence = "Il n’y a rien ici pour l’instant."

    def queryset(self) -> QuerySet:
        """From a selector: only what the person may see (spec X1)."""
        raise NotImplementedError

    def row_url(self, row: Any) -> str:
        """Where the row's first cell leads; empty: nowhere."""
        return row.get_absolute_url()

    def search(self, rows: QuerySet, text: str) -> QuerySet:
        """The rows that fit what was typed; wanted where `search_label` is set."""
        raise NotImplementedError

    def complete(self, rows: Sequence[Any]) -> None:
        """Give the rows that are shown, or a part of those exported, what is cheaper to read for them alone."""

    def bulk_acts(self) -> Sequence[BulkAct]:
        """What the person may do to several rows at once; none: the rows have no boxes."""
        return ()

    def primary_act(self) -> tuple[str, str] | None:
        """(label, url) of the one act at the top right."""
        return None

    def empty_act(self) -> tuple[str, str] | None:
        """(label, url) of what to do when there is nothing."""
        return self.primary_act()

    def context(self) -> dict:
        """What an extended template needs besides."""
        return {}

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        rows = self.sorted(self.found())
        if self.exportable and request.GET.get("export") in FORMATS and self.well_filtered:
            return self.export(rows, request.GET["export"])
        asked = request.GET.get("page", "")
        before_all = asked.startswith("-") or not asked.strip("0")
        page = Paginator(rows, self.size).get_page(1 if before_all else asked)
        page.object_list = list(page.object_list)
        self.complete(page.object_list)
        return self.page({**self.frame(page), "rows": self.draw(page), **self.context()})

    @cached_property
    def typed(self) -> str:
        """What is searched for."""
        return one_line(self.request.GET.get("q", "")).strip() if self.search_label else ""

    @cached_property
    def size(self) -> int:
        """Rows on a page."""
        asked = self.request.GET.get("par_page")
        return next((size for size in self.sizes if str(size) == asked), self.sizes[0])

    @cached_property
    def sort(self) -> tuple[Column, bool] | None:
        """The column asked for, and whether downwards; one that does not exist is ignored."""
        for asked in (self.request.GET.get("tri", ""), self.default_sort):
            for column in self.columns:
                if column.sort and column.name == asked.removeprefix("-"):
                    return column, asked.startswith("-")
        return None

    @cached_property
    def filters(self) -> FilterSet | None:
        if self.filterset_class is None:
            return None
        found = self.filterset_class(self.request.GET, self.queryset(), request=self.request)
        found.today = self.today  # a filter that counts days counts them from the page's own
        return found

    @property
    def well_filtered(self) -> bool:
        """Whether all that is asked is understood: otherwise the page says what is not, and nothing is exported."""
        return not self.search_refused and (self.filters is None or self.filters.form.is_valid())

    @cached_property
    def search_refused(self) -> str:
        """Why what was typed is not searched for: nothing is found then, rather than everything."""
        return misread.search_refused(self.typed)

    def found(self) -> QuerySet:
        """The rows filtered, then searched."""
        rows = self.filters.qs if self.filters else self.queryset()
        if self.search_refused:
            return rows.none()
        return self.search(rows, self.typed) if self.typed else rows

    def sorted(self, rows: QuerySet) -> QuerySet:
        """In the order asked for; the key last, so that no row is on two pages."""
        if self.sort is None:
            return rows if rows.ordered else rows.order_by("pk")
        column, descending = self.sort
        return rows.order_by(*column.order(descending=descending), "pk")

    def draw(self, page: Page) -> Iterator[SafeString]:
        """The cells of each row; the first one carries the link."""
        first, *others = [column for column in self.columns if column.on_screen]
        boxes = bool(self.bulk_acts())
        for row in page:
            cells = [bulk.box(row)] if boxes else []
            cells.append(first.cell(row, self.today, self.row_url(row)))
            cells += [column.cell(row, self.today) for column in others]
            yield reduce(add, cells)  # safe strings added make a safe string

    def frame(self, page: Page) -> dict:
        """All that stands around the rows."""
        form = self.filters.form if self.filters else None
        tags = list(active_filters.tags(form, self.request.GET)) if form else []
        if self.typed:
            tags.insert(0, active_filters.Tag(f"« {self.typed} »", changed(self.request.GET, q=None)))
        return {
            "page": page,
            "count": page.paginator.count,
            "page_links": list(self.page_links(page)),
            "previous_url": changed(self.request.GET, page=page.number - 1) if page.has_previous() else "",
            "next_url": changed(self.request.GET, page=page.number + 1) if page.has_next() else "",
            "page_sizes": [(size, changed(self.request.GET, par_page=size)) for size in self.sizes],
            "headers": list(self.headers()),
            "form": form,
            "tags": tags,
            "misread": list(self.misread(page, form)),
            "typed": self.typed,
            "longest_search": misread.LONGEST_SEARCH,
            "sort_asked": self.request.GET.get("tri", ""),
            "exports": list(self.exports()),
            **(self.kept_views() if self.keeps_views else {}),
            "bulk_acts": self.bulk_acts(),
            "primary_act": self.primary_act(),
            "empty_act": self.empty_act(),
        }

    def misread(self, page: Page, form: BaseForm | None) -> Iterator[str]:
        """What the address asks and this list does not take, in sentences."""
        if self.search_refused:
            yield self.search_refused
        sorts = {column.name for column in self.columns if column.sort}
        yield from misread.sentences(self.request.GET, form, page, self.sizes, sorts)

    def page_links(self, page: Page) -> Iterator[tuple[int | None, str]]:
        """(number, url), or (None, "") where pages are left out."""
        for number in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1):
            is_page = isinstance(number, int)
            yield (number, changed(self.request.GET, page=number)) if is_page else (None, "")

    def kept_views(self) -> dict:
        """One's saved views of this list, and where to keep the one that is shown."""
        query, listing = self.request.GET, self.request.resolver_match.view_name
        shortcuts = list(saved_views.shortcuts(self.request.user, listing, query))
        whole = not saved_views.essence(query)
        new = not whole and not any(shortcut.current for shortcut in shortcuts)
        keep = reverse("web:saved_view_keep") + changed(query, **{KEPT: listing})
        return {"shortcuts": shortcuts, "shown_whole": whole, "keep_url": keep if new else ""}

    def exports(self) -> Iterator[tuple[str, str]]:
        """(kind of file, url) of each export."""
        for kind, written in FORMATS.items() if self.exportable else ():
            yield written.label, changed(self.request.GET, export=kind)

    def headers(self) -> Iterator[Header]:
        """Each column's head; a second press on the one that sorts turns it over."""
        current, descending = self.sort or (None, False)
        for column in self.columns:
            if not column.on_screen:
                continue
            turned = f"-{column.name}" if column is current and not descending else column.name
            url = changed(self.request.GET, tri=turned) if column.sort else ""
            direction = ("descending" if descending else "ascending") if column is current else ""
            yield Header(column, url, direction)

    def every(self, rows: QuerySet) -> Iterator[Any]:
        """Each row of an export, completed by parts."""
        found = rows.iterator(chunk_size=EXPORT_CHUNK)
        while part := list(islice(found, EXPORT_CHUNK)):
            self.complete(part)
            yield from part

    def export(self, rows: QuerySet, kind: str) -> HttpResponse:
        """Exactly the rows filtered, all pages, as `kind`; a signed-in person's export is traced (spec X2)."""
        if self.request.user.is_authenticated:
            membership = getattr(self.request, "membership", None)
            journal.record(
                action="export",
                subject=self.request.user,
                by=self.request.user,
                membership=membership,
                at=self.at,
                details={"list": self.request.resolver_match.view_name, "format": kind},
            )
        columns = [column for column in self.columns if column.in_export]
        cells = ([column.read(row) for column in columns] for row in self.every(rows))
        filename = f"{slugify(self.get_title())}-{self.today}.{kind}"
        return FORMATS[kind].write([column.label for column in columns], cells, filename)
