"""One act on several rows of a list: chosen there, checked before, done one by one (spec X5)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.html import format_html
from django.utils.safestring import SafeString

from expect.kernel.errors import Refusal
from expect.kernel.verdict import Verdict, allow
from expect.web import once
from expect.web.french import Noun
from expect.web.views import ActView

CHOSEN = "choix"
"""The part of the address that names each row chosen, by its public id."""
LEFT = "retour"
"""The part that says how the list was shown."""
FORM = "actions-groupees"
"""The form to which the boxes belong."""
SEEN = "vu"
"""Each row that the page showed as one that the act takes: its public id, then what was seen of it."""
APART = "-"
MOST = 100
"""Rows chosen at once: as many as a page of a list shows."""
NOT_READ = (
    "la page que vous avez lue {0.article} laissait de côté\N{NO-BREAK SPACE}; {0.pronoun} s’y prête maintenant"
    "\N{NO-BREAK SPACE}: choisissez-{0.article} de nouveau."
)


@dataclass(frozen=True)
class BulkAct:
    """What a list offers to do with the rows chosen; `url` leads to the check before."""

    label: str
    url: str


@dataclass(frozen=True)
class LeftAside:
    """A row that the act does not take, and why; `told`: the page that the person read said so."""

    object: Any
    reason: str
    told: bool = False


def box(row: Any) -> SafeString:
    """The cell by which a row is chosen; its form stands above the table."""
    return format_html(
        '<td class="choice"><div class="fr-checkbox-group fr-checkbox-group--sm">'
        '<input type="checkbox" name="{0}" value="{1}" id="{0}-{1}" form="{2}">'
        '<label class="fr-label" for="{0}-{1}"><span class="fr-sr-only">Choisir {3}</span></label></div></td>',
        CHOSEN,
        row.public_id,
        FORM,
        row,
    )


class BulkActView(ActView):
    """The rows chosen, those that the act does not take with their reason, then the act on the others.

    What is done is what the page said: it sends back the rows that it showed as ready, each with what was seen of it.
    Each row is an act of its own: one that somebody changed meanwhile is left aside, and said; the others are done.
    """

    template_name = "web/bulk.html"
    row_word = Noun("élément")

    def queryset(self) -> QuerySet:
        """From a selector: only what the person may see (spec X1)."""
        raise NotImplementedError

    def row_name(self, row: Any) -> str:
        """How the row is called before the act."""
        return str(row)

    def row_verdict(self, row: Any) -> Verdict:
        """The same rule as the act on one row asks."""
        raise NotImplementedError

    def sights(self, rows: Sequence[Any]) -> Mapping[str, str]:
        """What is seen of each row, by its public id; a row that it does not name may change under one's eyes."""
        return {}

    def changes(self, row: Any, seen: str) -> Sequence[str]:
        """What was done on the row since it was seen so, in sentences."""
        return ()

    def perform_one(self, row: Any, form: BaseForm, seen: str) -> Any:
        """The one domain call on one row, of which its author saw that much; raises Refusal."""
        raise NotImplementedError

    def done(self, count: int) -> str:
        """What happened, in a sentence, to `count` rows."""
        raise NotImplementedError

    def list_url(self) -> str:
        """The list from which one comes."""
        raise NotImplementedError

    def list_as_left(self) -> str:
        """The list, with the filters, search and sort that it had."""
        asked = self.request.GET.get(LEFT, "")
        return f"{self.list_url()}?{QueryDict(asked).urlencode()}" if asked else self.list_url()

    def get_object(self) -> list[Any]:
        chosen = self.request.GET.getlist(CHOSEN)[:MOST]
        found = list(self.queryset().filter(public_id__in=chosen))
        if chosen and not found:
            raise Http404
        return found

    @cached_property
    def verdicts(self) -> list[tuple[Any, Verdict]]:
        """Each row chosen, with whether the act takes it now."""
        return [(row, self.row_verdict(row)) for row in self.object]

    @cached_property
    def shown(self) -> Mapping[str, str]:
        """What was seen of the rows that the page showed as ready, by their public ids."""
        if self.request.method == "POST":
            parts = (one.partition(APART) for one in self.request.POST.getlist(SEEN)[:MOST])
            return {public_id: seen for public_id, _, seen in parts}
        ready = [row for row, verdict in self.verdicts if verdict]
        sights = self.sights(ready)
        return {row.public_id: sights.get(row.public_id, "") for row in ready}

    @cached_property
    def ready(self) -> list[Any]:
        """The rows that the act takes: those that the page showed so, and that it still takes."""
        return [row for row, verdict in self.verdicts if verdict and row.public_id in self.shown]

    @cached_property
    def left_aside(self) -> list[LeftAside]:
        return [self.aside(row, verdict) for row, verdict in self.verdicts if row not in self.ready]

    def aside(self, row: Any, verdict: Verdict) -> LeftAside:
        """A row that is not acted upon: why, and what was done on it meanwhile."""
        if verdict:
            return LeftAside(row, NOT_READ.format(self.row_word))
        if row.public_id not in self.shown:
            return LeftAside(row, verdict.reason, told=True)
        return LeftAside(row, " ".join([verdict.reason, *self.changes(row, self.shown[row.public_id])]))

    def verdict(self, obj: list[Any]) -> Verdict:
        return allow()

    def context(self, obj: list[Any]) -> dict:
        return {
            "ready": [self.row_name(row) for row in self.ready],
            "seen": [f"{row.public_id}{APART}{self.shown[row.public_id]}" for row in self.ready],
            "left_aside": [(self.row_name(each.object), each.reason) for each in self.left_aside],
        }

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not self.object:
            messages.warning(request, f"Cochez d’abord au moins un{self.row_word.e} {self.row_word}.")
            return redirect(self.list_as_left())
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        form = self.bind(request.POST)
        if not self.ready or not form.is_valid():
            return self.show(form)
        with once.sending(request) as first:
            refused = [aside for row in self.ready if first and (aside := self.try_one(row, form))]
        if not first:
            messages.info(request, once.UNDER_WAY)
            return redirect(self.list_as_left())
        once.remember(request, self.list_as_left())
        if count := len(self.ready) - len(refused):
            messages.success(request, self.done(count))
        for aside in [*refused, *(aside for aside in self.left_aside if not aside.told)]:
            messages.warning(request, f"{self.row_name(aside.object)}\N{NO-BREAK SPACE}: {aside.reason}")
        return redirect(self.list_as_left())

    def try_one(self, row: Any, form: BaseForm) -> LeftAside | None:
        """Do the act on one row; what it says if it refuses."""
        try:
            self.perform_one(row, form, self.shown[row.public_id])
        except Refusal as refusal:
            return LeftAside(row, refusal.sentence)
        return None

    def back_url(self, obj: Sequence[Any]) -> str:
        return self.list_as_left()
