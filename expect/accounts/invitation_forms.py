"""Who is offered which role, and what is said of it."""

from collections.abc import Iterable

from django import forms

from expect.accounts.enums import GENERAL_ROLES, Role
from expect.accounts.forms import EmailField, first_name_field, last_name_field
from expect.accounts.invitations import EMPLOYER_OF_COMMITTEE
from expect.territory.models import DiplomaticPost
from expect.web.forms import DateField, Form, LineField

EMPLOYER_HINT = "Son nom complet, tel que les dossiers l’écrivent. Par exemple : Université de Nantes"


def employer_field(help_text: str = EMPLOYER_HINT) -> LineField:
    return LineField(label="Organisme employeur", max_length=200, required=False, help_text=help_text)


class InviteForm(Form):
    """Whom to invite, as what; the roles offered are those that the person may give."""

    first_name = first_name_field()
    last_name = last_name_field()
    email = EmailField()
    role = forms.ChoiceField(label="Rôle", widget=forms.RadioSelect)
    capacity = LineField(
        label="Fonction ou qualité",
        max_length=150,
        required=False,
        help_text="Par exemple : maire, chargée de mission, conseiller de coopération",
    )

    role_ends_on = DateField(
        label="Dernier jour, pour un intérim",
        required=False,
        help_text="Laissez vide pour un rôle sans terme.",
    )

    def __init__(self, *args, roles: Iterable[Role], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role.value, role.label) for role in roles]


class InviteToProgrammeForm(InviteForm):
    """The roles which belong to no body: DAECT's, the committee's, the embassies', the administrator's."""

    post = forms.ModelChoiceField(
        DiplomaticPost.objects.order_by("name"),
        label="Poste diplomatique",
        required=False,
        empty_label="Aucun",
        help_text="Pour un agent d’ambassade",
    )
    employer = employer_field(f"Pour un membre du comité. {EMPLOYER_HINT}")
    field_order = ["first_name", "last_name", "email", "role", "post", "capacity", "employer", "role_ends_on"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, roles=(*GENERAL_ROLES, Role.POST_AGENT), **kwargs)

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("role") == Role.POST_AGENT and not cleaned.get("post"):
            self.add_error("post", "Choisissez le poste de cet agent.")
        elif cleaned.get("post") and cleaned.get("role") != Role.POST_AGENT:
            self.add_error("post", "Ce rôle ne dépend d’aucun poste : choisissez « Aucun ».")
        if cleaned.get("employer") and cleaned.get("role") != Role.COMMITTEE_MEMBER:
            self.add_error("employer", EMPLOYER_OF_COMMITTEE)
        return cleaned


class EmployerForm(Form):
    """The body that employs a member of the committee (spec L8)."""

    employer = employer_field()
