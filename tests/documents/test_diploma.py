"""The diploma: one page, whatever the holder's name (spec L11)."""

import pytest

from tests.documents.papers import THEMES, diploma, fonts_of, pages_of, rendered, text_of

pytestmark = [pytest.mark.pure, pytest.mark.long]

LONG_NAME = ("Syndicat intercommunal à vocation multiple des vallées réunies de l’eau et des déchets " * 4)[
    :300
]
LONG_SKILLS = (
    "Prévention des inondations, plans de sauvegarde, exercices de crise, retours d’expérience. " * 8
)[:600]


def made(**fields) -> bytes:
    return rendered("labels/diploma.html", diploma(**fields))


def test_l11_the_diploma_says_everything():
    text = text_of(made(version=2))
    for words in (
        "MINISTÈRE DE L’EUROPE ET DES AFFAIRES ÉTRANGÈRES",
        "Le label EXPE-CT est décerné à",
        "Bordeaux",
        "Commune, Gironde",
        "Tri et valorisation des déchets, éducation à l’environnement",
        "Environnement, climat et biodiversité",
        "Label n° EXPE-CT-2026-0042",
        "Comité de sélection du 24 mars 2026, Paris",
        "Délivré le 2 avril 2026",
        "Valable jusqu’au 1er avril 2029",
        "Version 2, qui remplace la précédente",
        "7K2M-9QXW-4R8T",
        "La déléguée pour l’action extérieure",
        "Camille Essai",
        "Par délégation du ministre",
    ):
        assert words in text
    assert "https://expe-ct.test/verifier/7k2m9qxw4r8t" in text.replace(" ", "")


def test_what_does_not_apply_is_not_said():
    text = text_of(made(ends_on=None))
    assert "Valable" not in text
    assert "Version" not in text
    assert "SPÉCIMEN" not in text


def test_a_diploma_of_the_demonstration_says_so():
    assert "Données fictives — SPÉCIMEN" in text_of(made(specimen=True))


@pytest.mark.parametrize(
    ("name", "skills"),
    [("Y", "Eau"), ("Y", LONG_SKILLS), (LONG_NAME, "Eau"), (LONG_NAME, LONG_SKILLS), ("W" * 300, "W" * 600)],
    ids=lambda text: f"{text[:9]} {len(text)}",
)
def test_l11_the_diploma_is_always_one_page(name, skills):
    content = made(holder_name=name, skills=skills, themes=THEMES, version=2)
    assert pages_of(content) == 1
    squeezed = text_of(content).replace(" ", "")
    assert name.replace(" ", "") in squeezed
    assert skills.replace(" ", "") in squeezed


@pytest.mark.parametrize("count", [0, 1, 3, 6])
def test_each_theme_is_named(count):
    content = made(themes=THEMES[:count])
    assert pages_of(content) == 1
    assert all(theme["name"] in text_of(content) for theme in THEMES[:count])


def test_l11_only_the_wanted_fonts_embedded(tmp_path):
    fonts = fonts_of(made(holder_name="Faʻa’ā 🎉 東京"), tmp_path)
    assert fonts == {"Marianne": True, "Marianne-Bold": True, "Spectral": True}


def test_l11_the_same_diploma_gives_the_same_bytes():
    assert made() == made()


@pytest.mark.parametrize("name", ["environment/none", "../../../etc/passwd", ""])
def test_a_pictogram_that_does_not_exist_is_left_out(name):
    assert pages_of(made(themes=[{"name": "Thème", "pictogram": name}])) == 1
