"""The papers that DAECT scans in the demonstration."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw


def scanned(name: str) -> SimpleUploadedFile:
    """The scan of a paper of that name, as DAECT would have it."""
    scan, content = Image.new("RGB", (600, 300), "white"), BytesIO()
    ImageDraw.Draw(scan).text((40, 40), f"{name} – spécimen", fill="black")
    scan.save(content, "PNG")
    return SimpleUploadedFile(f"{name}.png", content.getvalue())
