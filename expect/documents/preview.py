"""A document before it is issued: the same template, inside the page, marked PROJET (spec L9)."""

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from expect.documents.characters import legible


def preview_html(template: str, context: dict[str, Any]) -> SafeString:
    """The body of `template`, to show in a page that links `css/letter.css`; the web process loads no WeasyPrint.

    In the characters of the paper: who typed an emoji sees here that it will not be printed.
    """
    words = {"specimen": settings.DEMO} | context
    screen = {"medium": "screen", "layout": "documents/layouts/screen.html"}
    return SafeString(legible(render_to_string(template, words | screen)))
