"""Two versions of a text are read as one: what went, what came, and nothing else twice (spec L7, X2)."""

from expect.web.differences import CUT_FROM, MOST_WORDS, passages


def read(before: str, after: str) -> list[str]:
    """Each passage on one line: « -gone- », « +come+ », or how many lines did not change."""
    marks = {"kept": "", "removed": "-", "added": "+"}
    return [
        f"={passage.unchanged}"
        if passage.unchanged
        else "".join(f"{marks[kind]}{said}{marks[kind]}" for kind, said in passage.words)
        for passage in passages(before, after)
    ]


def test_a_word_changed_in_one_item_of_a_list_is_read_alone():
    first, others = "Alix Renaud – Directrice de l’eau – Agent territorial – Anglais", "\nZoé Petit\nIda Roy"
    assert read(first + others, f"{first} courant{others}") == [f"{first}+ courant+", "=2"]


def test_a_date_or_a_name_is_read_whole():
    assert read("du 1er au 7 mai 2026", "du 11 au 17 mai 2026") == [
        "-du 1er au 7 mai 2026-+du 11 au 17 mai 2026+"
    ]


def test_an_item_added_and_one_removed():
    assert read("un\ndeux", "un\ndeux\ntrois") == ["=2", "+trois+"]
    assert read("un\ndeux", "deux") == ["-un-", "=1"]


def test_from_nothing_and_to_nothing():
    assert read("", "Tout neuf.") == ["+Tout neuf.+"]
    assert read("Parti.", "") == ["-Parti.-"]


def test_texts_that_have_little_in_common_are_read_one_after_the_other():
    assert read(old := "Restaurer les centres anciens " * 4, new := "Réduire les fuites du réseau " * 4) == [
        f"-{old}-+{new}+"
    ]


def test_what_is_unchanged_and_long_is_cut_at_a_word_on_both_sides():
    same = "des mots qui restent " * CUT_FROM
    (line,) = read(f"{same}depuis 2015 {same}", f"{same}depuis 2016 {same}")
    assert "[…]" in line
    assert "depuis -2015-+2016+ des mots" in line
    assert len(line) < 2 * CUT_FROM
    assert line.startswith("des mots qui restent")


def test_of_texts_too_long_to_compare_nothing_is_lost():
    old, new = "ancien mot " * MOST_WORDS, "neuf terme " * MOST_WORDS
    assert read(old, new) == [f"-{old}-+{new}+"]
