"""What one writes in a file: a message to the other side, a note for DAECT."""

from typing import Any

from django import forms

from expect.documents.forms import UploadField
from expect.web.forms import Form, LongTextField

FILES = ("file", "second_file", "third_file")


class MessageForm(Form):
    last_read = forms.CharField(widget=forms.HiddenInput, required=False)
    text = LongTextField(label="Votre message", max_length=4000, rows=5)
    file = UploadField(label="Pièce jointe", required=False)
    second_file = UploadField(label="Deuxième pièce jointe", required=False)
    third_file = UploadField(label="Troisième pièce jointe", required=False)
    awaits_answer = forms.BooleanField(label="J’attends une réponse", required=False)

    def message(self) -> dict[str, Any]:
        """What the act takes."""
        given = self.cleaned_data
        files = [given[name] for name in FILES if given.get(name)]
        return {
            "text": given["text"],
            "awaits_answer": given["awaits_answer"],
            "files": files,
            "last_read": given["last_read"],
        }


class NoteForm(Form):
    text = LongTextField(
        label="Note interne",
        max_length=4000,
        rows=5,
        help_text="Seule la DAECT la lira ; elle ne s’efface pas.",
    )
