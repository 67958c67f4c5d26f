"""What the embassy answers, what the ministry spends, what becomes of the mission (spec M7, M8)."""

from django import forms

from expect.accounts.forms import LineField
from expect.documents.forms import UploadField
from expect.web import french
from expect.web.forms import DateField, EuroField, Form, LongTextField
from missions.enums import Buyer, CostKind, CostStage
from missions.models import Cost, EmbassyReview, Mission
from missions.models.limits import longest


class ValidateForm(Form):
    version_number = forms.IntegerField(widget=forms.HiddenInput)


class ReturnForm(ValidateForm):
    remarks = LongTextField(
        label="Remarques",
        max_length=longest(EmbassyReview, "remarks"),
        help_text="Ce que le titulaire doit corriger ; la DAECT les lira aussi.",
    )


class RefuseForm(ValidateForm):
    reasons = LongTextField(
        label="Motifs",
        max_length=longest(EmbassyReview, "remarks"),
        help_text="Le titulaire et la DAECT les liront.",
    )


class CostForm(Form):
    follows = forms.ModelChoiceField(
        Cost.objects.none(),
        label="Dépense",
        required=False,
        empty_label="Une nouvelle dépense",
        to_field_name="public_id",
        help_text="Une dépense engagée, puis payée, ne compte qu’une fois dans l’enveloppe.",
    )
    kind = forms.ChoiceField(label="Nature", choices=CostKind.choices)
    stage = forms.ChoiceField(
        label="Étape",
        choices=CostStage.choices,
        widget=forms.RadioSelect,
        help_text="Récupérée : ce que rend le transporteur ou l’agence. Ce que le titulaire rembourse s’enregistre sur "
        "la demande de remboursement, jamais ici.",
    )
    amount = EuroField(label="Montant en euros", help_text="Par exemple 1 234,56.")
    label = LineField(
        label="Libellé",
        max_length=longest(Cost, "label"),
        help_text="Par exemple : deux billets Paris–Dakar.",
    )
    reference = LineField(
        label="Référence comptable",
        max_length=longest(Cost, "reference"),
        required=False,
        help_text="Obligatoire pour une somme payée ou récupérée.",
    )
    buyer = forms.ChoiceField(label="Acheteur", choices=Buyer.choices, widget=forms.RadioSelect)
    proof = UploadField(label="Justificatif", required=False)

    def __init__(self, *args, mission: Mission, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["follows"].queryset = mission.costs.filter(follows=None).order_by("recorded_at", "pk")
        self.fields["follows"].label_from_instance = lambda line: f"{line.label}, {french.euros(line.amount)}"


class CorrectCostForm(Form):
    reason = LineField(
        label="Ce qui est corrigé",
        max_length=longest(Cost, "label"),
        help_text="Par exemple : montant du devis au lieu de la facture.",
    )
    amount = EuroField(
        label="Montant exact",
        required=False,
        help_text="Vide, la ligne est seulement annulée ; rempli, une nouvelle ligne est ajoutée.",
    )
    proof = UploadField(label="Autre justificatif", required=False)


class ProofForm(Form):
    proof = UploadField(label="Justificatif")


class CancelForm(Form):
    reason = LongTextField(
        label="Motif",
        max_length=longest(Mission, "cancel_reason"),
        rows=4,
        help_text="Le titulaire, l’ambassade et la DAECT le liront.",
    )


class InterruptForm(CancelForm):
    interrupted_on = DateField(label="Jour de l’interruption")
    field_order = ("interrupted_on", "reason")


class ReturnedForm(Form):
    returned_on = DateField(
        label="Jour du retour",
        help_text="Le jour où la dernière personne est rentrée, ou le dernier jour de l’accueil.",
    )
