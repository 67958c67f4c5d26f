"""Files as a browser sends them."""

from io import BytesIO

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


def upload(name: str = "Délibération.pdf", *, pages: int = 1) -> SimpleUploadedFile:
    """A PDF of empty pages, as a browser sends it; with another number of pages, it is another file."""
    content = BytesIO()
    with pikepdf.new() as document:
        for _ in range(pages):
            document.add_blank_page()
        document.save(content, deterministic_id=True)
    return SimpleUploadedFile(name, content.getvalue(), "application/pdf")


def picture(name: str = "chantier.png") -> SimpleUploadedFile:
    """A photograph, as a browser sends it."""
    content = BytesIO()
    Image.new("RGB", (600, 400), "navy").save(content, "PNG")
    return SimpleUploadedFile(name, content.getvalue(), "image/png")
