"""What is asked to change a figure, or a text of the letters."""

from django import forms

from expect.programme.fields import LONGEST, normalised
from expect.programme.texts import Shape, Text
from expect.web.forms import DateField, Form, LineField, LongTextField


class ChangeForm(Form):
    to = forms.IntegerField(label="Nouvelle valeur")
    starts_on = DateField(label="À partir du", help_text="Demain au plus tôt.")
    text_reference = LineField(
        label="Texte", max_length=300, help_text="La décision ou l’arrêté sur lequel ce changement repose."
    )
    reason = LongTextField(
        label="Motif", max_length=2000, rows=3, help_text="Pour celles et ceux qui liront l’historique."
    )

    def __init__(self, *args, parameter, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        field.label = f"{parameter.label}\N{NO-BREAK SPACE}: nouvelle valeur"
        field.help_text = (
            f"De {parameter.lowest} à {parameter.highest}, en chiffres"
            f" (aujourd’hui, par défaut\N{NO-BREAK SPACE}: {parameter.worded(parameter.default)})."
        )


class TextForm(Form):
    body = LongTextField(label="Texte", max_length=LONGEST, rows=10)
    starts_on = DateField(label="À partir du", help_text="Demain au plus tôt.")
    reason = LongTextField(
        label="Motif", max_length=2000, rows=3, help_text="Pour celles et ceux qui liront l’historique."
    )

    def __init__(self, *args, text: Text, **kwargs):
        super().__init__(*args, **kwargs)
        self.text = text
        if text.shape != Shape.PARAGRAPHS:
            self.fields["body"] = LineField(label="Texte", max_length=LONGEST)
            self.order_fields(["body"])
            return
        self.fields[
            "body"
        ].help_text = f"Une ligne vide sépare deux paragraphes. {self.fields['body'].help_text}"

    def clean_body(self) -> str:
        body = normalised(self.cleaned_data["body"])
        if wrong := self.text.faults(body):
            raise forms.ValidationError(wrong)
        return body
