"""What was saved meanwhile and what was typed, side by side, word by word; for each, one choice (spec L7)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import BoundField, DateField, Field, ModelMultipleChoiceField
from django.http import HttpRequest, HttpResponse, QueryDict

from expect.kernel.canonical import digest
from expect.kernel.errors import DraftConflict
from expect.web import french
from expect.web.compared import CHOICE, ComparedForm
from expect.web.differences import words_changed

LONGEST_KEY = 18
MOST_UNHEARD = 3
Words = list[tuple[str, str]]


@dataclass(frozen=True)
class Clash:
    """A field that says two things: (« kept », « removed » or « added », words) of each, and what was chosen."""

    field: BoundField
    stored: Words
    typed: Words
    chosen: str

    @property
    def name(self) -> str:
        """The field whose choice this is."""
        return self.field.name

    @property
    def choice_name(self) -> str:
        """The name of its two buttons."""
        return f"{CHOICE}{self.field.name}"


def clashes(form: ComparedForm, stored: Mapping[str, Any]) -> list[Clash]:
    """The fields of a bound `form` which do not say what is `stored`, in the order of the page."""
    found = []
    for field in form.visible_fields():
        before, after = as_read(field.field, stored.get(field.name)), as_read(field.field, field.value())
        if before != after:
            words = list(words_changed(before, after))
            found.append(
                Clash(
                    field,
                    [word for word in words if word[0] != "added"],
                    [word for word in words if word[0] != "removed"],
                    form.choice(field.name),
                )
            )
    return found


def as_read(field: Field, value: Any) -> str:
    """What a field holds, in words."""
    if isinstance(field, ModelMultipleChoiceField):
        keys = [key for key in value or () if str(key).isdecimal() and len(str(key)) <= LONGEST_KEY]
        return ", ".join(field.label_from_instance(row) for row in field.queryset.filter(pk__in=keys))
    if hasattr(field, "choices"):
        return {str(key): str(label) for key, label in field.choices}.get(str(value), "")
    if isinstance(field, DateField):
        return _day_as_read(field, value)
    return {True: "oui", False: "non", None: ""}.get(value, value).replace("\r\n", "\n").strip()


def _day_as_read(field: DateField, value: date | str | None) -> str:
    try:
        day = field.to_python(value)
    except ValidationError:
        return str(value)
    return french.day(day) if day else ""


def mark_of(values: Mapping[str, Any]) -> str:
    """What the page sends back as `revision`: two people at work on two parts of a file do not hinder one another."""
    return digest({name: str(value) for name, value in values.items() if value not in ("", None)})[:16]


def is_as_shown(
    request: HttpRequest, stored: Mapping[str, Any], kept: Callable[[QueryDict], Mapping[str, Any]]
) -> bool:
    """Whether what is stored is what the page showed, or what it sent itself without hearing the answer.

    `kept` gives what a save of what was sent would keep: one is no conflict with oneself.
    """
    mark = mark_of(stored)
    unheard = request.POST.getlist("unheard")[:MOST_UNHEARD]
    return request.POST.get("revision") == mark or any(
        mark_of({**stored, **kept(QueryDict(sent))}) == mark for sent in unheard
    )


class SideBySide:
    """A form that never overwrites what was saved since it was opened: both texts come back, to choose from.

    `initial(obj)` is what is stored; `save` is the act, which raises DraftConflict.
    """

    conflict = False
    shown: ComparedForm

    def save(self, obj: Any, form: ComparedForm) -> Any:
        """The one domain call."""
        raise NotImplementedError

    def perform(self, obj: Any, form: ComparedForm) -> Any:
        try:
            return self.save(obj, form)
        except DraftConflict:
            self.conflict = True
            raise

    def show(self, form: ComparedForm, *, state_changed: bool = False) -> HttpResponse:
        self.shown = form
        return super().show(form, state_changed=state_changed)

    def context(self, obj: Any) -> Mapping[str, Any]:
        stored, form = self.initial(obj), self.shown
        found = clashes(form, stored) if self.conflict or form.compared() else []
        named = {clash.name for clash in found}
        resent = form.is_bound and not self.conflict
        return {
            **super().context(obj),
            "revision": self.request.POST.get("revision", "") if resent else mark_of(stored),
            "held": bool(found),
            "clashes": found,
            "agreed": [field for field in form.visible_fields() if field.name not in named],
        }
