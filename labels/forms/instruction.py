"""What DAECT fills in on a file: admission, corrections, decisions."""

from datetime import date

from django import forms

from expect.accounts.enums import DAECT_ROLES
from expect.accounts.forms import LineField
from expect.accounts.selectors import people
from expect.documents.forms import UploadField, printed
from expect.web import french
from expect.web.compared import ComparedForm
from expect.web.forms import DateField, Form, LongTextField
from labels.decisions import LONGEST_SKILLS
from labels.enums import Outcome, Part
from labels.forms.boxes import Boxes
from labels.models import CommitteeSession, LabelApplication
from labels.rules import last_correction_day, wants_admission_reason
from labels.selectors import open_sessions


class WatchedForm(Form):
    """What its author saw of the file, without a word to say."""

    seen = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)


class LettersForm(Form):
    """What its author read of letters that are to leave: as long as the session has files."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)


class ReasonForm(WatchedForm):
    reason = LongTextField(
        label="Motif",
        max_length=3000,
        help_text="L’organisme le lira : dites ce qui manque et comment y remédier.",
    )


class TakeOffForm(WatchedForm):
    reason = LongTextField(
        label="Motif",
        max_length=3000,
        help_text="L’organisme le lira : dites pourquoi cette séance ne peut examiner le dossier.",
    )


class SessionChoice(forms.ModelChoiceField):
    """A session open to more files that day: how far it is, and until when."""

    default_error_messages = {
        "required": "Choisissez une séance.",
        "invalid_choice": "Les inscriptions à cette séance sont closes : choisissez-en une autre.",
    }

    def __init__(self, **kwargs):
        super().__init__(queryset=None, label="Séance", empty_label="Choisir une séance", **kwargs)

    def open_on(self, today: date) -> None:
        self.today = today
        self.queryset = open_sessions(today)
        if not self.queryset.exists():
            self.help_text = "Aucune séance n’est ouverte aux inscriptions : prévoyez-en une d’abord."

    def label_from_instance(self, obj: CommitteeSession) -> str:
        until = french.relative_day(obj.cut_off_on, self.today)
        when = f"Séance du {obj.when()}, {obj.place}, {french.distance(obj.held_on, self.today)}"
        return f"{when} – inscriptions jusqu’au {until}"


class AdmitForm(WatchedForm):
    session = SessionChoice()
    reason = LongTextField(
        label="Motif de recevabilité",
        max_length=3000,
        help_text="Cet organisme relève d’un régime propre : dites pourquoi sa candidature est recevable.",
    )

    def __init__(self, *args, application: LabelApplication, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["session"].open_on(today)
        if not wants_admission_reason(application):
            del self.fields["reason"]


class CorrectionRequestForm(WatchedForm):
    """A remark reopens its part; the act says when none is written."""

    answer_by = DateField(label="Réponse attendue pour le")

    def __init__(self, *args, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        last = french.day(last_correction_day(today))
        self.fields["answer_by"].help_text = f"Le {last} au plus tard."
        for part, label in Part.choices:
            self.fields[part] = LongTextField(
                label=f"Ce qui est à corriger dans « {label} »",
                max_length=3000,
                rows=3,
                required=False,
                help_text="L’organisme lit cette remarque à côté de la partie. Laissez vide pour ne pas la rouvrir.",
            )
        self.order_fields([*Part.values, "answer_by"])

    def remarks(self) -> dict[str, str]:
        """By part, what is to be corrected."""
        return {part: self.cleaned_data.get(part, "") for part in Part.values}


class AssignForm(WatchedForm):
    officer = forms.ModelChoiceField(
        queryset=None, label="Personne de la DAECT", empty_label="Choisir une personne"
    )

    def __init__(self, *args, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["officer"].queryset = people(DAECT_ROLES, today).order_by("last_name", "first_name", "pk")


class AdmitManyForm(Form):
    session = SessionChoice()

    def __init__(self, *args, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["session"].open_on(today)


class DecisionForm(ComparedForm, WatchedForm):
    """What is owed depends on the outcome: each field says for which."""

    marks_optional = False
    outcome = forms.ChoiceField(label="Décision", choices=Outcome.choices, widget=forms.RadioSelect)
    skills = LongTextField(
        label="Compétences reconnues",
        max_length=LONGEST_SKILLS,
        validators=[printed],
        rows=4,
        required=False,
        help_text="Obligatoires pour une attribution\N{NO-BREAK SPACE}: elles figurent sur le diplôme.",
    )
    themes = Boxes(
        queryset=None,
        label="Thèmes reconnus",
        required=False,
        help_text="Un au moins pour une attribution, parmi ceux demandés.",
    )
    narrowed = forms.BooleanField(
        label="Les compétences reconnues sont plus étroites que celles demandées", required=False
    )
    reasons = LongTextField(
        label="Motifs",
        max_length=4000,
        validators=[printed],
        required=False,
        help_text="Obligatoires, sauf pour une attribution conforme à la demande ; ils figurent dans la lettre.",
    )

    def __init__(self, *args, application: LabelApplication, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["themes"].queryset = application.lodged_themes.order_by("rank", "pk")


class CorrectionForm(DecisionForm):
    correction_reason = LongTextField(
        label="Raison de la correction",
        max_length=1000,
        rows=3,
        help_text="Seule la DAECT la lira, avec la décision corrigée.",
    )


class ServiceForm(Form):
    received_on = DateField(
        label="Lettre reçue le",
        help_text="La date que porte l’avis de réception. Refusée ou non réclamée, une lettre compte du jour de sa "
        "première présentation\N{NO-BREAK SPACE}: entrez celui-là.",
    )
    scan = UploadField(label="Avis de réception, numérisé")


class CorrectServiceForm(ServiceForm):
    reason = LineField(
        label="Ce qui est corrigé",
        max_length=300,
        help_text="L’organisme le lira. Par exemple : la date saisie était celle de l’envoi.",
    )
