"""What may be written between braces, and how it is filled (spec L9): nothing but a name of the list."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from expect.programme.fields import LONGEST, Field, faults, fill, normalised
from expect.programme.texts import texts
from expect.web.differences import words_changed

pytestmark = pytest.mark.pure
FIELDS = (Field("numéro", "numéro du dossier", "C-1"), Field("date de la séance", "jour", "24 mars 2026"))
VALUES = {field.name: field.sample for field in FIELDS}
ODD = "aé0 {}.[]!:<>&;«»\n\r\t\u00a0\u202e\u0301🎉"
PIECES = st.sampled_from(
    [
        "{",
        "}",
        "{{",
        "}}",
        "{numéro}",
        "{ date  de la séance }",
        "{0}",
        "{a.b}",
        "mot",
        " : ",
        "«",
        "\n",
        "<b>",
        "é",
    ]
)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Écrivez le texte"),
        ("{0}", "{0}"),
        ("{}", "{}"),
        ("{Numéro}", "{Numéro}"),
        ("{numéro.__class__}", "n’existe pas"),
        ("{numéro[0]}", "n’existe pas"),
        ("{numéro!r}", "n’existe pas"),
        ("{numéro:>99999}", "n’existe pas"),
        ("{numéro", "accolade"),
        ("numéro}", "accolade"),
        ("{{numéro}}", "accolade"),
        ("{{", "accolade"),
        ("un } puis {", "accolade"),
        ("<b>gras</b>", "<b>"),
        ("3 < 4", "< 4"),
        ("tout&nbsp;court", "&nbsp;"),
        ("x" * (LONGEST + 1), "3001"),
        ("x" * 4000, "4000"),
        ("Bonjour \u202erevers", "U+202E"),
        ("Bonjour\u0007", "U+0007"),
        ("Bonjour\u0000", "U+0000"),
        ("Bonjour\u200b", "U+200B"),
        ("Fête 🎉", "🎉"),
        ("Москва", "М"),
        ("{" + "x" * 2000 + "}", "…"),
    ],
)
def test_a_fault_is_said_in_a_sentence(typed, sentence):
    found = faults(normalised(typed), FIELDS, ())
    assert len(found) == 1
    assert sentence in found[0]
    assert len(found[0]) < 250


@pytest.mark.parametrize(
    "typed",
    [
        "Le dossier {numéro}.",
        "{ date de  la\u00a0séance }",
        "a\u202fb – « été » œuvre : 12 % — l’État & moi",
        "Deux\n\nparagraphes",
        "nume\u0301ro {nume\u0301ro}",
        "x" * LONGEST,
        "demi-\u00adcadratin",
    ],
)
def test_what_people_write_passes(typed):
    assert faults(normalised(typed), FIELDS, ()) == []


def test_what_is_kept_is_clean():
    assert normalised(" a \r\nb\t: {  date de\u00a0la  séance } « c » ! ") == (
        "a\nb\u00a0: {date de la séance} «\u00a0c\u00a0»\u00a0!"
    )


def test_a_required_field_is_kept():
    (sentence,) = faults("Le dossier.", FIELDS, ("numéro",))
    assert "{numéro}" in sentence
    assert faults("Le dossier {numéro}.", FIELDS, ("numéro",)) == []


def test_a_value_is_not_read_again():
    assert fill("{numéro} !", {"numéro": "{date de la séance} {0}"}) == "{date de la séance} {0} !"


@given(st.one_of(st.lists(PIECES, max_size=12).map("".join), st.text(ODD, max_size=60)))
@example("{numéro}")
def test_no_text_passes_with_what_is_not_a_field_and_every_one_that_passes_is_filled(typed):
    body = normalised(typed)
    assert normalised(body) == body
    if faults(body, FIELDS, ()):
        return
    filled = fill(body, VALUES)
    assert "{" not in filled
    assert "}" not in filled
    assert "<" not in filled


@given(st.text("ab {}\n", max_size=30), st.text("ab {}\n", max_size=30))
def test_the_differences_give_both_texts_back(before, after):
    words = list(words_changed(before, after))
    assert "".join(said for kind, said in words if kind != "added") == before
    assert "".join(said for kind, said in words if kind != "removed") == after


def test_changes_that_follow_each_other_read_as_one():
    assert list(words_changed("Nos équipes se tiennent là.", "Nos équipes vous reçoivent là.")) == [
        ("kept", "Nos équipes "),
        ("removed", "se tiennent"),
        ("added", "vous reçoivent"),
        ("kept", " là."),
    ]


@pytest.mark.parametrize("key", texts())
def test_our_own_words_are_without_fault(key):
    text = texts()[key]
    assert normalised(text.default) == text.default
    assert faults(text.default, text.fields, text.required) == []
    assert set(text.required) <= {field.name for field in text.fields}
    for field in text.fields:
        assert faults(str(field), text.fields, ()) == []
