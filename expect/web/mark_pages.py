"""« À faire »: the star of a row, the page of its note and day, and the same for several rows (spec X4, X5)."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views import View

from expect.kernel.verdict import Verdict
from expect.web import marks
from expect.web.bulk import LEFT, BulkActView
from expect.web.columns import Column
from expect.web.forms import DateField, Form, LineField
from expect.web.french import Noun, many
from expect.web.models import Mark
from expect.web.views import ActView, PageMixin
from expect.web.visible import visible_or_404

MARK, UNMARK = "garder", "oter"
"""What the star of a row asks for."""


def star(row: Any, today: date) -> SafeString:
    """The button by which a row of a list is kept in sight, or no longer; its form stands beside the table."""
    marked = row.is_marked
    return format_html(
        '<button type="submit" form="a-faire" name="{}" value="{}" class="{}">'
        '<span class="fr-sr-only">{} {}</span></button>',
        UNMARK if marked else MARK,
        row.public_id,
        "star star--on" if marked else "star",
        "Ôter de ma liste" if marked else "Garder à faire",
        row.number,
    )


STAR = Column("is_marked", "À faire", html=star)
"""For rows to which `marks.tell_marked` was told."""


class MarkForm(Form):
    note = LineField(
        label="Note", max_length=200, required=False, help_text="Par exemple : « rappeler la mairie »."
    )
    due_on = DateField(label="Pour le", required=False, help_text="Aujourd’hui ou un jour à venir.")


class Marked:
    """What the pages below are about: rows of one kind, and the act of their stage."""

    row_word: Noun

    def may_mark(self, row: Any) -> Verdict:
        """The same rule as the act asks."""
        raise NotImplementedError

    def mark(self, row: Any, **words: Any) -> Mark:
        """The one domain call."""
        raise NotImplementedError


class StarPage(Marked, PageMixin, View):
    """The star of a row: the button says what it wants, so that pressed twice it has one effect."""

    http_method_names = ("post",)

    def queryset(self) -> QuerySet:
        """From a selector: only what the person may see (spec X1)."""
        raise NotImplementedError

    def list_url(self) -> str:
        """The list whose rows have stars."""
        raise NotImplementedError

    def row_url(self, row: Any) -> str:
        return row.get_absolute_url()

    def post(self, request: HttpRequest) -> HttpResponse:
        wanted = MARK if MARK in request.POST else UNMARK
        public_id = request.POST.get(wanted, "")
        row = visible_or_404(self.queryset(), request, at=self.at, public_id=public_id)
        if wanted == UNMARK:
            marks.unmark(subject=row, by=request.user)
        elif not marks.own_mark(row, request.user):
            self.mark(row)
        if (left := request.POST.get(LEFT)) is None:
            return redirect(self.row_url(row))
        shown = QueryDict(left).urlencode()
        return redirect(f"{self.list_url()}{'?' if shown else ''}{shown}")


class MarkPage(Marked, ActView):
    """With a note and a day."""

    verb = "Enregistrer"
    form_class = MarkForm

    def get_title(self) -> str:
        return f"Garder {self.row_word.this} à faire"

    def verdict(self, obj: Any) -> Verdict:
        return self.may_mark(obj)

    def initial(self, obj: Any) -> Mapping[str, Any]:
        found = marks.own_mark(obj, self.request.user)
        return {"note": found.note, "due_on": found.due_on} if found else {}

    def consequences(self, obj: Any) -> Sequence[str]:
        return [
            f"{self.row_word.the.capitalize()} attend dans votre liste « À traiter », et dans elle seule, "
            f"jusqu’à ce que vous l’en ôtiez."
        ]

    def perform(self, obj: Any, form: MarkForm) -> Mark:
        return self.mark(obj, **form.cleaned_data)

    def success_message(self, fact: Mark) -> str:
        return f"{self.row_word.the.capitalize()} est dans votre liste."

    def success_url(self, fact: Mark) -> str:
        return self.back_url(self.object)


class MarkManyPage(Marked, BulkActView):
    """Several rows among one's things to do."""

    form_class = MarkForm

    def get_title(self) -> str:
        return f"Garder des {self.row_word}s à faire"

    @property
    def verb(self) -> str:
        return f"Garder ces {self.row_word}s à faire"

    def row_verdict(self, row: Any) -> Verdict:
        return self.may_mark(row)

    def consequences(self, obj: list[Any]) -> Sequence[str]:
        return [f"Ces {self.row_word}s attendent dans votre liste « À traiter », et dans elle seule."]

    def perform_one(self, row: Any, form: MarkForm, seen: str) -> Mark:
        return self.mark(row, **form.cleaned_data)

    def done(self, count: int) -> str:
        return f"{many(count, f'{self.row_word} gardé{self.row_word.e}')} à faire."


class UnmarkManyPage(MarkManyPage):
    """Several rows taken out of them."""

    form_class = Form

    def get_title(self) -> str:
        return f"Ôter des {self.row_word}s de ma liste"

    @property
    def verb(self) -> str:
        return f"Ôter ces {self.row_word}s de ma liste"

    @cached_property
    def kept(self) -> set[int]:
        """The keys of the rows that are there."""
        return marks.marked_by(self.request.user, self.queryset().model)

    def row_verdict(self, row: Any) -> Verdict:
        missing = row.pk not in self.kept
        reason = f"{self.row_word.this.capitalize()} n’est pas dans votre liste."
        return super().row_verdict(row).unless(missing, reason)

    def consequences(self, obj: list[Any]) -> Sequence[str]:
        return [
            f"Ces {self.row_word}s quittent votre liste « À traiter »\N{NO-BREAK SPACE}; rien d’autre ne change."
        ]

    def perform_one(self, row: Any, form: Form, seen: str) -> None:
        marks.unmark(subject=row, by=self.request.user)

    def done(self, count: int) -> str:
        return f"{many(count, f'{self.row_word} ôté{self.row_word.e}')} de votre liste."
