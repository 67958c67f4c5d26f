"""What our fonts lack gives way, on paper and in the preview alike."""

import pytest

from expect.documents.characters import legible

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Saint\u2011Denis", "Saint-Denis"),
        ("1\u202f234,56\u00a0€", "1\u00a0234,56\u00a0€"),
        ("Fa\u02bba\u02bb\u0101", "Fa’a’\u0101"),
        ("Đà Nẵng", "Đà Nẵng"),
        ("Ⅻ ﬆ", "XII st"),
        ("fête 🎉👩‍🌾", "fête "),
        ("Москва", "??????"),
        ("œuvre — « été » – Ÿ", "œuvre — « été » – Ÿ"),
        ("a\tb\nc", "a\tb\nc"),
        ("\x00\x07", ""),
        ("\uff1cb\uff1e \uff06amp;", "&lt;b&gt; &amp;amp;"),
    ],
)
def test_characters_our_fonts_lack_give_way(typed, printed):
    assert legible(typed) == printed
