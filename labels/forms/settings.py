"""What DAECT is asked to change what stage 1 offers (spec L3, L6)."""

from django import forms
from django.utils.html import format_html

from expect.accounts.forms import LineField
from expect.documents.templatetags.documents import picture
from expect.web.forms import DateField, Form, LongTextField
from labels.pictograms import PICTOGRAMS


def drawn(name: str, label: str) -> str:
    """A choice, with what it looks like."""
    if not name:
        return label
    return format_html(
        '<img class="pictogram" src="{}" alt="" width="40" height="40"> {}', picture(name), label
    )


class ThemeForm(Form):
    name = LineField(label="Intitulé", max_length=120, help_text="Par exemple : patrimoine.")
    pictogram = forms.ChoiceField(
        label="Pictogramme",
        widget=forms.RadioSelect,
        required=False,
        help_text="Il figure sur la page d’accueil et, en pâle, sur le diplôme.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["pictogram"].choices = [(name, drawn(name, label)) for name, label in PICTOGRAMS.items()]


class CommitmentsForm(Form):
    body = LongTextField(label="Engagements", max_length=10000, rows=16)
    in_force_from = DateField(label="En vigueur à partir du", help_text="Demain au plus tôt.")
    reason = LongTextField(
        label="Motif", max_length=2000, rows=3, help_text="Pour celles et ceux qui liront l’historique."
    )
