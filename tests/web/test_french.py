"""Dates, periods and money as they are written in French (spec X7)."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from expect.web import french

pytestmark = pytest.mark.pure
TODAY = date(2026, 3, 7)


def test_a_day():
    assert french.day(date(2026, 3, 12)) == "12 mars 2026"
    assert french.day(date(2026, 8, 1)) == "1er août 2026"
    assert french.short_day(date(2026, 9, 1)) == "1er sept. 2026"


def test_x9_an_instant_is_read_on_its_paris_day():
    assert french.day(datetime(2026, 3, 31, 22, 30, tzinfo=UTC)) == "1er avril 2026"
    assert french.moment(datetime(2026, 3, 12, 13, 32, tzinfo=UTC)) == "12 mars 2026 à 14\u00a0h\u00a032"
    assert french.hour(datetime(2026, 7, 1, 6, 5, tzinfo=UTC)) == "8\u00a0h\u00a005"


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 21), "dans 8\N{NO-BREAK SPACE}mois"),
        (date(2025, 10, 19), "il y a 4\N{NO-BREAK SPACE}mois"),
        (date(2024, 3, 8), "il y a 23\N{NO-BREAK SPACE}mois"),
        (date(2029, 3, 6), "dans 3\N{NO-BREAK SPACE}ans"),
        (date(2024, 3, 6), "il y a 2\N{NO-BREAK SPACE}ans"),
        (date(2026, 3, 12), "dans 5\N{NO-BREAK SPACE}jours"),
        (date(2026, 3, 8), "demain"),
        (date(2026, 3, 7), "aujourd’hui"),
        (date(2026, 3, 6), "hier"),
        (date(2026, 3, 4), "il y a 3\N{NO-BREAK SPACE}jours"),
    ],
)
def test_how_far_a_day_is(day, words):
    assert french.distance(day, TODAY) == words
    assert french.relative_day(day, TODAY).endswith(f"{day.year} ({words})")


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (date(2026, 5, 12), date(2026, 5, 18), "du 12 au 18 mai 2026 (7\N{NO-BREAK SPACE}jours)"),
        (date(2026, 5, 28), date(2026, 6, 1), "du 28 mai au 1er juin 2026 (5\N{NO-BREAK SPACE}jours)"),
        (
            date(2026, 12, 30),
            date(2027, 1, 3),
            "du 30 décembre 2026 au 3 janvier 2027 (5\N{NO-BREAK SPACE}jours)",
        ),
        (date(2026, 5, 12), date(2026, 5, 12), "le 12 mai 2026 (1\N{NO-BREAK SPACE}jour)"),
    ],
)
def test_m4_a_period_counts_both_its_ends(start, end, words):
    assert french.period(start, end) == words


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (date(2026, 5, 12), date(2026, 5, 18), "12 au 18 mai 2026"),
        (date(2026, 10, 27), date(2026, 11, 1), "27 oct. au 1er nov. 2026"),
        (date(2026, 12, 30), date(2027, 1, 3), "30 déc. 2026 au 3 janv. 2027"),
        (date(2026, 5, 12), date(2026, 5, 12), "12 mai 2026"),
    ],
)
def test_a_period_is_short_in_a_cell(start, end, words):
    assert french.short_period(start, end).replace("\N{NO-BREAK SPACE}", " ") == words


def test_money_never_breaks():
    assert french.euros(Decimal("1234567.5")) == "1\u202f234\u202f567,50\u00a0€"
    assert french.euros(Decimal(0)) == "0,00\u00a0€"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Angers", "d’Angers"),
        ("Émile Zola", "d’Émile Zola"),
        ("Œuilly", "d’Œuilly"),
        ("Yvetot", "d’Yvetot"),
        ("Yolande Petit", "de Yolande Petit"),
        ("Hérouville-Saint-Clair", "d’Hérouville-Saint-Clair"),
        ("Hazebrouck", "de Hazebrouck"),
        ("Le Havre", "du Havre"),
        ("Les Ulis", "des Ulis"),
        ("La Rochelle", "de La Rochelle"),
        ("L’Haÿ-les-Roses", "de L’Haÿ-les-Roses"),
        ("Nantes Métropole", "de Nantes Métropole"),
        ("Région Centre-Val de Loire", "de la Région Centre-Val de Loire"),
        ("Département du Val-de-Marne", "du Département du Val-de-Marne"),
        ("DEPARTEMENT DE L'HERAULT", "de DEPARTEMENT DE L'HERAULT"),
        ("Métropole de Lyon", "de la Métropole de Lyon"),
        ("Communauté urbaine d’Arras", "de la Communauté urbaine d’Arras"),
        ("Eurométropole de Strasbourg", "de l’Eurométropole de Strasbourg"),
        ("Syndicat des eaux", "du Syndicat des eaux"),
        ("Ambassade de France au Mali", "de l’Ambassade de France au Mali"),
        ("Ville-d’Avray", "de Ville-d’Avray"),
        ("Ville", "de Ville"),
    ],
)
def test_a_name_after_de(name, said):
    assert french.of(name) == said


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Angers", "à Angers"),
        ("Le Havre", "au Havre"),
        ("Les Ulis", "aux Ulis"),
        ("La Rochelle", "à La Rochelle"),
        ("Région Centre-Val de Loire", "à la Région Centre-Val de Loire"),
        ("Département de Meurthe-et-Moselle", "au Département de Meurthe-et-Moselle"),
        ("Association des maires", "à l’Association des maires"),
        ("Ambassade de France au Mali", "à l’Ambassade de France au Mali"),
        ("Consulat général à Jérusalem", "au Consulat général à Jérusalem"),
    ],
)
def test_a_name_after_a(name, said):
    assert french.to(name) == said


def test_a_label_within_a_sentence_keeps_its_capitals():
    assert (
        french.lower_first("Conflit d’intérêts retenu par la DAECT")
        == "conflit d’intérêts retenu par la DAECT"
    )


def test_words_agree_with_their_number():
    assert french.many(1, "dossier confié") == "1\u00a0dossier confié"
    assert french.many(7, "dossier confié") == "7\u00a0dossiers confiés"
