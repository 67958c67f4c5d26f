"""Which passwords are refused, and how to find a better one.

ANSSI and CNIL ask for length rather than mixed characters where attempts are limited, as they are here: twelve
characters at least, none that a guesser tries first.
"""

from django.contrib.auth import password_validation as django
from django.core.exceptions import ValidationError

from expect.database.text import normalise

SHORTEST = 12
PHRASE = "Une phrase de quatre ou cinq mots convient bien."
EXPECTED = (
    "azertyuiop qsdfghjklm wxcvbn qwertyuiop asdfghjkl zxcvbn azerty qwerty abcdef 1234567890 123456 12345 1234 "
    "motdepasse password bonjour bienvenue soleil expect daect mairie commune ambassade collectivite ministere"
).split()
"""Rows of the keyboard, suites and words that are tried first; the longest of a kind before its beginnings."""
ENOUGH = 6
"""Different characters that must be left once what is expected is taken away."""


class Length(django.MinimumLengthValidator):
    """Twelve characters at least."""

    def __init__(self):
        super().__init__(SHORTEST)

    def get_error_message(self) -> str:
        return f"Ce mot de passe est trop court : il en faut au moins {SHORTEST} caractères. {PHRASE}"


class Numeric(django.NumericPasswordValidator):
    """Not figures alone."""

    def get_error_message(self) -> str:
        return f"Ce mot de passe n’a que des chiffres : ajoutez des lettres. {PHRASE}"


class Known(django.CommonPasswordValidator):
    """None of the 20,000 most used."""

    def get_error_message(self) -> str:
        return f"Ce mot de passe est l’un des plus utilisés : choisissez-en un autre. {PHRASE}"


class Similar(django.UserAttributeSimilarityValidator):
    """Not one’s name or address."""

    def __init__(self):
        super().__init__(("email", "first_name", "last_name"))

    def get_error_message(self) -> str:
        return f"Ce mot de passe ressemble trop à votre nom ou à votre adresse : changez-en. {PHRASE}"


class Guessable:
    """Neither repetitions nor rows of the keyboard nor the words of the service, even together."""

    def validate(self, password: str, user: object = None) -> None:
        """Raise ValidationError where too little is left to guess."""
        left = normalise(password).replace(" ", "")
        for word in EXPECTED:
            left = left.replace(word, "")
        rest = {*left, *(c for c in password if not c.isascii())}
        if len(rest) < ENOUGH:
            raise ValidationError(
                f"Ce mot de passe se devine facilement (répétition, suite de touches ou mot trop attendu). {PHRASE}",
                code="password_guessable",
            )

    def get_help_text(self) -> str:
        return PHRASE
