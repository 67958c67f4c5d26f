"""The journal of a file, in words."""

from collections.abc import Mapping

from django import template

from expect.audit.models import Entry
from labels.selectors.history import ACTS

register = template.Library()


@register.filter
def act_name(entry: Entry) -> str:
    """What was done, as DAECT reads it."""
    return ACTS.get(entry.action, entry.action)


@register.filter
def of_part(words: Mapping[str, str], part: str) -> str:
    """What is said of a part, if something is."""
    return words.get(part, "")
