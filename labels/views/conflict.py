"""What was saved meanwhile and what was typed, side by side, word by word; for each, one choice (spec L7)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.forms import BoundField, Field, ModelMultipleChoiceField
from django.http import HttpResponse

from expect.kernel.canonical import digest
from expect.programme.differences import words_changed
from labels.applications import DraftConflict
from labels.forms.compared import CHOICE, ComparedForm

LONGEST_KEY = 18
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
        before, after = as_read(field.field, stored[field.name]), as_read(field.field, field.value())
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
        return str(dict(field.choices).get(value, ""))
    return {True: "oui", False: "non", None: ""}.get(value, value).replace("\r\n", "\n").strip()


def mark_of(values: Mapping[str, Any]) -> str:
    """What the page sends back as `revision`: two people at work on two parts of a file do not hinder one another."""
    return digest(values)[:16]


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
