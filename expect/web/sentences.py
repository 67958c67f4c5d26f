"""What a form says of a value that it does not take: in our words, with how to mend it (spec X7).

A field's own sentence comes first; these stand where Django would put its own.
"""

from django import forms
from django.core.validators import MaxLengthValidator

from expect.web.fields import Longest

LABEL = "{label}"
"""Where a sentence names its field."""
NOT_IN_LIST = "Ce choix n’est pas, ou n’est plus, dans la liste : choisissez-en un autre."

SENTENCES: tuple[tuple[type[forms.Field] | tuple[type[forms.Field], ...], dict[str, str]], ...] = (
    (
        forms.Field,
        {
            "required": f"Renseignez « {LABEL} » : ce champ est obligatoire.",
            "max_length": "%(limit_value)s caractères au plus, ce texte en compte %(show_value)s (%(excess)s de trop).",
            "min_length": "%(limit_value)d caractères au moins, ce texte en compte %(show_value)d : complétez-le.",
            "null_characters_not_allowed": "Ce texte contient un caractère invisible : effacez-le, puis retapez-le.",
        },
    ),
    (forms.EmailField, {"invalid": "Cette adresse n’est pas complète : écrivez-la comme nom@exemple.fr."}),
    (
        forms.IntegerField,
        {
            "invalid": "Écrivez un nombre entier en chiffres, par exemple 12.",
            "min_value": "Indiquez %(limit_value)s au moins (vous avez écrit %(show_value)s).",
            "max_value": "Indiquez %(limit_value)s au plus (vous avez écrit %(show_value)s).",
        },
    ),
    (forms.BooleanField, {"required": "Cochez cette case pour continuer."}),
    (forms.FileField, {"required": "Choisissez un fichier sur votre appareil, puis recommencez."}),
    (
        forms.ChoiceField,
        {
            "required": f"Choisissez une réponse à « {LABEL} » pour continuer.",
            "invalid_choice": NOT_IN_LIST,
            "invalid_list": NOT_IN_LIST,
            "invalid_pk_value": NOT_IN_LIST,
        },
    ),
    (
        (forms.MultipleChoiceField, forms.ModelMultipleChoiceField),
        {"required": f"Cochez au moins une réponse sous « {LABEL} » pour continuer."},
    ),
)


def say_in_french(field: forms.Field) -> None:
    """Put our sentences where the field has Django’s, or none; a text too long is told by how much."""
    field.validators = [
        Longest(one.limit_value) if type(one) is MaxLengthValidator else one for one in field.validators
    ]
    theirs = {}
    for kind in reversed(type(field).__mro__):
        if kind.__module__.startswith("django."):
            theirs |= getattr(kind, "default_error_messages", {})
    ours = {}
    for kind, sentences in SENTENCES:
        if isinstance(field, kind):
            ours |= sentences
    for code, sentence in ours.items():
        if field.error_messages.get(code) is theirs.get(code):
            field.error_messages[code] = sentence.replace(LABEL, str(field.label or "ce champ"))
