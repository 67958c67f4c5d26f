"""What templates draw: badges, dates, money, acts, the road of a file."""

from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal

from django import template
from django.utils.safestring import SafeString

from expect.kernel.verdict import Verdict
from expect.web import french
from expect.web.components import Act, Badge, FormStep, RoadStep, Section

register = template.Library()


@register.simple_tag
def badge(label: str, level: str = "grey") -> SafeString:
    """A state with its word; KeyError for a level that does not exist."""
    return Badge(label, level).__html__()


@register.filter
def french_date(value: date | None) -> str:
    """« 12 mars 2026 »; nothing where there is no date."""
    return french.day(value) if value else ""


@register.filter
def french_datetime(value: datetime | None) -> str:
    """« 12 mars 2026 à 14 h 32 », in Paris."""
    return french.moment(value) if value else ""


@register.simple_tag
def hours(start: time | None, end: time | None) -> str:
    """« de 9 h 30 à 12 h »; nothing where they were not recorded."""
    return french.hours(start, end)


@register.filter
def french_date_relative(value: date | None, today: date) -> str:
    """« 12 mars 2026 (dans 5 jours) »."""
    return french.relative_day(value, today) if value else ""


@register.filter
def euros(value: Decimal | None) -> str:
    """« 1 234,56 € », with spaces that do not break."""
    return "" if value is None else french.euros(value)


@register.filter
def of(name: object) -> str:
    """« d’Angers », « du Havre »: a name after « de »; escaped like any other text."""
    return french.of(str(name))


@register.filter
def to(name: object) -> str:
    """« à Angers », « au Havre »: a name after « à »; escaped like any other text."""
    return french.to(str(name))


@register.filter
def lower_first(text: object) -> str:
    """A label within a sentence: its first letter only."""
    return french.lower_first(str(text))


@register.simple_tag
def period(start: date, end: date) -> str:
    """« du 12 au 18 mai 2026 (7 jours) »."""
    return french.period(start, end)


@register.inclusion_tag("web/components/act_button.html")
def act_button(verdict: Verdict, url: str, label: str, secondary: bool = False) -> dict:
    """A link to an act, or the same one greyed with the reason why it is closed."""
    return {"act": Act(verdict, url, label), "secondary": secondary}


@register.inclusion_tag("web/components/copyable.html")
def copyable(number: str) -> dict:
    """A number with a button that copies it; the button appears where JavaScript runs."""
    return {"number": number}


@register.inclusion_tag("web/components/road.html")
def road(steps: Sequence[RoadStep], label: str = "Parcours du dossier") -> dict:
    """The file's road as a line of steps."""
    return {"steps": steps, "label": label}


@register.inclusion_tag("web/components/summary.html")
def summary(sections: Sequence[Section]) -> dict:
    """The page's sections, at the left of a file."""
    return {"sections": sections}


@register.inclusion_tag("web/components/stepper.html")
def stepper(steps: Sequence[FormStep], number: int) -> dict:
    """Where one is in a long form; `number` starts at 1."""
    following = steps[number].label if number < len(steps) else ""
    return {"total": len(steps), "number": number, "current": steps[number - 1].label, "following": following}
