"""Who may ask for more time, and who grants it (spec R6)."""

from datetime import date

from expect.accounts.enums import HOLDER_ROLES, Role
from expect.accounts.models import User
from expect.accounts.rules import holds
from expect.kernel.verdict import Verdict
from expect.web import french
from missions.models import Mission
from reports.models import ExtensionRequest

DELIVERED = "Le rapport a été remis : il n’y a plus de délai à demander."


def may_ask_more_time(user: User, mission: Mission, on: date) -> Verdict:
    """The holder asks, once at a time, until the last day of the limit (spec R6)."""
    verdict = holds(user, on, *HOLDER_ROLES, organisation=mission.organisation_id).unless(
        mission.report_due_on is None, "Aucun rapport n’est attendu pour cette mission."
    )
    if not verdict:
        return verdict
    due_on = mission.report_due_on
    return (
        verdict.unless(mission.report_delivered_at is not None, DELIVERED)
        .unless(
            on > due_on, f"La limite est passée depuis le {french.day(due_on)} : un délai se demande avant."
        )
        .unless(
            ExtensionRequest.objects.filter(mission=mission, decided_at=None).exists(),
            "Votre demande de délai attend déjà la réponse de la DAECT.",
        )
    )


def may_decide_extension(user: User, request: ExtensionRequest, on: date) -> Verdict:
    """The head grants or refuses, once, even past the limit (spec R6)."""
    return (
        holds(user, on, Role.HEAD)
        .unless(request.decided_at is not None, "Il a déjà été répondu à cette demande de délai.")
        .unless(request.mission.report_delivered_at is not None, DELIVERED)
        .unless(request.mission.report_due_on is None, "Aucun rapport n’est plus attendu pour cette mission.")
    )
