"""What is asked of who contests, and of who answers (spec L9)."""

from collections.abc import Mapping, Sequence

from django import forms
from django.conf import settings

from expect.accounts.forms import LineField
from expect.documents.checks import file_size
from expect.documents.forms import UploadField, printed
from expect.web.forms import DateField, Form, LongTextField
from labels.enums import ANSWERS, AppealKind, Judgment


class _WithKinds(Form):
    """Of one of the `kinds` left to lodge."""

    def __init__(self, *args, kinds: Sequence[AppealKind], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind, kind.label) for kind in kinds]


class AppealForm(_WithKinds):
    """Of the `kinds` left, some only stop the time to go to court: each of the others says that it does not.

    `lodged` gives the numbers of the appeals of the other kinds.
    """

    def __init__(
        self,
        *args,
        kinds: Sequence[AppealKind],
        stopping: Sequence[AppealKind],
        lodged: Mapping[str, str],
        **kwargs,
    ):
        super().__init__(*args, kinds=kinds, **kwargs)
        if number := lodged.get(self.data.get("kind", "")):
            said = f"Votre recours {number} est déjà déposé\N{NO-BREAK SPACE}: un second de même nature est inutile."
            self.fields["kind"].error_messages["invalid_choice"] = said
        self.fields["kind"].choices = [
            (kind, kind.label if kind in stopping else f"{kind.label}, sans effet sur le délai du tribunal")
            for kind in kinds
        ]

    kind = forms.ChoiceField(
        label="Nature du recours",
        widget=forms.RadioSelect,
        help_text="Gracieux\N{NO-BREAK SPACE}: à la DAECT, qui a pris la décision. Hiérarchique\N{NO-BREAK SPACE}: "
        "au ministre.",
    )
    grounds = LongTextField(
        label="Ce que vous contestez, et pourquoi",
        max_length=6000,
        rows=10,
        help_text="Répondez aux motifs de la lettre, s’il y en a une ; dites ce qui est mal compris, ou nouveau.",
    )
    paper = UploadField(label="Pièce à l’appui", required=False)


class PaperAppealForm(_WithKinds):
    kind = forms.ChoiceField(label="Nature du recours", widget=forms.RadioSelect)
    received_on = DateField(label="Reçu le", help_text="Le jour de son arrivée à la DAECT.")
    grounds = LongTextField(
        label="Motifs du recours",
        max_length=6000,
        rows=8,
        help_text="Recopiez-les, ou résumez-les : l’organisme les lira.",
    )
    paper = UploadField(label="Le recours, numérisé")


class AnswerAppealForm(Form):
    outcome = forms.ChoiceField(
        label="Réponse", choices=[(one, one.label) for one in ANSWERS], widget=forms.RadioSelect
    )
    answer = LongTextField(
        label="Motifs",
        max_length=6000,
        validators=[printed],
        rows=8,
        help_text="Ils figurent dans la lettre, qui répond au recours.",
    )


class MinisterAnswerForm(AnswerAppealForm):
    signed_by = LineField(
        label="Signée par",
        max_length=150,
        help_text="Le nom et la qualité que porte la lettre. Par exemple\N{NO-BREAK SPACE}: le directeur de cabinet.",
    )
    signed_on = DateField(label="Datée du", help_text="Le jour que porte la lettre.")
    answer = LongTextField(
        label="Motifs",
        max_length=6000,
        rows=8,
        help_text="Recopiez ceux de la lettre, pour la DAECT\N{NO-BREAK SPACE}: l’organisme, lui, ouvre la lettre.",
    )
    letter = UploadField(
        label="La lettre signée, numérisée",
        help_text=f"PDF, {file_size(settings.UPLOAD_MAX_BYTES)} au maximum. L’organisme l’ouvrira telle quelle.",
    )


class AnswerScanForm(Form):
    letter = UploadField(
        label="La lettre signée, numérisée de nouveau",
        help_text=f"PDF, {file_size(settings.UPLOAD_MAX_BYTES)} au maximum. L’organisme l’ouvrira telle quelle.",
    )


class CourtCaseForm(Form):
    court = LineField(label="Juridiction", max_length=150)
    number = LineField(label="Numéro de la requête", max_length=40, help_text="Par exemple : 2601234/6-1.")
    filed_on = DateField(label="Enregistrée le", help_text="Le jour que le greffe indique.")


class CorrectCourtCaseForm(Form):
    seen = forms.CharField(max_length=40, widget=forms.HiddenInput)
    number = LineField(label="Numéro de la requête", max_length=40, help_text="Par exemple : 2601234/6-1.")
    reason = LineField(
        label="Ce que vous corrigez",
        max_length=300,
        help_text="L’ancien numéro et la raison restent au dossier.",
    )


class JudgmentForm(Form):
    judgment = forms.ChoiceField(label="Issue", choices=Judgment.choices, widget=forms.RadioSelect)
    judged_on = DateField(label="Rendue le")
