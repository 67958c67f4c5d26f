"""What a mission's page shows of stage 3: its report, and what is claimed when it does not come."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from expect.accounts.models import User
from expect.accounts.selectors import is_daect
from missions.models import Mission
from missions.views.following import Link
from reports import rules, selectors


def links(mission: Mission, user: User, on: date) -> Iterator[Link]:
    """To what this person may see of it (spec X1)."""
    daect, writes = is_daect(user, on), rules.may_start(user, mission, on)
    if report := selectors.visible_reports(user, on).filter(mission=mission).first():
        yield f"Ouvrir le rapport ({report.get_state_display().lower()})", report.get_absolute_url()
    elif writes:
        yield "Écrire le rapport", reverse("reports:write", args=[mission.public_id])
    if daect or writes:
        yield "Échéance et rappels du rapport", reverse("reports:awaited", args=[mission.public_id])
    for demand in selectors.visible_demands(user, on).filter(mission=mission).order_by("pk"):
        name = demand.number or "de remboursement"
        yield f"Demande {name} ({demand.get_state_display().lower()})", demand.get_absolute_url()
    for letter in selectors.own_letters(user, on).filter(demand__mission=mission).order_by("pk"):
        yield "Lettre préalable à une demande de remboursement", letter.get_absolute_url()
