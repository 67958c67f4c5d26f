"""Which two versions of a file to compare."""

from collections.abc import Sequence

from django import forms

from expect.web.forms import FilterForm


class CompareForm(FilterForm):
    avant = forms.ChoiceField(label="De la version")
    apres = forms.ChoiceField(label="À la version")

    def __init__(self, *args, numbers: Sequence[int], **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("avant", "apres"):
            self.fields[name].choices = [(str(number), str(number)) for number in numbers]
