"""Sums of money in words, as a demand states them (spec R4)."""

from decimal import Decimal

UNITS = (
    "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize "
    "dix-sept dix-huit dix-neuf"
).split()
TENS = {20: "vingt", 30: "trente", 40: "quarante", 50: "cinquante", 60: "soixante", 80: "quatre-vingt"}
SCALES = ((1_000_000_000, "milliard"), (1_000_000, "million"))


def in_words(amount: Decimal) -> str:
    """« mille deux cent trente-quatre euros et cinquante-six centimes ».

    `amount` is in euros, to the cent, from zero to the thousands of millions; ValueError otherwise.
    """
    cents = amount * 100
    if cents != int(cents) or not 0 <= amount < 10**12:
        raise ValueError(f"not a sum of money: {amount}")
    euros, cents = divmod(int(cents), 100)
    parts = [_counted(euros, "euro")] if euros or not cents else []
    return " et ".join(parts + ([_counted(cents, "centime")] if cents else []))


def cardinal(number: int, *, closing: bool = True) -> str:
    """The number in words, below 10¹². Before « mille » (not `closing`) « cent » and « vingt » take no s."""
    for value, name in SCALES:
        if number >= value:
            count, rest = divmod(number, value)
            scale = f"{cardinal(count)} {name}{'s' if count > 1 else ''}"
            return f"{scale} {cardinal(rest)}" if rest else scale
    thousands, rest = divmod(number, 1000)
    if thousands:
        words = "mille" if thousands == 1 else f"{cardinal(thousands, closing=False)} mille"
        return f"{words} {cardinal(rest)}" if rest else words
    return _below_thousand(number, closing)


def _below_thousand(number: int, closing: bool) -> str:
    hundreds, rest = divmod(number, 100)
    if not hundreds:
        return _below_hundred(rest, closing)
    words = "cent" if hundreds == 1 else f"{UNITS[hundreds]} cent"
    if rest:
        return f"{words} {_below_hundred(rest, closing)}"
    return f"{words}s" if hundreds > 1 and closing else words


def _below_hundred(number: int, closing: bool) -> str:
    if number < len(UNITS):
        return UNITS[number]
    ten = number // 10 * 10 if number // 10 not in (7, 9) else number // 10 * 10 - 10
    rest = number - ten
    if not rest:
        return f"{TENS[ten]}s" if ten == 80 and closing else TENS[ten]
    return f"{TENS[ten]} et {UNITS[rest]}" if rest in (1, 11) and ten != 80 else f"{TENS[ten]}-{UNITS[rest]}"


def _counted(number: int, noun: str) -> str:
    """« un euro », « deux millions d’euros »."""
    words = cardinal(number)
    joint = " d’" if words.endswith(("million", "millions", "milliard", "milliards")) else " "
    return f"{words}{joint}{noun}{'s' if number > 1 else ''}"
