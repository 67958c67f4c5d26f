"""The form field by which a person brings a file."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from expect.documents.characters import lost_letters
from expect.documents.checks import CheckedFile, UploadRefused, check, file_size

NAMED = 10
"""How many of the letters are named."""


def printed(text: str) -> None:
    """A validator: what is printed on a signed document holds no letter that our fonts lack (spec L9, X7)."""
    if lost := lost_letters(text):
        raise ValidationError(
            f"Nos documents ne savent pas imprimer\N{NO-BREAK SPACE}: {', '.join(lost[:NAMED])}. "
            "Écrivez ces lettres autrement, en alphabet latin.",
            code="unprinted",
        )


class UploadField(forms.FileField):
    """Checks by content: the form says why a file is refused (spec X6). Gives a CheckedFile for `uploads.store`."""

    widget = forms.FileInput

    def __init__(self, **kwargs):
        kwargs.setdefault(
            "help_text", f"PDF, PNG ou JPEG, {file_size(settings.UPLOAD_MAX_BYTES)} au maximum."
        )
        super().__init__(**kwargs, allow_empty_file=True)
        self.widget.attrs["accept"] = ".pdf,.png,.jpg,.jpeg"

    def to_python(self, data: UploadedFile | None) -> CheckedFile | None:
        """The checked file; None where there is none."""
        if data in self.empty_values:
            return None
        try:
            return check(data)
        except UploadRefused as refusal:
            raise ValidationError(refusal.sentence, code="refused") from refusal
