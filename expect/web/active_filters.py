"""The filters in use, as tags that can be removed one by one."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Model, QuerySet
from django.http import QueryDict

from expect.web import french
from expect.web.addresses import without


@dataclass(frozen=True)
class Tag:
    """An active filter and the address of the list without it."""

    label: str
    url: str


def tags(form: forms.BaseForm, query: QueryDict) -> Iterator[Tag]:
    """One tag per value chosen, in the order of the form; a value that was refused has none."""
    if not form.is_bound:
        return
    form.is_valid()  # cleans what was not yet: the list has mostly done it
    for name, field in form.fields.items():
        for value in _values(field, form.cleaned_data.get(name)):
            url = without(query, form.add_prefix(name), _raw(field, value))
            yield Tag(f"{field.label} : {worded(field, value)}", url)


def _values(field: forms.Field, value: Any) -> list:
    if isinstance(value, (list, tuple, QuerySet)):
        return list(value)
    ignored = value in (None, "") or (value is False and not isinstance(field, forms.NullBooleanField))
    return [] if ignored else [value]


def worded(field: forms.Field, value: Any) -> str:
    """What the person chose, as they read it."""
    match value:
        case bool():
            return "oui" if value else "non"
        case date():
            return french.day(value)
        case Decimal():
            return french.euros(value)
        case Model():
            return field.label_from_instance(value)
    choices = {str(code): label for code, label in getattr(field, "choices", ())}
    return str(choices.get(str(value), value))


def _raw(field: forms.Field, value: Any) -> str | None:
    """The value as the URL says it, where several may be chosen."""
    multiple = getattr(field.widget, "allow_multiple_selected", False)
    return str(field.prepare_value(value)) if multiple else None
