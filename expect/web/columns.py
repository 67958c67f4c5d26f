"""A column of a list: what it shows, how it sorts, what it exports."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any

from django.template.loader import get_template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from expect.web import french


@dataclass(frozen=True)
class Column:
    """One column; `name` is what the URL says (`?tri=name`).

    `value` reads the row (default: its attribute `name`); it is what is shown and exported. `template` draws the cell
    from `row`, `value` and `today`. `sort` names the fields to order by; empty, the header is not a link. `number`
    aligns right; `short` keeps the value on one line, as every date is. A column may be for the screen only, or for the
    export only.
    """

    name: str
    label: str
    value: Callable[[Any], Any] | None = None
    sort: str | tuple[str, ...] = ()
    template: str = ""
    number: bool = False
    short: bool = False
    on_screen: bool = True
    in_export: bool = True

    def read(self, row: Any) -> Any:
        """The bare value, for the export."""
        return self.value(row) if self.value else attrgetter(self.name)(row)

    def draw(self, row: Any, today: date) -> SafeString | str:
        """The value as the cell shows it."""
        value = self.read(row)
        if self.template:
            return get_template(self.template).render({"row": row, "value": value, "today": today})
        if value is None:
            return ""
        if isinstance(value, bool):
            return "oui" if value else "non"
        if isinstance(value, date):
            return one_line(french.day(value))
        return one_line(value) if self.short else value

    def order(self, *, descending: bool) -> list[str]:
        """Its fields, for `order_by`."""
        fields = (self.sort,) if isinstance(self.sort, str) else self.sort
        return [_opposite(field) if descending else field for field in fields]


def one_line(text: Any) -> SafeString:
    """A value that a narrow column does not cut."""
    return format_html('<span class="one-line">{}</span>', text)


def _opposite(field: str) -> str:
    return field[1:] if field.startswith("-") else f"-{field}"
