"""Changing terms that the embassy has, or has validated (spec M8, M14)."""

from dataclasses import replace
from typing import Any

from django import forms

from expect.web.forms import DateField, Form, LongTextField
from labels.forms import ExpertBoxes
from labels.models import Expert
from labels.selectors import experts_of
from missions.enums import Direction
from missions.forms.terms import HOSTING, SENDING, TermsForm, hosted_as_typed, hosted_people
from missions.models import Mission, TermsAmendment
from missions.models.limits import longest
from missions.terms import legs, text
from missions.terms.limits import faults
from missions.terms.values import Leg, Terms


class ChangeForm(Form):
    """What every change asks: on what it was read, why, and the signatory’s word once its outcome was seen."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    reason = LongTextField(
        label="Motif du changement",
        max_length=longest(TermsAmendment, "reason"),
        rows=3,
        help_text="L’ambassade et la DAECT le liront.",
    )
    accepted = forms.BooleanField(
        label="J’accepte ces termes et leurs engagements au nom de mon organisme", required=False
    )
    marks_optional = False


class AmendForm(ChangeForm, TermsForm):
    """Any line of the terms."""


class LegsForm(ChangeForm):
    """The legs that have not begun, one thing changed in each; the rest of the terms stays."""

    def __init__(self, *args, mission: Mission, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.mission, self.on, self.before = mission, on, text.terms_of(mission)
        self.terms: Terms | None = None
        self.coming = {leg.direction for leg in legs.to_come(mission, on)}
        for name in list(self.fields):
            direction = name.partition("_")[0]
            if direction in (SENDING, HOSTING) and direction not in self.coming:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.errors:
            return cleaned
        changed = {
            direction.value: self.changed(direction, leg, cleaned)
            for direction, leg in self.before.legs().items()
            if direction in self.coming
        }
        self.terms = replace(self.before, **changed)
        for fault in faults(self.terms, self.mission, self.on):
            self.add_error(fault.field if fault.field in self.fields else None, fault.sentence)
        return cleaned

    def changed(self, direction: Direction, leg: Leg, cleaned: dict[str, Any]) -> Leg:
        """The leg as it becomes."""
        raise NotImplementedError


class PostponeForm(LegsForm):
    """Other days."""

    sending_starts_on = DateField(label="Nouveau jour du départ")
    sending_ends_on = DateField(label="Nouveau jour du retour")
    hosting_starts_on = DateField(label="Nouveau premier jour de l’accueil")
    hosting_ends_on = DateField(label="Nouveau dernier jour de l’accueil")
    field_order = ("sending_starts_on", "sending_ends_on", "hosting_starts_on", "hosting_ends_on", "reason")

    def changed(self, direction: Direction, leg: Leg, cleaned: dict[str, Any]) -> Leg:
        days = {name: cleaned[f"{direction.value}_{name}"] for name in ("starts_on", "ends_on")}
        return replace(leg, **days)


class ReplaceForm(LegsForm):
    """Other people."""

    sending_people = ExpertBoxes(
        Expert.objects.none(), label="Experts envoyés", help_text="Une ou deux personnes."
    )
    hosting_people = forms.CharField(
        label="Représentants accueillis",
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Une personne par ligne, deux au plus : nom, fonction.",
    )
    field_order = ("sending_people", "hosting_people", "reason")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "sending_people" in self.fields:
            self.fields["sending_people"].queryset = experts_of(self.mission.organisation)

    def changed(self, direction: Direction, leg: Leg, cleaned: dict[str, Any]) -> Leg:
        typed = cleaned[f"{direction.value}_people"]
        return replace(leg, people=tuple(typed) if direction == Direction.SENDING else hosted_people(typed))


def legs_as_typed(mission: Mission) -> dict[str, Any]:
    """The values of `PostponeForm` and `ReplaceForm` for what is accepted."""
    typed: dict[str, Any] = {"revision": mission.revision}
    for direction, leg in text.terms_of(mission).legs().items():
        sent = direction == Direction.SENDING
        typed |= {
            f"{direction.value}_starts_on": leg.starts_on,
            f"{direction.value}_ends_on": leg.ends_on,
            f"{direction.value}_people": [one.pk for one in leg.people]
            if sent
            else hosted_as_typed(leg.people),
        }
    return typed
