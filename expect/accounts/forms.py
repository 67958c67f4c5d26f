"""What accounts asks people."""

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.db.models import QuerySet

from expect.accounts.enums import OrganisationKind, Role, SignedAct
from expect.accounts.models import User
from expect.accounts.passwords import PHRASE
from expect.accounts.siren import WrongSiren, check_siren
from expect.territory.models import Department
from expect.web.forms import Combobox, DateField, Form, LineField, LongTextField


class EmailField(forms.EmailField):
    """An address, in lower case: accounts are known by it."""

    def __init__(self, **kwargs):
        defaults = {
            "label": "Adresse électronique",
            "widget": forms.EmailInput(attrs={"autocomplete": "off"}),
            "help_text": "Format : nom@exemple.fr",
            "max_length": 254,
        }
        super().__init__(**defaults | kwargs)

    def clean(self, value) -> str:
        return super().clean(value).lower()

    def widget_attrs(self, widget) -> dict:
        """No `maxlength`: it would cut a pasted text without a word."""
        return {"data-char-counter": str(self.max_length)}


def first_name_field(autocomplete: str = "off") -> LineField:
    return LineField(
        label="Prénom", max_length=80, widget=forms.TextInput(attrs={"autocomplete": autocomplete})
    )


def last_name_field(autocomplete: str = "off") -> LineField:
    return LineField(label="Nom", max_length=80, widget=forms.TextInput(attrs={"autocomplete": autocomplete}))


def function_field() -> LineField:
    return LineField(
        label="Votre fonction",
        max_length=150,
        help_text="Par exemple : responsable des relations internationales",
    )


class SignupNames(forms.Form):
    """The names that signing up asks for besides the address and the password (allauth)."""

    field_order = ["first_name", "last_name", "email", "password1", "password2"]
    first_name = first_name_field("given-name")
    last_name = last_name_field("family-name")

    def signup(self, request, user: User) -> None:
        """Nothing more to keep: the adapter saves the names."""


class JoinForm(Form):
    """What somebody invited says of themselves to get an account."""

    first_name = first_name_field("given-name")
    last_name = last_name_field("family-name")
    password = forms.CharField(
        label="Mot de passe",
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=f"12 caractères au moins. {PHRASE} "
        "Sans mot de passe, vous vous connecterez par un code reçu par courriel.",
    )

    def __init__(self, *args, email: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict:
        cleaned = super().clean()
        names = {name: cleaned.get(name, "") for name in ("first_name", "last_name")}
        person = User(email=self.email, **names)
        if password := cleaned.get("password"):
            try:
                validate_password(password, person)
            except forms.ValidationError as errors:
                self.add_error("password", errors)
        return cleaned


class FindBodyForm(Form):
    """Search for a body as one types; without JavaScript, the page shows what was found."""

    marks_optional = False

    organisme = LineField(label="Nom, SIREN ou code Insee de votre organisme", required=False)

    def __init__(self, *args, url: str, text: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisme"].widget = Combobox(url, text=text)


class OpeningForm(Form):
    """The person's function, what they will do, and who signs: asked for in full where it is somebody else."""

    ROLES = (
        (Role.EDITOR.value, "Je prépare le dossier, une autre personne le signera"),
        (Role.SIGNATORY.value, "Je suis le signataire"),
    )
    wanted_sometimes = ("signatory_first_name", "signatory_last_name", "signatory_email")

    function = function_field()
    role = forms.ChoiceField(label="Votre rôle", choices=ROLES, widget=forms.RadioSelect)
    signatory_capacity = LineField(
        label="Qualité du signataire",
        max_length=150,
        help_text="Ce au nom de quoi cette personne engage l’organisme. Par exemple : maire, présidente",
    )
    signatory_first_name = LineField(
        label="Prénom du signataire, si ce n’est pas vous", max_length=80, required=False
    )
    signatory_last_name = LineField(
        label="Nom du signataire, si ce n’est pas vous", max_length=80, required=False
    )
    signatory_email = EmailField(
        label="Adresse électronique du signataire, si ce n’est pas vous",
        required=False,
        help_text="Une invitation y sera envoyée si la demande est acceptée. Format : nom@exemple.fr",
    )

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("role") == Role.EDITOR:
            for name in self.wanted_sometimes:
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(
                        name, "Dites qui signera : ce renseignement est nécessaire si ce n’est pas vous."
                    )
        return cleaned


class NewBodyForm(OpeningForm):
    """A body that is not in the reference list, with its checked SIREN (spec L1)."""

    kind = forms.ChoiceField(
        label="Nature de l’organisme", choices=[("", "Choisissez"), *OrganisationKind.choices]
    )
    name = LineField(label="Nom de l’organisme", max_length=300)
    siren = LineField(
        label="SIREN",
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text="Neuf chiffres, par exemple 214 202 186",
    )
    department = forms.ModelChoiceField(
        Department.objects.order_by("code"),
        label="Département du siège",
        required=False,
        empty_label="Aucun",
    )
    field_order = ["kind", "name", "siren", "department"]

    def clean_siren(self) -> str:
        try:
            return check_siren(self.cleaned_data["siren"])
        except WrongSiren as refusal:
            raise forms.ValidationError(refusal.sentence) from refusal


class AskColleaguesForm(Form):
    """Who asks to be invited: their colleagues read the function."""

    function = function_field()


class ReasonForm(Form):
    """Why the request is refused."""

    reason = LongTextField(2000, label="Motif", help_text="La personne le lira tel quel.")


class ProfileForm(Form):
    """What a person says of themselves."""

    first_name = first_name_field("given-name")
    last_name = last_name_field("family-name")
    phone = LineField(
        label="Téléphone",
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        help_text="Visible de vos interlocuteurs. Par exemple : 01 23 45 67 89",
    )


class SignatureForm(Form):
    """By which text a person signs which acts, and when (spec X12)."""

    user = forms.ModelChoiceField(
        User.objects.none(),
        label="Personne",
        empty_label="Choisissez",
        help_text=f"Les personnes qui ont le rôle « {Role.HEAD.label} »\N{NO-BREAK SPACE}: lui seul signe ces actes. "
        "Pour un intérim, un administrateur donne d’abord ce rôle, avec ses dates.",
    )
    scope = forms.ChoiceField(label="Actes signés", choices=[("", "Choisissez"), *SignedAct.choices])
    capacity = LineField(
        label="Qualité", max_length=200, help_text="Telle qu’elle figurera sous la signature"
    )
    text_reference = LineField(
        label="Texte", max_length=300, help_text="Décret de nomination ou arrêté de délégation, avec sa date"
    )
    starts_on = DateField(label="Premier jour")
    ends_on = DateField(label="Dernier jour", required=False)

    def __init__(self, *args, signatories: QuerySet[User], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = signatories


class LastDayForm(Form):
    """Until when the authority holds."""

    ends_on = DateField(label="Dernier jour", help_text="La délégation vaut encore ce jour-là.")


class HandOverForm(Form):
    """One's last day at a post, and who takes over."""

    last_day = DateField(label="Votre dernier jour", help_text="Vous pouvez encore répondre ce jour-là.")
    first_name = first_name_field()
    last_name = last_name_field()
    email = EmailField()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, label in SUCCESSOR.items():
            self.fields[name].required, self.fields[name].label = False, label

    def clean(self) -> dict:
        cleaned = super().clean()
        given = [name for name in SUCCESSOR if cleaned.get(name)]
        for name in SUCCESSOR:
            if given and not cleaned.get(name) and name not in self.errors:
                self.add_error(name, "Complétez, ou laissez les trois champs vides.")
        return cleaned


SUCCESSOR = {
    "first_name": "Prénom de qui vous succède",
    "last_name": "Nom de qui vous succède",
    "email": "Adresse électronique de qui vous succède",
}
