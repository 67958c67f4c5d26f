"""What stage 3 asks of the limit, the prior letter, the demand and its recovery."""

from typing import Any

from django import forms

from expect.accounts.forms import LineField
from expect.documents.forms import UploadField
from expect.web.forms import DateField, EuroField, Form, LongTextField
from reports.enums import AnswerChannel, Contestation, HearingOutcome, LetterKind
from reports.observations import Paper

# ---------------------------------------------------------------- the limit


class MoreTimeForm(Form):
    until = DateField(label="Nouvelle limite demandée")
    reason = LongTextField(
        label="Motif", max_length=2000, help_text="Pourquoi le rapport ne peut pas être remis à temps."
    )


class GrantForm(Form):
    until = DateField(label="Nouvelle limite")
    reason = LongTextField(label="Motif", max_length=2000, help_text="Ce texte est envoyé au titulaire.")


# ---------------------------------------------------------------- the money back


class AnswerForm(Form):
    answer = LongTextField(
        label="Vos observations",
        max_length=6000,
        rows=12,
        required=False,
        help_text="Pourquoi le rapport manque, ce que vous contestez, ce que vous demandez.",
    )
    hearing_asked = forms.BooleanField(label="Je demande à être entendu de vive voix", required=False)


class RecordedAnswerForm(Form):
    channel = forms.ChoiceField(
        label="Reçues",
        choices=AnswerChannel.choices,
        widget=forms.RadioSelect,
    )
    author = LineField(
        label="Auteur",
        max_length=100,
        help_text="Nom et fonction de la personne qui a répondu pour le titulaire.",
    )
    received_on = DateField(label="Reçues le", help_text="Le jour de leur arrivée, non celui de leur saisie.")
    scan = UploadField(label="Copie de ce qui a été reçu")
    answer = LongTextField(
        label="Observations du titulaire",
        max_length=6000,
        rows=12,
        required=False,
        help_text="Recopiez-les, ou résumez ce qui a été dit.",
    )
    hearing_asked = forms.BooleanField(
        label="Le titulaire demande à être entendu de vive voix", required=False
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        scan = self.fields["scan"]
        scan.help_text = f"Pour un entretien, le compte rendu que vous en avez fait. {scan.help_text}"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors:
            cleaned["paper"] = Paper(*(cleaned.pop(name) for name in PAPER))
        return cleaned


PAPER = ("channel", "author", "received_on", "scan")


class HearingForm(Form):
    outcome = forms.ChoiceField(
        label="Suites de la demande", choices=HearingOutcome.choices, widget=forms.RadioSelect
    )
    heard_on = DateField(
        label="Jour de l’entretien",
        required=False,
        help_text="Celui qui était fixé, si le titulaire ne s’est pas présenté. Inutile s’il y a renoncé.",
    )
    people = LineField(
        label="Personnes entendues",
        max_length=300,
        required=False,
        help_text="Nom et fonction, et qui les assistait.",
    )
    said = LongTextField(
        label="Ce qui a été dit",
        max_length=6000,
        rows=8,
        required=False,
        help_text="En bref. Le titulaire le lira.",
    )


class ReadLetterForm(Form):
    read = forms.CharField(widget=forms.HiddenInput, required=False)


class LetterTextForm(Form):
    read = forms.IntegerField(widget=forms.HiddenInput, required=False)
    text = LongTextField(label="Texte", max_length=6000, rows=14)

    def __init__(self, *args, kind: LetterKind, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].label, self.fields["text"].help_text = LETTER_TEXTS[kind]


LETTER_TEXTS = {
    LetterKind.PRIOR: (
        "Les faits",
        "Ce texte ouvre la lettre préalable ; la règle, les sommes et le délai suivent.",
    ),
    LetterKind.DEMAND: ("Les motifs", "Répondez à chaque observation. Ce texte figure dans la demande."),
}
"""What is written in each letter, and how it is asked for."""


class ReasoningForm(ReadLetterForm):
    reasoning = LongTextField(
        label="Motifs de la demande",
        max_length=6000,
        rows=14,
        help_text="Répondez à chaque observation. Ce texte figure dans la demande.",
    )


class ContestForm(Form):
    reason = LongTextField(label="Motif", max_length=2000, rows=4, help_text="La DAECT le lira.")


class ReasonForm(Form):
    reason = LongTextField(label="Motif", max_length=2000, help_text="Ce texte est envoyé au titulaire.")


class DropForm(ReasonForm):
    """`sent`: whether the holder was written to, and so reads why nothing is asked any more."""

    def __init__(self, *args, sent: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not sent:
            self.fields[
                "reason"
            ].help_text = "Il reste au dossier ; rien n’est envoyé, le titulaire n’a pas été saisi."


# ---------------------------------------------------------------- after the issue


class HandOverForm(Form):
    siret = LineField(
        label="SIRET du débiteur",
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        help_text="14 chiffres, ceux de l’établissement qui paie. Par exemple : 214 202 186 00018.",
    )
    handed_over_on = DateField(label="Transmise le")
    reference = LineField(
        label="Référence de la transmission",
        max_length=120,
        help_text="Numéro de bordereau ou de courrier.",
    )


class PaymentForm(Form):
    amount = EuroField(label="Somme payée", help_text="En euros, par exemple 1 234,56.")
    paid_on = DateField(label="Payée le")
    reference = LineField(
        label="Référence du paiement", max_length=120, help_text="Celle que donne le comptable."
    )


class WriteOffForm(Form):
    decided_on = DateField(label="Décidée le")
    reference = LineField(label="Référence de la décision", max_length=120)
    reason = LongTextField(label="Motif", max_length=2000, help_text="Ce texte est envoyé au titulaire.")


class RemissionForm(WriteOffForm):
    amount = EuroField(label="Somme remise", help_text="En euros, tout ou partie de ce qui reste dû.")
    field_order = ("amount", "decided_on", "reference", "reason")


class GiveBackForm(Form):
    amount = EuroField(
        label="Somme restituée", help_text="En euros, tout ou partie de ce qui est à restituer."
    )
    given_back_on = DateField(label="Restituée le")
    reference = LineField(
        label="Référence de la restitution", max_length=120, help_text="Celle que donne le comptable."
    )


class ContestationForm(Form):
    kind = forms.ChoiceField(label="Voie", choices=Contestation.choices, widget=forms.RadioSelect)
    lodged_on = DateField(label="Reçue le")
    reference = LineField(
        label="Référence",
        max_length=120,
        help_text="Numéro du courrier, de l’opposition à exécution ou de la requête.",
    )
    grounds = LongTextField(label="Ce que le titulaire conteste", max_length=2000, rows=8)


class ContestationAnswerForm(Form):
    reduction = EuroField(
        label="Somme abandonnée",
        required=False,
        help_text="Laissez vide si la demande est maintenue en entier.",
    )
    answered_on = DateField(label="Répondu le")
    reference = LineField(label="Référence de la réponse", max_length=120)
    reason = LongTextField(label="Motif", max_length=2000, help_text="Ce texte est envoyé au titulaire.")


class CancelEntryForm(Form):
    reason = LongTextField(
        label="Ce qui est corrigé", max_length=2000, help_text="Ce texte est envoyé au titulaire."
    )
