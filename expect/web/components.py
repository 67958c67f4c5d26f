"""What a page shows, as values that views build and `expect_ui` draws."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.html import format_html
from django.utils.safestring import SafeString

from expect.kernel.verdict import Verdict

BADGE_CLASSES = {
    "grey": "fr-badge fr-badge--no-icon",
    "blue": "fr-badge fr-badge--no-icon fr-badge--info",
    "yellow": "fr-badge fr-badge--no-icon fr-badge--yellow-tournesol",
    "green": "fr-badge fr-badge--no-icon fr-badge--success",
    "red": "fr-badge fr-badge--no-icon fr-badge--error",
}


@dataclass(frozen=True)
class Badge:
    """A state, always with its word; it draws itself on a page, and is its word in an export.

    Levels: grey draft, blue in progress, yellow waiting for you, green done, red refused or late; KeyError for another.
    """

    label: str
    level: str = "grey"

    def __str__(self) -> str:
        return self.label

    def __html__(self) -> SafeString:
        return format_html('<span class="{}">{}</span>', BADGE_CLASSES[self.level], self.label)


@dataclass(frozen=True)
class Act:
    """A link to an act; where the verdict is a refusal, greyed with its reason."""

    verdict: Verdict
    url: str
    label: str


@dataclass(frozen=True)
class Head:
    """Top of a file page: what it is, where it stands, whose turn since when, one primary act and the others."""

    number: str
    badge: Badge
    subtitle: str = ""
    turn: str = ""
    since: date | None = None
    primary: Act | None = None
    others: Sequence[Act] = ()


@dataclass(frozen=True)
class RoadStep:
    """One step of a file's road; `state` is done, current or todo, which `word` may say better."""

    label: str
    state: str = "todo"
    day: date | None = None
    word: str = ""


@dataclass(frozen=True)
class Section:
    """A part of a file page, named in its summary."""

    anchor: str
    label: str


@dataclass(frozen=True)
class FormStep:
    """One step of a long form; without `url` it can’t be reached yet. `wanted`: how many points it lacks, if known."""

    label: str
    url: str = ""
    wanted: int | None = None
