"""Whose turn it is on a mission, and since when (spec M13)."""

from datetime import datetime
from typing import NamedTuple

from django.db.models import Case, DateTimeField, F, Q, QuerySet, When
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
LETTER_TURN = Turn(DAECT, "d’émettre la lettre de mission")
READY_TURN = Turn(SIGNATORY, "d’accepter les termes")
REPORT_TURN = Turn(HOLDER, "de remettre le rapport")
MORE_TURN = Turn(HOLDER, "de compléter le rapport")
DELIVERED_TURN = Turn(DAECT, "de conclure sur le rapport")
SINCE = {
    M.DRAFT: ("terms_ready_at", "draft_since"),
    M.ACCEPTED: ("accepted_at",),
    M.AWAITING_EMBASSY: ("sent_to_embassy_at",),
    M.RETURNED: ("terms_ready_at", "draft_since"),
    M.VALIDATED: ("validated_at",),
    M.INTERRUPTED: ("interrupted_at",),
    M.COMPLETED: (
        "report_asked_again_at",
        "report_redelivered_at",
        "report_delivered_at",
        "completed_at",
    ),
}
"""The moment from which a state waits: the first that is set. The report has reminders of its own (spec R6)."""
WITHOUT_LETTER = Q(state=M.VALIDATED, letter=None)


def turn(mission: Mission) -> Turn:
    """Whose turn it is, and to do what."""
    if MISSION.starts("accept_terms", mission.state) and mission.terms_ready_at:
        return READY_TURN
    if mission.state == M.VALIDATED and mission.letter_id is None:
        return LETTER_TURN
    if mission.state == M.COMPLETED:
        if mission.report_asked_again_at:
            return MORE_TURN
        return DELIVERED_TURN if mission.report_delivered_at else REPORT_TURN
    return TURNS.get(M(mission.state), NOBODY)


def turn_of(side: str) -> Q:
    """The missions on which it is the turn of that side; the same rule as `turn`."""
    written = Q(state__in=[M.DRAFT, M.RETURNED])
    report = Q(state=M.COMPLETED)
    delivered = Q(report_delivered_at__isnull=False, report_asked_again_at=None)
    return {
        HOLDER: written & Q(terms_ready_at=None) | Q(state=M.INTERRUPTED) | report & ~delivered,
        SIGNATORY: written & Q(terms_ready_at__isnull=False),
        DAECT: Q(state=M.ACCEPTED) | WITHOUT_LETTER | report & delivered,
        POST: Q(state=M.AWAITING_EMBASSY),
    }[side]


def since(mission: Mission) -> datetime | None:
    """From which moment it is their turn; the same rule as `with_since`."""
    names = SINCE.get(M(mission.state), ()) if turn(mission) != NOBODY else ()
    moments = (getattr(mission, name) for name in names)
    return next((moment for moment in moments if moment), None)


def waiting() -> QuerySet[Mission]:
    """The missions on which somebody is awaited, with `turn_since`."""
    return with_since(Mission.objects.filter(Q(state__in=TURNS) | WITHOUT_LETTER))


def with_since(missions: QuerySet[Mission]) -> QuerySet[Mission]:
    """With `turn_since`, by which a list is sorted; the same rule as `since`."""
    cases = [
        When(
            WITHOUT_LETTER if state == M.VALIDATED else Q(state=state),
            then=Coalesce(*names) if len(names) > 1 else F(names[0]),
        )
        for state, names in SINCE.items()
    ]
    return missions.annotate(turn_since=Case(*cases, output_field=DateTimeField()))
