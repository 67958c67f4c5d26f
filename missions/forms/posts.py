"""The head names a post (spec M8)."""

from datetime import date

from django import forms

from expect.territory.models import Country, DiplomaticPost
from expect.territory.selectors import countries_unanswered
from expect.web.forms import Form, LongTextField
from missions.models import NamedPost
from missions.models.limits import longest


class NamePostForm(Form):
    country = forms.ModelChoiceField(
        Country.objects.none(), label="Pays", help_text="Ceux pour lesquels aucun poste ne répond, ou deux."
    )
    post = forms.ModelChoiceField(
        DiplomaticPost.objects.order_by("name"), label="Poste qui répond pour ce pays"
    )
    reasons = LongTextField(
        label="Motifs",
        max_length=longest(NamedPost, "reasons"),
        rows=4,
        help_text="Les agents du poste les liront.",
    )

    def __init__(self, *args, on: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["country"].queryset = countries_unanswered(on)
