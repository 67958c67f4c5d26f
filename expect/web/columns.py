"""A column of a list: what it shows, how it sorts, what it exports."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from operator import attrgetter
from typing import Any

from django.template.loader import get_template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from expect.web import french

CLOSING = format_html("</td>{}", "")
NOTHING = format_html(
    '<span aria-hidden="true">{}</span><span class="fr-sr-only">{}</span>', "—", "non renseigné"
)


@dataclass(frozen=True)
class Column:
    """One column; `name` is what the URL says (`?tri=name`).

    `value` reads the row (default: its attribute `name`); it is what is shown and exported. `hint` gives the cell its
    second line; `html` draws it from `row` and `today`, `template` from `row`, `value` and `today`. `sort` names the
    fields to order by; empty, the header is not a link. `number` aligns right; `short` keeps the value on one line, as
    every bare date is; `wide` keeps room for a name. A column may be for the screen only, or for the export only.
    """

    name: str
    label: str
    value: Callable[[Any], Any] | None = None
    sort: str | tuple[str, ...] = ()
    hint: Callable[[Any], str] | None = None
    template: str = ""
    html: Callable[[Any, date], SafeString] | None = None
    number: bool = False
    short: bool = False
    wide: bool = False
    on_screen: bool = True
    in_export: bool = True

    def read(self, row: Any) -> Any:
        """The bare value, for the export."""
        return self.value(row) if self.value else attrgetter(self.name)(row)

    def cell(self, row: Any, today: date, url: str = "") -> SafeString:
        """The whole cell, leading to `url` if one is given; written here rather than in a template, for speed."""
        value = self.read(row)
        shown = self.draw(row, value, today)
        if shown in ("", None):
            shown = NOTHING
        elif url:
            shown = format_html('<a href="{}">{}</a>', url, shown)
        one_line = self.short or (isinstance(value, date) and not self.template)
        css = "number" if self.number else "one-line" if one_line else "wide" if self.wide else ""
        return _opening(self.label, css) + conditional_escape(shown) + CLOSING

    def draw(self, row: Any, value: Any, today: date) -> Any:
        """The value as the cell shows it."""
        if self.html:
            return self.html(row, today)
        if self.template:
            return get_template(self.template).render({"row": row, "value": value, "today": today})
        if self.hint:
            return format_html('<div>{}<span class="fr-hint-text">{}</span></div>', value, self.hint(row))
        if isinstance(value, bool):
            return "oui" if value else "non"
        return french.short_day(value) if isinstance(value, date) else value

    def order(self, *, descending: bool) -> list[str]:
        """Its fields, for `order_by`."""
        fields = (self.sort,) if isinstance(self.sort, str) else self.sort
        return [_opposite(field) if descending else field for field in fields]


@cache
def _opening(label: str, css: str) -> SafeString:
    """The tag that begins every cell of a column, escaped once."""
    return format_html('<td data-label="{}" class="{}">', label, css)


def _opposite(field: str) -> str:
    return field[1:] if field.startswith("-") else f"-{field}"
