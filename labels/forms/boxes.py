"""Rows to tick."""

from typing import Any

from django import forms

from labels.models import Expert, Theme

LONGEST_KEY = 18


class Boxes(forms.ModelMultipleChoiceField):
    """Several rows to tick; a number beyond all keys, on which the database would fault, is one more wrong choice."""

    widget = forms.CheckboxSelectMultiple

    def clean(self, value: Any) -> Any:
        wrong = next((key for key in value or () if len(str(key)) > LONGEST_KEY), None)
        if wrong is not None:
            raise forms.ValidationError(
                self.error_messages["invalid_choice"], code="invalid_choice", params={"value": wrong}
            )
        return super().clean(value)


class ExpertBoxes(Boxes):
    """Experts to tick, each with what they do."""

    def label_from_instance(self, obj: Expert) -> str:
        return f"{obj}, {obj.function} ({obj.get_category_display().lower()})"


class ThemeBoxes(Boxes):
    """Themes to tick; one of the file's own that is no longer offered says so."""

    def label_from_instance(self, obj: Theme) -> str:
        return obj.name if obj.active else f"{obj.name} (n’est plus proposé)"
