"""Every error is said in French: the limit, what was typed, how to mend it (spec X7)."""

import pytest
from django import forms

from expect.web.forms import Form

pytestmark = pytest.mark.pure


class Whole(Form):
    """One field of each kind."""

    name = forms.CharField(label="Nom", max_length=20, min_length=3)
    email = forms.EmailField(label="Adresse")
    count = forms.IntegerField(label="Nombre", min_value=1, max_value=9)
    kind = forms.ChoiceField(label="Nature", choices=[("a", "A")])
    themes = forms.MultipleChoiceField(label="Thèmes", choices=[("a", "A")])
    proof = forms.FileField(label="Pièce")
    agreed = forms.BooleanField(label="Accord")
    own = forms.CharField(label="Motif", error_messages={"required": "Dites pourquoi."})


GOOD = {"name": "Zoé", "email": "zoe@mairie.test", "count": "3", "kind": "a", "themes": ["a"], "agreed": "on"}


def said(field: str, typed: object) -> str:
    (sentence,) = Whole(GOOD | {field: typed}).errors[field]
    return sentence.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("name", "Renseignez « Nom » : ce champ est obligatoire."),
        ("kind", "Choisissez une réponse à « Nature » pour continuer."),
        ("themes", "Cochez au moins une réponse sous « Thèmes » pour continuer."),
        ("proof", "Choisissez un fichier sur votre appareil, puis recommencez."),
        ("agreed", "Cochez cette case pour continuer."),
        ("own", "Dites pourquoi."),
    ],
)
def test_what_is_missing(name, sentence):
    assert said(name, "") == sentence


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("name", "é" * 300, "20 caractères au plus, ce texte en compte 300 (280 de trop)."),
        ("name", "é", "3 caractères au moins, ce texte en compte 1 : complétez-le."),
        ("name", "Z\x00oé", "Ce texte contient un caractère invisible : effacez-le, puis retapez-le."),
        ("email", "zoe@mairie", "Cette adresse n’est pas complète : écrivez-la comme nom@exemple.fr."),
        ("count", "trois", "Écrivez un nombre entier en chiffres, par exemple 12."),
        ("count", "12", "Indiquez 9 au plus (vous avez écrit 12)."),
        ("count", "0", "Indiquez 1 au moins (vous avez écrit 0)."),
        ("kind", "z", "Ce choix n’est pas, ou n’est plus, dans la liste : choisissez-en un autre."),
        ("themes", ["z"], "Ce choix n’est pas, ou n’est plus, dans la liste : choisissez-en un autre."),
    ],
)
def test_what_cannot_be_taken(name, typed, sentence):
    assert said(name, typed) == sentence


def test_the_summary_names_each_field_with_its_sentence():
    html = str(Whole({}))
    for label, anchor, sentence in (
        ("Nom", "id_name", "Renseignez"),
        ("Pièce", "id_proof", "Choisissez un fichier"),
    ):
        assert f'<a href="#{anchor}">{label}</a>&nbsp;: {sentence}' in html
