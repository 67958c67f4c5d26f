"""Whose turn it is on a mission, and since when (spec M13)."""

from datetime import datetime
from typing import NamedTuple

from django.db.models import Case, DateTimeField, F, QuerySet, When
from django.db.models.functions import Coalesce

from missions.enums import MissionState as M
from missions.models import Mission
from missions.workflow import MISSION

HOLDER, SIGNATORY, DAECT, POST = "holder", "signatory", "daect", "post"


class Turn(NamedTuple):
    """A side, or the signatory on the holder's, and what it is expected to do; both empty: nobody's."""

    whose: str
    what: str


THEIRS = {
    HOLDER: "au titulaire",
    SIGNATORY: "au signataire du titulaire",
    DAECT: "à la DAECT",
    POST: "à l’ambassade",
}
NOBODY = Turn("", "")
TURNS = {
    M.DRAFT: Turn(HOLDER, "de préparer les termes"),
    M.ACCEPTED: Turn(DAECT, "de soumettre la mission à l’ambassade"),
    M.AWAITING_EMBASSY: Turn(POST, "de répondre"),
    M.RETURNED: Turn(HOLDER, "de corriger les termes"),
    M.INTERRUPTED: Turn(HOLDER, "de confirmer le retour"),
}
READY_TURN = Turn(SIGNATORY, "d’accepter les termes")
REPORT_TURN = Turn(HOLDER, "de remettre le rapport")
SINCE = {
    M.DRAFT: ("terms_ready_at", "reviewed_at", "created_at"),
    M.ACCEPTED: ("accepted_at",),
    M.AWAITING_EMBASSY: ("sent_to_embassy_at",),
    M.RETURNED: ("terms_ready_at", "reviewed_at"),
    M.INTERRUPTED: ("interrupted_at",),
    M.COMPLETED: ("completed_at",),
}
"""The moment from which a state waits: the first that is set. The report has reminders of its own (spec R6)."""


def turn(mission: Mission) -> Turn:
    """Whose turn it is, and to do what."""
    if MISSION.starts("accept_terms", mission.state) and mission.terms_ready_at:
        return READY_TURN
    if mission.state == M.COMPLETED and mission.report_delivered_at is None:
        return REPORT_TURN
    return TURNS.get(M(mission.state), NOBODY)


def since(mission: Mission) -> datetime | None:
    """From which moment it is their turn; the same rule as `waiting`."""
    moments = (getattr(mission, name) for name in SINCE.get(M(mission.state), ()))
    return next((moment for moment in moments if moment), None)


def waiting() -> QuerySet[Mission]:
    """The missions on which somebody is awaited, with `turn_since`."""
    cases = [
        When(state=state, then=Coalesce(*names) if len(names) > 1 else F(names[0]))
        for state, names in SINCE.items()
        if state in TURNS
    ]
    moment = Case(*cases, output_field=DateTimeField())
    return Mission.objects.filter(state__in=TURNS).annotate(turn_since=moment)
