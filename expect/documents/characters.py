"""What is printed is set in our fonts alone; the preview shows the same characters as the paper will."""

import unicodedata
from functools import cache
from html import escape

from django.contrib.staticfiles import finders
from fontTools.ttLib import TTFont

FONTS = ("dsfr/dist/fonts/Marianne-Regular.woff2", "dsfr/dist/fonts/Spectral-Regular.woff2")
_LOOKALIKES = str.maketrans("\u202f\u2011\u02bb\u02bc\u02be", "\u00a0-’’’", "\u00ad")


def legible(html: str) -> str:
    """`html` in characters that our fonts have, so that no font of the machine slips in.

    What they lack gives way to its look-alike, else to its bare letter (escaped: a full-width « ＜ » opens no tag),
    else to « ? » for a letter or a figure, to nothing for the rest (emoji).
    """
    return "".join(
        c if c in "\n\t" or ord(c) in _covered() else _nearest(c) for c in html.translate(_LOOKALIKES)
    )


def undrawable(text: str) -> list[str]:
    """The characters of `text` that would not be printed as they are; look-alikes pass, the invisible do not."""
    odd = (c for c in text.translate(_LOOKALIKES) if c != "\n" and not _drawn(c))
    return list(dict.fromkeys(odd))


def lost_letters(text: str) -> list[str]:
    """The letters and figures of `text` that would be printed « ? »: they have neither look-alike nor bare letter."""
    return [c for c in undrawable(text) if _nearest(c) == "?"]


def _drawn(character: str) -> bool:
    return ord(character) in _covered() and unicodedata.category(character)[0] != "C"


def _nearest(character: str) -> str:
    bare = "".join(c for c in unicodedata.normalize("NFKD", character) if ord(c) in _covered())
    return escape(bare) or ("?" if unicodedata.category(character)[0] in "LN" else "")


@cache
def _covered() -> frozenset[int]:
    """The code points that every font of the documents has."""
    return frozenset.intersection(*(frozenset(TTFont(finders.find(path)).getBestCmap()) for path in FONTS))
