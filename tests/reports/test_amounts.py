"""Sums in words follow the French rules (spec R4)."""

from decimal import Decimal

import pytest

from reports.amounts import cardinal, in_words

pytestmark = pytest.mark.pure

WORDS = {
    0: "zéro",
    1: "un",
    16: "seize",
    17: "dix-sept",
    20: "vingt",
    21: "vingt et un",
    22: "vingt-deux",
    31: "trente et un",
    61: "soixante et un",
    70: "soixante-dix",
    71: "soixante et onze",
    77: "soixante-dix-sept",
    80: "quatre-vingts",
    81: "quatre-vingt-un",
    90: "quatre-vingt-dix",
    91: "quatre-vingt-onze",
    99: "quatre-vingt-dix-neuf",
    100: "cent",
    101: "cent un",
    180: "cent quatre-vingts",
    200: "deux cents",
    201: "deux cent un",
    280: "deux cent quatre-vingts",
    999: "neuf cent quatre-vingt-dix-neuf",
    1000: "mille",
    1001: "mille un",
    1100: "mille cent",
    1200: "mille deux cents",
    2000: "deux mille",
    21_000: "vingt et un mille",
    71_000: "soixante et onze mille",
    80_000: "quatre-vingt mille",
    80_080: "quatre-vingt mille quatre-vingts",
    200_000: "deux cent mille",
    200_200: "deux cent mille deux cents",
    280_000: "deux cent quatre-vingt mille",
    1_000_000: "un million",
    80_000_000: "quatre-vingts millions",
    200_000_000: "deux cents millions",
    1_001_001: "un million mille un",
    2_000_000_000: "deux milliards",
}

SUMS = {
    "0": "zéro euro",
    "0.01": "un centime",
    "0.80": "quatre-vingts centimes",
    "1": "un euro",
    "1.01": "un euro et un centime",
    "1.99": "un euro et quatre-vingt-dix-neuf centimes",
    "1234.56": "mille deux cent trente-quatre euros et cinquante-six centimes",
    "80": "quatre-vingts euros",
    "300.00": "trois cents euros",
    "1000000": "un million d’euros",
    "2000000.50": "deux millions d’euros et cinquante centimes",
    "1000001": "un million un euros",
    "9999999999.99": (
        "neuf milliards neuf cent quatre-vingt-dix-neuf millions neuf cent quatre-vingt-dix-neuf mille "
        "neuf cent quatre-vingt-dix-neuf euros et quatre-vingt-dix-neuf centimes"
    ),
}


@pytest.mark.parametrize(("number", "words"), WORDS.items())
def test_numbers_are_spelt_as_the_grammar_has_it(number, words):
    assert cardinal(number) == words


@pytest.mark.parametrize(("amount", "words"), SUMS.items())
def test_r4_a_sum_is_stated_in_words(amount, words):
    assert in_words(Decimal(amount)) == words


def test_no_two_sums_read_the_same():
    assert len({cardinal(number) for number in range(101_000)}) == 101_000


@pytest.mark.parametrize("amount", ["-1", "1.005", "1000000000000"])
def test_what_is_not_a_sum_of_money_is_refused(amount):
    with pytest.raises(ValueError, match="not a sum of money"):
        in_words(Decimal(amount))
