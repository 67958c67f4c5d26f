"""Public ids and normalised text."""

import pytest

from expect.database.fields import ALPHABET, new_public_id
from expect.database.text import normalise

pytestmark = pytest.mark.pure


def test_public_ids_are_random_and_legible():
    ids = {new_public_id() for _ in range(1000)}
    assert len(ids) == 1000
    assert all(len(i) == 12 and set(i) <= set(ALPHABET) for i in ids)
    assert not set(ALPHABET) & set("01ilo")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("L’Haÿ-les-Roses", "l hay les roses"),
        ("  SAINT-ÉTIENNE ", "saint etienne"),
        ("Œuilly, Aÿ", "oeuilly ay"),
        ("<b>🏛 Ville</b>", "b ville b"),
        ("", ""),
    ],
)
def test_text_is_compared_without_case_accents_or_punctuation(text, expected):
    assert normalise(text) == expected
