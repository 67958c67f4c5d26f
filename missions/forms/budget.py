"""The envelope of a year (spec M7)."""

from django import forms

from expect.accounts.forms import LineField
from expect.web.forms import EuroField, Form
from missions.models import Envelope
from missions.models.limits import longest


class EnvelopeForm(Form):
    year = forms.IntegerField(label="Année", min_value=2020, max_value=2100)
    amount = EuroField(label="Montant en euros", help_text="Par exemple 120 000,00.")
    reason = LineField(
        label="Texte ou motif",
        max_length=longest(Envelope, "reason"),
        help_text="Par exemple : notification du 12 janvier 2026.",
    )
