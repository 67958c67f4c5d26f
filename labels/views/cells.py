"""What the rows of DAECT's list show of a file (spec X5); `selectors.complete_rows` has given each what it wants."""

from datetime import date
from functools import lru_cache

from django.utils.html import format_html
from django.utils.safestring import SafeString

from expect.kernel.clock import paris_day
from expect.web import french
from expect.web.components import Badge
from expect.web.french import many
from labels.models import LabelApplication
from labels.selectors import turn_of
from labels.views.standing import daect_badge


def state(application: LabelApplication) -> Badge:
    """Where the file stands; yellow is what waits for DAECT."""
    return daect_badge(application, application.appeal)


def turn_word(application: LabelApplication) -> str:
    """Whose turn it is, in a word; nothing once the file is over."""
    turn = turn_of(application, application.appeal)
    return turn.label if turn else ""


def waiting_day(application: LabelApplication) -> date | None:
    """The day from which a file of a list waits."""
    return paris_day(application.waiting_since) if application.waiting_since else None


def waiting_cell(application: LabelApplication, today: date) -> SafeString:
    """Whose turn it is, for how many days; and whether a message is unread."""
    since, words = waiting_day(application), []
    if since:
        days = (today - since).days
        words.append(f"depuis {many(days, 'jour')}" if days else "depuis aujourd’hui")
    if application.refused_on:
        words.append(f"refus implicite le {french.short_day(application.refused_on)}")
    if application.falls_on:
        words.append(f"silence le {french.short_day(application.falls_on)}")
    if application.is_unread:
        words.append("message non lu")
    return turn_drawn(turn_word(application), " · ".join(words))


@lru_cache(maxsize=1024)
def turn_drawn(turn: str, words: str) -> SafeString:
    """A cell on two lines; many rows have the same."""
    return format_html('<div>{}<span class="fr-hint-text">{}</span></div>', turn or "—", words)
