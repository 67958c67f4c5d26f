"""What the templates of stage 3 draw."""

from datetime import date

from django import template

from missions.models import Mission
from reports import letters, rules

register = template.Library()
register.filter(letters.person_met)


@register.filter
def late_words(mission: Mission, on: date) -> str:
    """« 3 jours de retard »; empty where the report is in time."""
    days = rules.days_late(mission, on)
    return f"{days} jour{'s' if days > 1 else ''} de retard" if days else ""
