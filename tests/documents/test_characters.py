"""What our fonts lack gives way, on paper and in the preview alike."""

import pytest
from django.core.exceptions import ValidationError

from expect.documents.characters import legible
from expect.documents.forms import printed

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


def test_x7_a_letter_that_would_be_printed_as_a_question_mark_is_refused_and_named():
    with pytest.raises(ValidationError) as refusal:
        printed("L’eau à ƙano : ɛ, ɔ, ɛ, 水")
    assert refusal.value.message.replace("\u00a0", " ").startswith(
        "Nos documents ne savent pas imprimer : ƙ, ɛ, ɔ, 水. Écrivez ces lettres autrement"
    )


@pytest.mark.parametrize("typed", ["Đà Nẵng, Łódź, Iași, Şırnak ?", "fête 🎉👩‍🌾", "1\u202f234 — Ⅻ ﬆ", ""])
def test_x7_what_is_printed_with_its_words_is_taken(typed):
    printed(typed)
