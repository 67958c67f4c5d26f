"""What the templates of stage 3 draw."""

from datetime import date

from django import template

from missions.models import Mission
from reports import rules
from reports.models import PersonMet

register = template.Library()


@register.filter
def late_words(mission: Mission, on: date) -> str:
    """« 3 jours de retard »; empty where the report is in time."""
    days = rules.days_late(mission, on)
    return f"{days} jour{'s' if days > 1 else ''} de retard" if days else ""


@register.filter
def person_met(person: PersonMet) -> str:
    """« Awa Diop, maire, commune de Thiès »: what is known of them."""
    return ", ".join(filter(None, (person["name"], person["function"], person["institution"])))
