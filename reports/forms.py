"""What stage 3 asks people."""

from typing import Any

from django import forms

from expect.accounts.forms import LineField
from expect.documents.forms import UploadField
from expect.web.forms import DateField, EuroField, Form, LongTextField
from reports.enums import AnswerChannel, HearingOutcome, Reached
from reports.models import MissionReport

YES_NO = ((True, "Oui"), (False, "Non"))


# ---------------------------------------------------------------- the report, step by step


class DraftForm(Form):
    """A step of the report: what is missing is said on handing in, never when saving."""

    marks_optional = False

    def __init__(self, *args, report: MissionReport, **kwargs):
        self.report = report
        super().__init__(*args, initial=self.stored(), **kwargs)
        for field in self.fields.values():
            field.required = False

    def stored(self) -> dict[str, Any]:
        """What is kept of this step, as the form takes it."""
        return {name: getattr(self.report, name) for name in self.base_fields}

    def written(self) -> dict[str, Any]:
        """What was rightly filled in, as `save_report` takes it."""
        return dict(self.cleaned_data)


class StayForm(DraftForm):
    left_on = DateField(label="Départ effectif")
    returned_on = DateField(label="Retour effectif en France")
    people_met = LongTextField(
        label="Personnes rencontrées",
        max_length=4000,
        rows=8,
        help_text="Une par ligne : nom, fonction, institution.",
    )

    def clean(self) -> dict[str, Any]:
        left, returned = self.cleaned_data.get("left_on"), self.cleaned_data.get("returned_on")
        if left and returned and returned < left:
            self.add_error("left_on", "Le départ suit le retour : vérifiez les deux dates.")
            self.add_error("returned_on", "Le retour précède le départ : vérifiez les deux dates.")
        return self.cleaned_data


class AccountForm(DraftForm):
    account = LongTextField(
        label="Compte rendu sur l’objet de la mission",
        max_length=20_000,
        rows=18,
        help_text="Ce qui était demandé, ce qui a été fait, ce que vous avez constaté, ce que vous conseillez.",
    )


class ResultsForm(DraftForm):
    """One answer and one comment per expected result of the terms (spec R3)."""

    def __init__(self, *args, report: MissionReport, **kwargs):
        self.outcomes = list(report.outcomes.select_related("result").order_by("result__rank"))
        super().__init__(*args, report=report, **kwargs)
        for outcome in self.outcomes:
            self.fields[f"reached_{outcome.pk}"] = forms.ChoiceField(
                label=f"{outcome.result.rank}. {outcome.result.text}",
                choices=Reached.choices,
                widget=forms.RadioSelect,
                required=False,
            )
            self.fields[f"comment_{outcome.pk}"] = LineField(
                label=f"Précisions sur le résultat {outcome.result.rank}", max_length=500, required=False
            )

    def stored(self) -> dict[str, Any]:
        return {
            f"{name}_{outcome.pk}": getattr(outcome, name)
            for outcome in self.outcomes
            for name in ("reached", "comment")
        }

    def written(self) -> dict[str, Any]:
        """Each outcome whose answer and comment are both right."""
        given = self.cleaned_data
        pairs = {outcome.pk: (f"reached_{outcome.pk}", f"comment_{outcome.pk}") for outcome in self.outcomes}
        return {
            "outcomes": {
                key: (given[reached], given[comment])
                for key, (reached, comment) in pairs.items()
                if reached in given and comment in given
            }
        }


class YesNoField(forms.TypedChoiceField):
    """Yes, no, or not answered yet."""

    def __init__(self, **kwargs):
        super().__init__(
            choices=YES_NO,
            coerce=lambda value: value == "True",
            empty_value=None,
            widget=forms.RadioSelect,
            **kwargs,
        )


class FollowUpsForm(DraftForm):
    can_be_completed = YesNoField(label="La mission peut-elle être complétée par une autre action ?")
    completion = LongTextField(label="Si oui, laquelle ?", max_length=2000, rows=5)
    can_last = YesNoField(label="Les contacts noués peuvent-ils mener à une coopération plus longue ?")
    cooperation = LongTextField(label="Si oui, laquelle ?", max_length=2000, rows=5)


class AttachmentForm(Form):
    file = UploadField(label="Fichier à joindre")


# ---------------------------------------------------------------- the signatory and DAECT


class ReadForm(Form):
    """A button, on what was read at that revision."""

    revision = forms.IntegerField(widget=forms.HiddenInput)


class SendBackForm(Form):
    reason = LongTextField(
        label="Ce qui est à reprendre", max_length=2000, help_text="Ce texte est envoyé aux rédacteurs."
    )


class MoreForm(Form):
    reason = LongTextField(
        label="Complément attendu", max_length=3000, help_text="Ce texte est envoyé au titulaire."
    )
    due_on = DateField(
        label="Attendu au plus tard le",
        help_text="Passé cette date, le complément est relancé, jamais réclamé.",
    )


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


class ReceiptForm(Form):
    received_on = DateField(
        label="Lettre reçue le", help_text="La date que porte l’avis de réception. Le délai court de ce jour."
    )
    proof = UploadField(label="Avis de réception ou décharge, numérisé", required=False)


class CorrectReceiptForm(ReceiptForm):
    reason = LineField(
        label="Ce qui est corrigé",
        max_length=300,
        help_text="Par exemple : la date saisie était celle de l’envoi.",
    )


class AnswerForm(Form):
    answer = LongTextField(
        label="Vos observations",
        max_length=6000,
        rows=12,
        help_text="Pourquoi le rapport manque, ce que vous contestez, ce que vous demandez.",
    )
    hearing_asked = forms.BooleanField(label="Je demande à être entendu de vive voix", required=False)


class RecordedAnswerForm(Form):
    channel = forms.ChoiceField(
        label="Reçues",
        choices=[(channel.value, channel.label) for channel in (AnswerChannel.WRITTEN, AnswerChannel.ORAL)],
        widget=forms.RadioSelect,
    )
    answer = LongTextField(
        label="Observations du titulaire",
        max_length=6000,
        rows=12,
        help_text="Recopiez-les, ou résumez ce qui a été dit.",
    )
    hearing_asked = forms.BooleanField(
        label="Le titulaire demande à être entendu de vive voix", required=False
    )


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


class ReasoningForm(Form):
    reasoning = LongTextField(
        label="Motifs de la demande",
        max_length=6000,
        rows=14,
        help_text="Répondez à chaque observation. Ce texte figure dans la demande.",
    )


class ReasonForm(Form):
    reason = LongTextField(label="Motif", max_length=2000, help_text="Ce texte est envoyé au titulaire.")


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


class ContestationForm(Form):
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
