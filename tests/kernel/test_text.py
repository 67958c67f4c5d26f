"""What hides in what people type never comes in (spec X7)."""

import pytest

from expect.kernel.text import lines, one_line

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Ville\u202e de Nantes", "Ville de Nantes"),
        ("\u2066Eau\u2069 \u200f\u061cpotable", "Eau potable"),
        ("Eau\tpotable\x1b[31m\x85", "Eau potable[31m"),
        ("👩🏽‍🚒 ماء", "👩🏽‍🚒 ماء"),
        ("Eau\npotable\x00", "Eau\npotable\x00"),
    ],
)
def test_a_line_spills_over_nothing(typed, kept):
    assert one_line(typed) == kept


def test_several_lines_keep_their_ends_and_their_directions():
    assert lines("un\r\ndeux\rtrois\x07\n\u202equatre") == "un\ndeux\ntrois\n\u202equatre"
