"""Files as people bring them."""

from io import BytesIO

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


def upload(
    content: bytes, name: str = "piece.pdf", content_type: str = "application/pdf"
) -> SimpleUploadedFile:
    """What the browser sends: its word on the type counts for nothing."""
    return SimpleUploadedFile(name, content, content_type)


def pdf(change=None, **saving) -> bytes:
    """A PDF of one page, after `change(document)`; the same each time, unless it is encrypted."""
    document = pikepdf.new()
    document.add_blank_page()
    if change:
        change(document)
    out = BytesIO()
    document.save(out, deterministic_id="encryption" not in saving, **saving)
    return out.getvalue()


def image(form: str, size: tuple[int, int] = (8, 6), mode: str = "RGB", **saving) -> bytes:
    """A plain picture."""
    out = BytesIO()
    Image.new(mode, size, 120 if mode == "L" else None).save(out, form, **saving)
    return out.getvalue()
