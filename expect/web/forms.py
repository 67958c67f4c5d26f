"""Forms in the State's design system: every field with its label, its hint and its errors tied to it.

The mark-up is ours (`templates/dsfr/form_field_snippets/`), on django-dsfr's base: unlike it, labels and hints may
change after `super().__init__()`, hints stay described in error, and optional fields are the ones that are marked.
"""

from collections.abc import Collection
from functools import lru_cache

from django import forms
from django.forms import widgets
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from dsfr.forms import DsfrBaseForm, DsfrBoundField

from expect.web.fields import Combobox, DateField, EuroField, HourField, LineField, LongTextField
from expect.web.sentences import say_in_french

__all__ = [
    "BoundField",
    "Combobox",
    "DateField",
    "EuroField",
    "FilterForm",
    "Form",
    "HourField",
    "LineField",
    "LongTextField",
    "ModelForm",
]

CLASSES = (
    ((widgets.CheckboxSelectMultiple, widgets.RadioSelect, widgets.CheckboxInput), ""),
    (widgets.Select, "fr-select"),
    (widgets.FileInput, "fr-upload"),
    (widgets.Widget, "fr-input"),
)
SELECTED = format_html(" {}", "selected")
GROUPS = {"fr-select": "fr-select-group", "fr-upload": "fr-upload-group"}
FIELDSETS = (widgets.RadioSelect, widgets.CheckboxSelectMultiple)


class BoundField(DsfrBoundField):
    """A field as DSFR draws it."""

    @property
    def template_name(self) -> str:
        if isinstance(self.field.widget, FIELDSETS):
            return "dsfr/form_field_snippets/fieldset_snippet.html"
        return super().template_name

    @property
    def anchor(self) -> str:
        """Where the error summary leads: the input, or the group of boxes."""
        return self.id_for_label or self.auto_id

    @property
    def input_class(self) -> str:
        return next(name for kind, name in CLASSES if isinstance(self.field.widget, kind))

    @property
    def group_class(self) -> str:
        return GROUPS.get(self.input_class, "fr-input-group")

    @property
    def is_file(self) -> bool:
        return self.input_class == "fr-upload"

    @property
    def described_by(self) -> str:
        """Ids of the hint and of the errors, for a group of boxes."""
        parts = [(self.help_text, "helptext"), (self.errors, "error")]
        return " ".join(f"{self.auto_id}_{part}" for present, part in parts if present)

    def build_widget_attrs(self, attrs, widget=None):
        attrs = super().build_widget_attrs(attrs, widget)
        if isinstance(self.field.widget, FIELDSETS):
            attrs.pop("aria-invalid", None)  # the group is at fault, not each of its boxes
        elif self.input_class and not self.is_hidden:
            attrs["class"] = f"{self.input_class} {self.field.widget.attrs.get('class', '')}".strip()
        return attrs


class DsfrMixin:
    """What both bases share; `Form` and `ModelForm` are the ones to use."""

    template_name = "dsfr/form_snippet.html"
    bound_field_class = BoundField
    marks_optional = True
    wanted_sometimes: Collection[str] = ()
    """Fields that another answer makes necessary: their hint says when, and no mark says that they are optional."""
    kept_as_typed = False

    def __init__(self, *args, **kwargs):
        # Past django-dsfr's own `__init__`, which binds every field at once, with the labels of that moment.
        super(DsfrBaseForm, self).__init__(*args, **kwargs)

    def full_clean(self) -> None:
        for field in self.fields.values():
            say_in_french(field)
        super().full_clean()

    def get_context(self) -> dict:
        return forms.BaseForm.get_context(self)

    def faulty_fields(self) -> list[forms.BoundField]:
        """The fields with an error, in the order of the page, hidden ones included."""
        return [self[name] for name in self.fields if name in self.errors]

    def has_optional_fields(self) -> bool:
        return any(not field.field.required for field in self.visible_fields())

    def has_required_fields(self) -> bool:
        return any(field.field.required for field in self.visible_fields())


class Form(DsfrMixin, DsfrBaseForm):
    """Base of every form."""


class FilterField(BoundField):
    """A field above a list; a plain choice is written here rather than by five templates: every list has several."""

    def as_field_group(self) -> SafeString:
        if type(self.field.widget) is not widgets.Select or self.errors or self.help_text:
            return super().as_field_group()
        choices = tuple((str(value), str(label)) for value, label in self.field.choices)
        return _drawn(self.id_for_label, self.label, self.html_name, str(self.value() or ""), choices)


@lru_cache(maxsize=512)
def _drawn(key: str, label: str, name: str, chosen: str, choices: tuple[tuple[str, str], ...]) -> SafeString:
    """A plain choice, drawn once for as long as its choices are the same."""
    options = format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((value, SELECTED if value == chosen else "", words) for value, words in choices),
    )
    return format_html(
        '<div class="fr-select-group"><label for="{0}" class="fr-label">{1}</label>'
        '<select name="{2}" class="fr-select" id="{0}">{3}</select></div>',
        key,
        label,
        name,
        options,
    )


class FilterForm(Form):
    """Base of the forms above a list (`Meta.form` of a FilterSet), where everything is optional and nothing says so."""

    bound_field_class = FilterField
    marks_optional = False


class ModelForm(DsfrMixin, DsfrBaseForm, forms.ModelForm):
    """Base of the forms that edit one row."""
