"""What the applicant fills in: the draft, its evidence, its experts, the lodging."""

from typing import Any

from django import forms
from django.core import signing
from django.db.models import Q

from expect.accounts.forms import EmailField, LineField
from expect.documents.forms import UploadField, printed
from expect.web.compared import ComparedForm
from expect.web.forms import Form, LongTextField
from expect.web.kept_forms import KeptForm
from labels.enums import Basis, ExpertCategory, PartnerKind
from labels.forms.boxes import ExpertBoxes, ThemeBoxes
from labels.models import Expert, LabelApplication, Theme
from labels.selectors import every_theme, experts_offered


class DraftForm(ComparedForm):
    """A part of the draft: what is missing is said before lodging, never when saving (spec L7)."""

    marks_optional = False

    def __init__(self, *args, application: LabelApplication, **kwargs):
        super().__init__(*args, **kwargs)
        self.application = application
        for field in self.fields.values():
            field.required = False


class ExpertiseForm(DraftForm):
    title = LineField(
        label="Intitulé de l’expertise",
        max_length=200,
        validators=[printed],
        help_text="En une ligne, par exemple : restaurer et faire vivre un centre ancien.",
    )
    themes = ThemeBoxes(queryset=Theme.objects.none(), label="Thèmes", help_text="Un ou plusieurs.")
    skills = LongTextField(
        label="Compétences et savoir-faire",
        max_length=6000,
        validators=[printed],
        rows=10,
        help_text="Un savoir-faire précis (le tri des déchets) ou un champ plus large (la planification de crise).",
    )
    prospect = LongTextField(
        label="Perspective internationale",
        max_length=4000,
        rows=8,
        help_text="Ce que vous souhaitez apporter à l’étranger, à qui, et ce que vous en attendez.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        own = LabelApplication.objects.filter(pk=self.application.pk).values("themes")
        self.fields["themes"].queryset = every_theme().filter(Q(active=True) | Q(pk__in=own))


class BasesForm(DraftForm):
    on_cooperation = forms.BooleanField(label="Des actions de coopération décentralisée", required=False)
    on_territory = forms.BooleanField(
        label="L’expérience acquise sur votre propre territoire", required=False
    )


class ExpertsForm(DraftForm):
    experts = ExpertBoxes(
        queryset=Expert.objects.none(),
        label="Experts de ce dossier",
        help_text="Les personnes que vous pourriez envoyer en mission ; une au moins.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["experts"].queryset = experts_offered(self.application)


class MobilisationForm(DraftForm):
    conditions = LongTextField(
        label="Conditions de mobilisation",
        max_length=4000,
        rows=8,
        help_text="Combien d’experts, combien de temps, à quelles périodes, avec quel préavis.",
    )


class ItemForm(KeptForm):
    basis = forms.ChoiceField(label="Nature", choices=Basis.choices, widget=forms.RadioSelect)
    title = LineField(
        label="Intitulé", max_length=200, help_text="Par exemple : plan de sauvegarde de Saint-Louis."
    )
    description = LongTextField(
        label="Description",
        max_length=4000,
        rows=8,
        help_text="Ce que vous avez fait, et ce qui en est resté.",
    )
    partner = LineField(
        label="Partenaire et pays",
        max_length=200,
        required=False,
        help_text="Pour une action de coopération.",
    )
    period = LineField(label="Période", max_length=80, required=False, help_text="Par exemple : 2019-2023.")


class AttachmentForm(Form):
    file = UploadField(label="Fichier")
    item = forms.ModelChoiceField(
        queryset=None,
        label="Élément de preuve",
        required=False,
        empty_label="Le dossier en général",
        error_messages={
            "invalid_choice": "Cet élément de preuve a été retiré du dossier\N{NO-BREAK SPACE}: rechargez la page, "
            "puis choisissez-en un autre."
        },
    )

    def __init__(self, *args, application: LabelApplication, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["item"].queryset = application.evidence.order_by("pk")


class ReadField(forms.CharField):
    """What the page showed of the file, signed: the act compares it with what the file says now."""

    widget = forms.HiddenInput
    salt = "labels.read"

    def prepare_value(self, value: Any) -> Any:
        return signing.dumps(value, salt=self.salt, compress=True) if isinstance(value, dict) else value

    def clean(self, value: str) -> dict[str, Any] | None:
        try:
            return signing.loads(value, salt=self.salt) if value else None
        except signing.BadSignature:
            return None


class SubmitForm(Form):
    read = ReadField(required=False)
    commitments_version = forms.IntegerField(widget=forms.HiddenInput)
    revision = forms.IntegerField(widget=forms.HiddenInput)
    capacity = LineField(
        label="En qualité de",
        max_length=150,
        help_text="La qualité en laquelle vous engagez votre organisme.",
    )
    accepted = forms.BooleanField(
        label="J’ai lu les engagements et je les accepte au nom de mon organisme.",
        error_messages={"required": "Le dépôt suppose d’accepter les engagements."},
    )
    electronic = forms.BooleanField(
        label="Mon organisme accepte que les décisions lui soient notifiées ici.",
        required=False,
        help_text="Une décision est alors notifiée le jour où vous l’ouvrez ; sinon, elle vient en lettre recommandée.",
    )

    def __init__(self, *args, agreed: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if agreed:
            del self.fields["electronic"]


# ---------------------------------------------------------------- experts

PARTNER = {
    "partner_kind": "Choisissez la nature du partenaire territorial dont relève cette personne.",
    "partner_name": "Nommez le partenaire territorial dont relève cette personne.",
}
"""What is wanted of who comes from a partner."""


class ExpertForm(KeptForm):
    wanted_sometimes = tuple(PARTNER)
    first_name = LineField(label="Prénom", max_length=80)
    last_name = LineField(label="Nom", max_length=80)
    email = EmailField(required=False)
    function = LineField(label="Fonction", max_length=150, help_text="Par exemple : directrice de l’eau.")
    category = forms.ChoiceField(label="Catégorie", choices=ExpertCategory.choices, widget=forms.RadioSelect)
    partner_kind = forms.ChoiceField(
        label="Nature du partenaire",
        choices=[("", "Choisir"), *PartnerKind.choices],
        required=False,
        help_text="À remplir si la personne relève d’un partenaire territorial.",
    )
    partner_name = LineField(
        label="Nom du partenaire",
        max_length=200,
        required=False,
        help_text="À remplir si la personne relève d’un partenaire territorial.",
    )
    qualifications = LongTextField(
        label="Qualifications particulières",
        max_length=2000,
        help_text="Ce qui fait de cette personne une experte : parcours, réalisations, diplômes.",
    )
    languages = LineField(
        label="Langues", max_length=200, required=False, help_text="Par exemple : anglais courant, arabe lu."
    )
    availability = LineField(
        label="Disponibilité",
        max_length=300,
        required=False,
        help_text="Par exemple : deux semaines par an, hors été.",
    )

    def clean(self) -> dict[str, Any]:
        """A partner's expert names the partner: said with all the rest, at once."""
        if self.cleaned_data.get("category") == ExpertCategory.PARTNER:
            for name, sentence in PARTNER.items():
                if name not in self.errors and not self.cleaned_data.get(name):
                    self.add_error(name, sentence)
        return self.cleaned_data


class EditExpertForm(ExpertForm):
    active = forms.BooleanField(label="Cette personne peut être envoyée en mission", required=False)
