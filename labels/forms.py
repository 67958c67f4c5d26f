"""What stage 1 asks people."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q

from expect.accounts.forms import EmailField, LineField
from expect.documents.forms import UploadField
from expect.web import french
from expect.web.forms import DateField, Form, LongTextField
from labels.decisions import LONGEST_SKILLS
from labels.enums import Basis, ExpertCategory, Outcome, PartnerKind, View
from labels.models import CommitteeSession, Expert, LabelApplication, Theme
from labels.selectors import committee_on, invited_to, open_sessions, themes

# ---------------------------------------------------------------- the draft


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


class DraftForm(Form):
    """A part of the draft: what is missing is said before lodging, never when saving (spec L7)."""

    def __init__(self, *args, application: LabelApplication, **kwargs):
        super().__init__(*args, **kwargs)
        self.application = application

    def add_error(self, field: str | None, error: Any) -> None:
        """Leave a field that is wanted, and empty, empty."""
        if getattr(error, "code", "") == "required":
            self.cleaned_data[field] = self.fields[field].to_python(None)
        else:
            super().add_error(field, error)


class ExpertiseForm(DraftForm):
    title = LineField(
        label="Intitulé de l’expertise",
        max_length=200,
        help_text="En une ligne, par exemple : restaurer et faire vivre un centre ancien.",
    )
    themes = Boxes(queryset=Theme.objects.none(), label="Thèmes", help_text="Un ou plusieurs.")
    skills = LongTextField(
        label="Compétences et savoir-faire",
        max_length=6000,
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
        self.fields["themes"].queryset = themes()


class BasesForm(DraftForm):
    on_cooperation = forms.BooleanField(label="Des actions de coopération décentralisée", required=False)
    on_territory = forms.BooleanField(
        label="L’expérience acquise sur votre propre territoire", required=False
    )
    marks_optional = False


class ExpertsForm(DraftForm):
    experts = ExpertBoxes(
        queryset=Expert.objects.none(),
        label="Experts de ce dossier",
        help_text="Les personnes que vous pourriez envoyer en mission ; une au moins.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        body, named = self.application.organisation_id, self.application.experts.values("pk")
        offered = Expert.objects.filter(Q(active=True) | Q(pk__in=named), organisation=body)
        self.fields["experts"].queryset = offered.order_by("search_text", "pk")


class MobilisationForm(DraftForm):
    conditions = LongTextField(
        label="Conditions de mobilisation",
        max_length=4000,
        rows=8,
        help_text="Combien d’experts, combien de temps, à quelles périodes, avec quel préavis.",
    )


class ItemForm(Form):
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
        queryset=None, label="Élément de preuve", required=False, empty_label="Le dossier en général"
    )

    def __init__(self, *args, application: LabelApplication, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["item"].queryset = application.evidence.order_by("pk")


class SubmitForm(Form):
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


# ---------------------------------------------------------------- experts


class ExpertForm(Form):
    first_name = LineField(label="Prénom", max_length=80)
    last_name = LineField(label="Nom", max_length=80)
    email = EmailField(required=False)
    function = LineField(label="Fonction", max_length=150, help_text="Par exemple : directrice de l’eau.")
    category = forms.ChoiceField(label="Catégorie", choices=ExpertCategory.choices, widget=forms.RadioSelect)
    partner_kind = forms.ChoiceField(
        label="Nature du partenaire",
        choices=[("", "Choisir"), *PartnerKind.choices],
        required=False,
        help_text="Si la personne relève d’un partenaire territorial.",
    )
    partner_name = LineField(label="Nom du partenaire", max_length=200, required=False)
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


class EditExpertForm(ExpertForm):
    active = forms.BooleanField(label="Cette personne peut être envoyée en mission", required=False)


# ---------------------------------------------------------------- DAECT


class ReasonForm(Form):
    reason = LongTextField(
        label="Motif",
        max_length=3000,
        help_text="L’organisme le lira : dites ce qui manque et comment y remédier.",
    )


class SessionChoice(forms.ModelChoiceField):
    """A session, with its cut-off."""

    def label_from_instance(self, obj: CommitteeSession) -> str:
        return f"{obj} (inscriptions jusqu’au {french.day(obj.cut_off_on)})"


class AdmitForm(Form):
    session = SessionChoice(queryset=None, label="Séance", empty_label="Choisir une séance")

    def __init__(self, *args, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["session"].queryset = open_sessions(today)


class DecisionForm(Form):
    outcome = forms.ChoiceField(label="Décision", choices=Outcome.choices, widget=forms.RadioSelect)
    skills = LongTextField(
        label="Compétences reconnues",
        max_length=LONGEST_SKILLS,
        rows=4,
        required=False,
        help_text="Pour une attribution : elles figurent sur le diplôme.",
    )
    themes = Boxes(
        queryset=None,
        label="Thèmes reconnus",
        required=False,
        help_text="Pour une attribution, parmi ceux demandés.",
    )
    narrowed = forms.BooleanField(
        label="Les compétences reconnues sont plus étroites que celles demandées", required=False
    )
    reasons = LongTextField(
        label="Motifs",
        max_length=4000,
        required=False,
        help_text="Obligatoires, sauf pour une attribution conforme à la demande ; ils figurent dans la lettre.",
    )

    def __init__(self, *args, application: LabelApplication, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["themes"].queryset = application.themes.order_by("rank", "pk")


class SessionForm(Form):
    held_on = DateField(label="Date de la séance")
    cut_off_on = DateField(
        label="Clôture des inscriptions", help_text="Dernier jour où un dossier peut être inscrit."
    )
    place = LineField(label="Lieu", max_length=150, initial="Paris", help_text="Il figure sur le diplôme.")
    members = Boxes(queryset=None, label="Membres invités")

    def __init__(self, *args, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["members"].queryset = committee_on(today)


class InviteForm(Form):
    members = Boxes(queryset=None, label="Membres à inviter")

    def __init__(self, *args, session: CommitteeSession, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["members"].queryset = committee_on(today).exclude(pk__in=session.members.values("user"))


class AttendanceForm(Form):
    present = Boxes(queryset=None, label="Membres présents")

    def __init__(self, *args, session: CommitteeSession, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["present"].queryset = invited_to(session)


# ---------------------------------------------------------------- the committee


class OpinionForm(Form):
    view = forms.ChoiceField(label="Avis", choices=View.choices, widget=forms.RadioSelect)
    reasons = LongTextField(
        label="Motifs",
        max_length=3000,
        help_text="Les autres membres les liront une fois leur propre avis donné.",
    )


class StepAsideForm(Form):
    reasons = LongTextField(label="Raison", max_length=1000, rows=3, help_text="Seule la DAECT la lira.")
