"""Images are decoded and written again: what they hide does not survive (spec X6)."""

from io import BytesIO
from typing import BinaryIO

from PIL import Image, ImageOps

MOST_PIXELS = 40_000_000
SMALL = 240
BROKEN = "Cette image est abîmée ou incomplète. Enregistrez-la de nouveau."
HUGE = f"Cette image compte plus de {MOST_PIXELS // 1_000_000} millions de points. Réduisez-la."


def rewritten(content: bytes, form: str) -> tuple[bytes, str]:
    """The same picture as `form` (« PNG » or « JPEG »), upright, in colours or grey, without metadata.

    Empty, with the sentence that says why, where it cannot be.
    """
    try:
        with Image.open(BytesIO(content), formats=(form,)) as image:
            if image.width * image.height > MOST_PIXELS:
                return b"", HUGE
            upright = ImageOps.exif_transpose(image)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return b"", HUGE
    except (OSError, SyntaxError, ValueError):
        return b"", BROKEN
    pixels = upright if upright.mode == "I;16" else upright.convert(_mode(upright, form))
    pixels.info = {}
    out = BytesIO()
    pixels.save(out, form, **({"quality": 90} if form == "JPEG" else {}))
    return out.getvalue(), ""


def thumbnail(file: BinaryIO) -> bytes:
    """A JPEG of `SMALL` points at most each way, of an image that was `rewritten`."""
    out = BytesIO()
    with Image.open(file) as image:
        image.draft("RGB", (SMALL, SMALL))
        image.thumbnail((SMALL, SMALL))
        image.convert("RGB").save(out, "JPEG", quality=80)
    return out.getvalue()


def _mode(image: Image.Image, form: str) -> str:
    """Grey, colours, or colours that let the page show through."""
    if form == "PNG" and ("transparency" in image.info or image.mode in ("LA", "PA", "RGBA")):
        return "RGBA"
    return "L" if image.mode in ("1", "L") else "RGB"
