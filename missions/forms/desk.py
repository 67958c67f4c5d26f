"""The answer of the embassy by its link, and what DAECT records for it, or for a holder (spec M8, X13)."""

from typing import Any

from django import forms
from django.urls import reverse_lazy

from expect.accounts.forms import LineField
from expect.accounts.models import Organisation
from expect.documents.forms import UploadField
from expect.web.forms import Combobox, DateField, Form, LongTextField
from missions import board
from missions.enums import ANSWERED, WRITTEN, Channel, ReviewOutcome
from missions.forms.amendments import AmendForm
from missions.forms.needs import RelayForm
from missions.models import EmbassyReview, RecordedAnswer, Solicitation
from missions.models.limits import longest
from missions.on_behalf import Paper

OUTCOMES = [
    (ReviewOutcome.VALIDATED, "Valider la mission"),
    (ReviewOutcome.RETURNED, "La renvoyer avec des remarques"),
    (ReviewOutcome.REFUSED, "La refuser"),
]


def _choices(*channels: Channel) -> list[tuple[str, str]]:
    return [(channel.value, channel.label) for channel in channels]


class AnswerByLinkForm(Form):
    outcome = forms.ChoiceField(label="Votre avis", choices=OUTCOMES, widget=forms.RadioSelect)
    words = LongTextField(
        label="Remarques ou motifs",
        max_length=longest(EmbassyReview, "remarks"),
        required=False,
        help_text="Obligatoires pour renvoyer ou refuser ; le titulaire et la DAECT les liront.",
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        said = cleaned.get("outcome") == ReviewOutcome.VALIDATED or cleaned.get("words", "").strip()
        if "outcome" in cleaned and "words" not in self.errors and not said:
            self.add_error("words", "Dites pourquoi : ces mots seront lus par le titulaire et par la DAECT.")
        return cleaned


class RecordReviewForm(AnswerByLinkForm):
    version_number = forms.IntegerField(widget=forms.HiddenInput)
    channel = forms.ChoiceField(label="Reçu par", choices=_choices(*WRITTEN), widget=forms.RadioSelect)
    author = LineField(
        label="Signataire", max_length=100, help_text="Nom et fonction de la personne qui a signé au poste."
    )
    received_on = DateField(label="Reçu le")
    scan = UploadField(label="Copie de ce que l’ambassade a écrit")
    field_order = ("channel", "author", "received_on", "scan", "outcome", "words")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["outcome"].label = "Avis de l’ambassade"


class PaperForm(Form):
    """What DAECT received, and from whom; the proof comes with it."""

    channel = forms.ChoiceField(
        label="Reçu par", choices=_choices(Channel.EMAIL, Channel.PAPER), widget=forms.RadioSelect
    )
    author = LineField(
        label="Auteur",
        max_length=100,
        help_text="Nom et fonction de la personne qui a répondu pour le titulaire.",
    )
    received_on = DateField(label="Reçu le")
    scan = UploadField(label="Copie de ce qu’il a écrit")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors:
            cleaned["paper"] = Paper(*(cleaned.pop(name) for name in PAPER))
        return cleaned


class RecordAcceptanceForm(PaperForm):
    """Terms accepted, as they were at a revision."""

    revision = forms.IntegerField(widget=forms.HiddenInput)


class RecordNeedForm(PaperForm, RelayForm):
    """A need that an embassy, or a holder, brought otherwise than here."""

    holder = LineField(
        label="Titulaire du label",
        required=False,
        help_text="Son nom ou son SIREN, s’il a été sollicité directement. Rien si le besoin vient de l’ambassade.",
    )
    field_order = ("holder", "channel", "author", "received_on", "scan")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["holder"].widget = Combobox(reverse_lazy("missions:holder_search"))
        self.fields["channel"].choices = _choices(*Channel)
        self.fields["author"].help_text = "Nom et fonction de la personne qui a écrit ou appelé."
        self.fields["scan"].label = "Copie de ce qui est parvenu"

    def clean_holder(self) -> Organisation | None:
        chosen, typed = self.cleaned_data["holder"], self.fields["holder"].widget.text
        if not (chosen or typed):
            return None
        found = board.holders(self.on).filter(public_id=chosen) if chosen else board.named(typed, self.on)
        if len(found) == 1:
            return found[0]
        if found:
            names = " ; ".join(f"{one} (SIREN {one.siren})" for one in found)
            raise forms.ValidationError(f"Plusieurs titulaires répondent à « {typed} » : {names}. Précisez.")
        raise forms.ValidationError(f"Aucun titulaire du label ne répond à « {typed or chosen} ».")


class RecordAmendmentForm(RecordAcceptanceForm, AmendForm):
    """What a holder wrote to change its terms; the proof comes once what it entails was seen."""

    accepted = None
    scan = UploadField(label="Copie de ce qu’il a écrit", required=False)


class RecordAnswerForm(PaperForm):
    """An answer, told by telephone too."""

    accepted = forms.TypedChoiceField(
        label="Sa réponse",
        choices=[("oui", "Il accepte la sollicitation"), ("non", "Il la décline")],
        coerce=lambda answer: answer == "oui",
        widget=forms.RadioSelect,
    )
    reason = LongTextField(
        label="Ce qu’il a dit",
        max_length=longest(Solicitation, "answer_reason"),
        rows=4,
        required=False,
        help_text="Obligatoire pour un refus.",
    )
    field_order = ("channel", "author", "received_on", "scan", "accepted", "reason")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["channel"].choices = _choices(*ANSWERED)
        self.fields["scan"].label = "Preuve de sa réponse"
        self.fields[
            "scan"
        ].help_text = f"Pour un appel, le compte rendu que vous en avez fait. {self.fields['scan'].help_text}"


PAPER = ("channel", "author", "received_on", "scan")


class SettleForm(Form):
    words = LongTextField(
        label="Suite donnée",
        max_length=longest(RecordedAnswer, "settlement"),
        rows=4,
        help_text="Ceux que cette réponse concerne la liront.",
    )


class SettleReviewForm(SettleForm):
    withdrawn = forms.TypedChoiceField(
        label="L’avis enregistré",
        choices=[("non", "Il est maintenu"), ("oui", "Il est retiré : l’ambassade répond de nouveau")],
        coerce=lambda answer: answer == "oui",
        widget=forms.RadioSelect,
    )
    field_order = ("withdrawn", "words")

    def __init__(self, *args, may_withdraw: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not may_withdraw:
            del self.fields["withdrawn"]


class ContestForm(Form):
    reason = LongTextField(
        label="Motif",
        max_length=longest(RecordedAnswer, "contest_reason"),
        rows=4,
        help_text="Ceux que cette réponse concerne le liront.",
    )
