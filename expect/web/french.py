"""Dates, periods and money as they are written in French (spec X7)."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

from expect.kernel.clock import PARIS, day_count, paris_day

MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
SHORT_MONTHS = "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.".split()
THIN_SPACE = "\u202f"
HARD_SPACE = "\u00a0"
ARTICLES = {
    **dict.fromkeys(("département", "syndicat", "conseil", "pôle", "consulat"), "le"),
    **dict.fromkeys(
        ("région", "métropole", "communauté", "collectivité", "commune", "ville", "fédération"), "la"
    ),
    **dict.fromkeys(("association", "agence", "ambassade", "eurométropole", "établissement", "union"), "l’"),
}
"""That of a body, by the first word of a name that says what it is."""
_MUTE_START = re.compile(r"[aeiouœæ]|y[^aeiou]|h[eiy]")


def day(value: date) -> str:
    """« 12 mars 2026 »; an instant is read as the Paris day on which it falls (spec X9)."""
    value = _legal_day(value)
    return f"{_number(value)} {MONTHS[value.month - 1]} {value.year}"


def short_day(value: date) -> str:
    """« 12 nov. 2026 », for a cell of a list, where ten columns stand side by side."""
    value = _legal_day(value)
    return f"{_number(value)} {SHORT_MONTHS[value.month - 1]} {value.year}"


def moment(value: datetime) -> str:
    """« 12 mars 2026 à 14 h 32 », in Paris."""
    return f"{day(value)} à {hour(value)}"


def hour(value: datetime) -> str:
    """« 14 h 32 », in Paris."""
    return f"{value.astimezone(PARIS):%-H{HARD_SPACE}h{HARD_SPACE}%M}"


def hour_there(value: datetime, zone: str) -> str:
    """« 14 h 32 », by the clocks of a zone of the IANA base (spec X9)."""
    return f"{value.astimezone(ZoneInfo(zone)):%-H{HARD_SPACE}h{HARD_SPACE}%M}"


def clock_hour(value: time) -> str:
    """« 9 h 30 », « 14 h »: an hour of the clock, wherever one is."""
    minutes = f"{HARD_SPACE}{value.minute:02}" if value.minute else ""
    return f"{value.hour}{HARD_SPACE}h{minutes}"


def hours(start: time | None, end: time | None) -> str:
    """« de 9 h 30 à 12 h »; nothing where they were not recorded."""
    if start is None or end is None:
        return ""
    return f"de {clock_hour(start)} à {clock_hour(end)}"


FAR = 100
"""Days from which a distance is said in whole months, then in whole years."""
NEARLY = 15
"""Days that may lack to a whole year: three years less a day are no two years."""


def distance(value: date, today: date) -> str:
    """« dans 5 jours », « aujourd’hui », « il y a 4 mois »; never cut between number and word."""
    days = (_legal_day(value) - today).days
    named = {0: "aujourd’hui", 1: "demain", -1: "hier"}
    if days in named:
        return named[days]
    count, unit = abs(days), "jours"
    if count >= FAR:
        years = int((count + NEARLY) / 365.25)
        count, unit = (years, "ans") if count >= 731 else (int(count / 30.44), "mois")
    return f"{'dans' if days > 0 else 'il y a'} {count}\N{NO-BREAK SPACE}{unit}"


def relative_day(value: date, today: date) -> str:
    """« 12 mars 2026 (dans 5 jours) »."""
    return f"{day(value)} ({distance(value, today)})"


def period(start: date, end: date) -> str:
    """« du 12 au 18 mai 2026 (7 jours) », both days counted (spec M4)."""
    days = day_count(start, end)
    if days == 1:
        return f"le {day(start)} (1\N{NO-BREAK SPACE}jour)"
    if start.year != end.year:
        first = day(start)
    elif start.month != end.month:
        first = f"{_number(start)} {MONTHS[start.month - 1]}"
    else:
        first = _number(start)
    return f"du {first} au {day(end)} ({days}\N{NO-BREAK SPACE}jours)"


def short_period(start: date, end: date) -> str:
    """« 12 au 18 mai 2026 », « 27 oct. au 1er nov. 2026 », for a cell of a list; cut before the last day only."""
    last = short_day(end).replace(" ", "\N{NO-BREAK SPACE}")
    if start == end:
        return last
    if (start.year, start.month) == (end.year, end.month):
        return f"{_number(start)}\N{NO-BREAK SPACE}au\N{NO-BREAK SPACE}{last}"
    first = short_day(start) if start.year != end.year else short_day(start).rpartition(" ")[0]
    return f"{first} au".replace(" ", "\N{NO-BREAK SPACE}") + f" {last}"


def amount(value: Decimal) -> str:
    """« 1 234,56 », with narrow no-break spaces; what `EuroField` reads back."""
    return f"{value:,.2f}".replace(",", THIN_SPACE).replace(".", ",")


def euros(value: Decimal) -> str:
    """« 1 234,56 € », with spaces that never break."""
    return f"{amount(value)}{HARD_SPACE}€"


def of(name: str) -> str:
    """« d’Angers », « du Havre », « de La Rochelle », « de la Région Occitanie »: a proper name after « de ».

    An initial h is read as French place names mostly have it: mute before e, i and y, aspirated before the rest.
    """
    for article, contracted in (("Le ", "du "), ("Les ", "des ")):
        if name.startswith(article):
            return contracted + name.removeprefix(article)
    if article := _article(name):
        return {"le": "du ", "la": "de la ", "l’": "de l’"}[article] + name
    bare = unicodedata.normalize("NFKD", name.casefold())
    return f"d’{name}" if _MUTE_START.match(bare) else f"de {name}"


def to(name: str) -> str:
    """« à Angers », « au Havre », « aux Ulis », « à la Région Occitanie »: a proper name after « à »."""
    for article, contracted in (("Le ", "au "), ("Les ", "aux ")):
        if name.startswith(article):
            return contracted + name.removeprefix(article)
    return {"le": "au ", "la": "à la ", "l’": "à l’"}.get(_article(name), "à ") + name


def lower_first(text: str) -> str:
    """« conflit d’intérêts retenu par la DAECT »: a label within a sentence keeps its other capitals."""
    return text[:1].lower() + text[1:]


@dataclass(frozen=True)
class Noun:
    """What a row is called, « dossier » or « mission », with the words that agree; its plural takes an « s »."""

    word: str
    feminine: bool = False

    def __str__(self) -> str:
        return self.word

    @property
    def e(self) -> str:
        """What a participle takes: « gardé », « gardée »."""
        return "e" if self.feminine else ""

    @property
    def article(self) -> str:
        """« le », « la »; a pronoun as well."""
        return "la" if self.feminine else "le"

    @property
    def the(self) -> str:
        """« le dossier », « la mission »."""
        return f"{self.article} {self.word}"

    @property
    def this(self) -> str:
        """« ce dossier », « cette mission »."""
        return f"{'cette' if self.feminine else 'ce'} {self.word}"

    @property
    def pronoun(self) -> str:
        """« il », « elle »."""
        return "elle" if self.feminine else "il"


def figure(count: int) -> str:
    """« 6 000 », with a thin space that does not break."""
    return f"{count:,}".replace(",", THIN_SPACE)


def many(count: int, words: str) -> str:
    """« 1 dossier confié », « 7 dossiers confiés »: each word takes its s."""
    agreed = " ".join(f"{word}s" for word in words.split()) if count > 1 else words
    return f"{count}\N{NO-BREAK SPACE}{agreed}"


def _article(name: str) -> str:
    """That of a body called by what it is; none where its name is a place, or a person."""
    first, _, rest = name.partition(" ")
    return ARTICLES.get(first.casefold(), "") if rest else ""


def _legal_day(value: date) -> date:
    return paris_day(value) if isinstance(value, datetime) else value


def _number(value: date) -> str:
    return "1er" if value.day == 1 else str(value.day)
