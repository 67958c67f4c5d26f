"""What the documents' templates need, on paper (PDF) and on screen (preview)."""

import segno
from django import template
from django.contrib.staticfiles import finders
from django.templatetags.static import static

from expect.documents import checks

register = template.Library()

PICTOGRAMS = "dsfr/dist/artwork/pictograms"


@register.simple_tag(takes_context=True)
def asset(context, path: str) -> str:
    """The address of one of the project's static files, for the medium at hand."""
    return f"asset:{path}" if context["medium"] == "paper" else static(path)


@register.simple_tag(takes_context=True)
def pictogram(context, name: str) -> str:
    """The address of a DSFR pictogram (« environment/leaf »); empty where there is none of that name."""
    path = f"{PICTOGRAMS}/{name}.svg"
    return asset(context, path) if name and ".." not in name and finders.find(path) else ""


@register.simple_tag
def picture(name: str) -> str:
    """The address of a DSFR pictogram for a page of the site; empty where the design system has none of that name."""
    try:
        return static(f"{PICTOGRAMS}/{name}.svg") if name else ""
    except ValueError:  # the manifest of static files does not know it
        return ""


@register.simple_tag
def qr(text: str) -> str:
    """A QR code of `text`, as the data URI of an SVG: it stays vector in the PDF."""
    return segno.make(text, error="m").svg_data_uri(border=0, dark="#161616")


@register.filter
def file_size(octets: int) -> str:
    """« 2,9 Ko »."""
    return checks.file_size(octets)


@register.filter
def fit(text: str, steps: str) -> int:
    """How many of `steps` (lengths, « 40 90 160 ») the text exceeds: the longer, the smaller it is set.

    A capital takes the room of a letter and a half.
    """
    length = len(text) + sum(c.isupper() for c in text) / 2
    return sum(length > int(step) for step in steps.split())
