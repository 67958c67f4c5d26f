"""A need, and the answers to it (spec M1, M3)."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet

from expect.accounts.forms import LineField
from expect.kernel.errors import Refusal
from expect.territory.models import Country
from expect.web.forms import DateField, Form, LongTextField
from labels.forms import Boxes
from labels.models import Theme
from labels.selectors import themes
from missions.enums import ExceptionKind
from missions.models import ExpertiseRequest, GrantedException, Offer, Solicitation
from missions.models.limits import longest
from missions.requests import check_answer_by, check_period
from missions.rules.conditions import has_post_in_charge


class NeedForm(Form):
    """A need on one page: two minutes for an agent."""

    country = forms.ModelChoiceField(Country.objects.none(), label="Pays", empty_label="Choisir un pays")
    authority = LineField(
        label="Collectivité étrangère ou organisateur",
        max_length=longest(ExpertiseRequest, "authority"),
        help_text="Par exemple : Ville de Thiès.",
    )
    subject = LineField(
        label="Objet",
        max_length=longest(ExpertiseRequest, "subject"),
        help_text="En une ligne, par exemple : réduire les fuites du réseau d’eau.",
    )
    description = LongTextField(
        label="Description du besoin",
        max_length=longest(ExpertiseRequest, "description"),
        help_text="Ce que la collectivité veut savoir faire, et ce qui existe déjà.",
    )
    themes = Boxes(Theme.objects.none(), label="Thèmes", help_text="Un ou plusieurs.")
    wished_from = DateField(label="Période souhaitée, à partir du")
    wished_until = DateField(label="Période souhaitée, jusqu’au")
    languages = LineField(
        label="Langues de travail",
        max_length=longest(ExpertiseRequest, "languages"),
        help_text="Par exemple : français, anglais.",
    )
    urgent = forms.BooleanField(label="Ce besoin est urgent", required=False)

    def __init__(self, *args, countries: QuerySet[Country], on: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.on = on
        self.fields["country"].queryset = countries
        self.fields["themes"].queryset = themes()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("wished_from") and cleaned.get("wished_until"):
            try:
                check_period(cleaned["wished_from"], cleaned["wished_until"], self.on)
            except Refusal as refusal:
                self.add_error(refusal.field, refusal.sentence)
        return cleaned


class RelayForm(NeedForm):
    """The same, where a post answers for the country (spec M8)."""

    def clean_country(self) -> Country:
        country = self.cleaned_data["country"]
        if not (there := has_post_in_charge(country, self.on)):
            raise forms.ValidationError(there.reason)
        return country


def need_as_typed(need: ExpertiseRequest, on: date) -> dict[str, Any]:
    """The form's values for what that need said; its period, where it is still to come."""
    names = ["country", "authority", "subject", "description", "languages", "urgent"]
    if need.wished_from >= on:
        names += ["wished_from", "wished_until"]
    return {name: getattr(need, name) for name in names} | {"themes": need.themes.all()}


class SolicitForm(Form):
    answer_by = DateField(label="Réponse attendue au plus tard le", help_text="Demain au plus tôt.")
    message = LongTextField(
        label="Message au titulaire",
        max_length=longest(Solicitation, "message"),
        required=False,
        help_text="Il le lira avec la description du besoin.",
    )

    def __init__(self, *args, need: ExpertiseRequest, on: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.need, self.on = need, on
        self.fields["answer_by"].widget.attrs["min"] = (on + timedelta(days=1)).isoformat()

    def clean_answer_by(self) -> date:
        day = self.cleaned_data["answer_by"]
        try:
            check_answer_by(day, self.need, self.on)
        except Refusal as refusal:
            raise forms.ValidationError(refusal.sentence) from refusal
        return day


class ExceptionForm(Form):
    kind = forms.ChoiceField(label="Règle levée", widget=forms.RadioSelect)
    reasons = LongTextField(
        label="Motifs",
        max_length=longest(GrantedException, "reasons"),
        rows=5,
        help_text="La DAECT, l’ambassade et le titulaire les liront au dossier de la mission.",
    )

    def __init__(self, *args, obstacles: Mapping[ExceptionKind, str], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind, ExceptionKind(kind).label) for kind in obstacles]
        if len(obstacles) == 1:
            self.fields["kind"].initial = next(iter(obstacles))


class OfferForm(Form):
    message = LongTextField(
        label="Ce que vous pourriez apporter",
        max_length=longest(Offer, "message"),
        rows=5,
        help_text="Quels experts, quand, quelle expérience proche.",
    )


class MergeForm(Form):
    into = forms.ModelChoiceField(
        ExpertiseRequest.objects.none(),
        label="Besoin qui continue",
        widget=forms.RadioSelect,
        empty_label=None,
        help_text="Les besoins ouverts du même pays ; d’abord ceux qui partagent un thème.",
    )

    def __init__(self, *args, others: QuerySet[ExpertiseRequest], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = others
        self.fields["into"].label_from_instance = lambda need: f"{need} ({need.authority})"


class CancelSolicitationForm(Form):
    reason = LongTextField(
        label="Motif",
        max_length=longest(Solicitation, "cancel_reason"),
        rows=4,
        help_text="Le titulaire le lira.",
    )


class AcceptForm(Form):
    reason = LongTextField(
        label="Précisions pour la DAECT",
        max_length=longest(Solicitation, "answer_reason"),
        rows=4,
        required=False,
        help_text="Par exemple vos périodes possibles.",
    )


class DeclineForm(Form):
    reason = LongTextField(
        label="Motif",
        max_length=longest(Solicitation, "answer_reason"),
        rows=4,
        help_text="La DAECT le lira.",
    )


class ChooseForm(Form):
    reason = LongTextField(
        label="Motif du choix",
        max_length=longest(Solicitation, "choice_reason"),
        rows=4,
        help_text="Il reste au dossier ; les titulaires ne le lisent pas.",
    )
