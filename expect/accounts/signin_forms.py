"""allauth's forms, drawn in the State's design system and labelled in our words (`ACCOUNT_FORMS`)."""

from allauth.account import forms as allauth
from django import forms
from django.core.validators import MaxLengthValidator

from expect.accounts.models import User
from expect.accounts.passwords import PHRASE
from expect.web.forms import Form

CODE_HINT = "Huit chiffres reçus par courriel, par exemple 1234-5678"


class Worded(Form):
    """Labels and hints by field name; no placeholder, which would say the label twice; addresses that fit."""

    words: dict[str, tuple[str, str]] = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.widget.attrs.pop("maxlength", None)  # it would cut a pasted address without a word
            if isinstance(field, forms.EmailField):
                field.validators.append(MaxLengthValidator(User._meta.get_field("email").max_length))
            if name in self.words:
                field.label, field.help_text = self.words[name]


EMAIL = ("Adresse électronique", "Format : nom@exemple.fr")
PASSWORD = ("Mot de passe", "")
NEW_PASSWORD = ("Nouveau mot de passe", f"12 caractères au moins. {PHRASE}")
AGAIN = ("Le même mot de passe, une seconde fois", "")
CODE = ("Code", CODE_HINT)


class LoginForm(Worded, allauth.LoginForm):
    words = {"login": EMAIL, "password": PASSWORD}


class SignupForm(Worded, allauth.SignupForm):
    words = {
        "email": ("Adresse électronique professionnelle", EMAIL[1]),
        "password1": ("Mot de passe", NEW_PASSWORD[1]),
        "password2": AGAIN,
    }


class RequestLoginCodeForm(Worded, allauth.RequestLoginCodeForm):
    words = {"email": EMAIL}


class ConfirmLoginCodeForm(Worded, allauth.ConfirmLoginCodeForm):
    words = {"code": CODE}


class ConfirmEmailForm(Worded, allauth.ConfirmEmailVerificationCodeForm):
    words = {"code": CODE}


class AddEmailForm(Worded, allauth.AddEmailForm):
    words = {"email": ("Nouvelle adresse électronique", EMAIL[1])}


class ResetPasswordForm(Worded, allauth.ResetPasswordForm):
    words = {"email": EMAIL}


class ConfirmResetForm(Worded, allauth.ConfirmPasswordResetCodeForm):
    words = {"code": CODE}


class NewPasswordForm(Worded, allauth.ResetPasswordKeyForm):
    words = {"password1": NEW_PASSWORD, "password2": AGAIN}


class ChangePasswordForm(Worded, allauth.ChangePasswordForm):
    words = {"oldpassword": ("Mot de passe actuel", ""), "password1": NEW_PASSWORD, "password2": AGAIN}


class SetPasswordForm(Worded, allauth.SetPasswordForm):
    words = {"password1": NEW_PASSWORD, "password2": AGAIN}
