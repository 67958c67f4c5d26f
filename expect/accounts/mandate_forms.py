"""What is asked about signatories (spec X14)."""

from django import forms

from expect.accounts.enums import OrganisationKind
from expect.accounts.forms import EmailField, LineField
from expect.documents.forms import UploadField
from expect.web.forms import DateField, Form


class MandateForm(Form):
    """In what capacity one engages one's body (spec X14)."""

    capacity = LineField(
        label="Qualité",
        max_length=150,
        help_text="Telle qu’elle figure sur vos engagements. Par exemple : maire",
    )
    proof = UploadField(label="Délibération, procès-verbal d’élection ou arrêté", required=False)


class RecordedMandateForm(Form):
    """What DAECT read of a signatory's capacity."""

    capacity = LineField(label="Qualité", max_length=150, help_text="Telle qu’elle figure sur la pièce reçue")
    proof = UploadField(label="Pièce reçue")


class LegalAddressForm(Form):
    """Where to write while nobody acts for the body."""

    email = EmailField(
        label="Adresse électronique générale de l’organisme",
        required=False,
        help_text="Les courriels y sont envoyés tant que personne n’agit ici pour l’organisme. "
        "Par exemple : mairie@exemple.fr",
    )


class CancelRenewalForm(Form):
    """Why elections that were recorded ask nothing any more."""

    reason = LineField(
        label="Motif",
        max_length=300,
        help_text="Les signataires le liront. Par exemple : la date saisie n’était pas la bonne.",
        error_messages={"required": "Dites pourquoi : les signataires le lisent."},
    )


class RenewalForm(Form):
    """Which bodies were renewed, when, under which text."""

    kinds = forms.MultipleChoiceField(
        label="Organismes renouvelés", choices=OrganisationKind.choices, widget=forms.CheckboxSelectMultiple
    )
    held_on = DateField(label="Date des élections", help_text="Celle du dernier tour.")
    text_reference = LineField(
        label="Texte", max_length=300, help_text="Le décret qui a convoqué les électeurs"
    )
