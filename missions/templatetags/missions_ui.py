"""What the pages of stage 2 say beside their fields."""

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString

from missions.terms.limits import BACKWARDS, TOO_LONG

register = template.Library()


@register.simple_tag
def day_counter() -> SafeString:
    """The attributes by which `day_counter.js` counts the days of a leg in the words of the rule (spec M4)."""
    return format_html(
        'data-day-counter="{}" data-too-long="{}" data-backwards="{}"',
        settings.MISSION_MAX_DAYS,
        TOO_LONG,
        BACKWARDS,
    )
