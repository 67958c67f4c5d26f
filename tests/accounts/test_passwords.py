"""Which passwords are taken (ANSSI, CNIL: length, and nothing that is guessed first)."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from expect.accounts.models import User

pytestmark = pytest.mark.pure
PERSON = User(email="camille.durand@mairie.test", first_name="Camille", last_name="Durand-Lefèvre")


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("cheval7", "au moins 12 caractères"),
        ("835017264958", "que des chiffres"),
        ("telechargement", "l’un des plus utilisés"),
        ("camilledurand", "ressemble trop à votre nom"),
        ("Durand-Lefèvre1", "ressemble trop à votre nom"),
        ("azertyuiopqs", "se devine facilement"),
        ("Azerty-123456!", "se devine facilement"),
        ("MotDePasse2026", "se devine facilement"),
        ("abababababab", "se devine facilement"),
        ("ééééééééééééé", "se devine facilement"),
    ],
)
def test_what_a_guesser_tries_first_is_refused(password, sentence):
    with pytest.raises(ValidationError) as refusal:
        validate_password(password, PERSON)
    assert any(sentence in said for said in refusal.value.messages)
    assert all("Une phrase de quatre ou cinq mots" in said for said in refusal.value.messages)


@pytest.mark.parametrize(
    "password",
    ["cheval agrafe pile correct", "les huîtres du mardi", "k7#Vd0!qLw2x", "motdepasse-de-la-péniche-verte"],
)
def test_a_phrase_or_chance_is_taken(password):
    validate_password(password, PERSON)
