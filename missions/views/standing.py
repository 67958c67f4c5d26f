"""Where needs, solicitations and missions stand, in the words that each side reads."""

from datetime import date

from expect.kernel.clock import paris_day
from expect.web.components import Badge, RoadStep
from missions.enums import MissionState as M
from missions.enums import RequestState as R
from missions.enums import SolicitationState as S
from missions.models import ExpertiseRequest, Mission, Solicitation
from missions.views.sides import DAECT, HOLDER, POST

NEED_LEVELS = {R.OPEN: "blue", R.MATCHED: "green", R.WITHDRAWN: "grey"}
ANSWER_LEVELS = {
    S.SENT: "blue",
    S.ACCEPTED: "blue",
    S.DECLINED: "grey",
    S.CHOSEN: "green",
    S.NOT_CHOSEN: "grey",
    S.CANCELLED: "grey",
}
ANSWER_WAITS_FOR = {HOLDER: S.SENT, DAECT: S.ACCEPTED}
MISSION_LEVELS = {
    M.DRAFT: "blue",
    M.ACCEPTED: "blue",
    M.AWAITING_EMBASSY: "blue",
    M.RETURNED: "blue",
    M.REFUSED: "red",
    M.VALIDATED: "green",
    M.COMPLETED: "blue",
    M.CLOSED: "green",
    M.CANCELLED: "grey",
}
WAITING_FOR = {
    HOLDER: (M.DRAFT, M.RETURNED),
    DAECT: (M.ACCEPTED,),
    POST: (M.AWAITING_EMBASSY,),
}
TURNS = {
    M.DRAFT: ("Titulaire", "C’est au titulaire de préparer les termes"),
    M.ACCEPTED: ("DAECT", "C’est à la DAECT de la soumettre à l’ambassade"),
    M.AWAITING_EMBASSY: ("Ambassade", "C’est à l’ambassade de répondre"),
    M.RETURNED: ("Titulaire", "C’est au titulaire de corriger les termes"),
}
READY_TURN = ("Signataire", "C’est au signataire du titulaire d’accepter les termes")
REPORT_TURN = ("Titulaire", "C’est au titulaire de remettre le rapport")
LATE = Badge("Rapport en retard", "red")
ROAD = ("Préparation", "Termes acceptés", "Validation par l’ambassade", "Mission", "Rapport")


def need_badge(request: ExpertiseRequest) -> Badge:
    """A need's state."""
    return Badge(request.get_state_display(), NEED_LEVELS[R(request.state)])


def solicitation_badge(solicitation: Solicitation, side: str) -> Badge:
    """A solicitation's state for one side: yellow waits for it."""
    waits = solicitation.state == ANSWER_WAITS_FOR[side]
    return Badge(
        solicitation.get_state_display(), "yellow" if waits else ANSWER_LEVELS[S(solicitation.state)]
    )


def mission_badge(mission: Mission, side: str, *, late: bool) -> Badge:
    """A mission's state for one side: red is late, yellow waits for it."""
    if late:
        return LATE
    level = "yellow" if mission.state in WAITING_FOR[side] else MISSION_LEVELS[M(mission.state)]
    return Badge(mission.get_state_display(), level)


def turn(mission: Mission) -> tuple[str, str]:
    """Whose turn it is, in a word and in a sentence (spec M13)."""
    if mission.state in WAITING_FOR[HOLDER] and mission.terms_ready_at:
        return READY_TURN
    if mission.state == M.COMPLETED and mission.report_delivered_at is None:
        return REPORT_TURN
    return TURNS.get(M(mission.state), ("", ""))


def whose(mission: Mission) -> str:
    """Whose turn it is, in a word."""
    return turn(mission)[0]


def since(mission: Mission) -> date | None:
    """Since when it is their turn."""
    moments = {
        M.DRAFT: mission.terms_ready_at or mission.reviewed_at or mission.created_at,
        M.ACCEPTED: mission.accepted_at,
        M.AWAITING_EMBASSY: mission.sent_to_embassy_at,
        M.RETURNED: mission.terms_ready_at or mission.reviewed_at,
        M.COMPLETED: mission.completed_at,
    }
    moment = moments.get(M(mission.state))
    return paris_day(moment) if moment else None


def road(mission: Mission) -> list[RoadStep]:
    """The mission's road; one that was refused or cancelled stops where it was."""
    days = (mission.created_at, mission.accepted_at, mission.validated_at, mission.completed_at)
    moments = [*days, mission.report_delivered_at]
    reached = {
        M.DRAFT: 0,
        M.RETURNED: 0,
        M.ACCEPTED: 2,
        M.AWAITING_EMBASSY: 2,
        M.VALIDATED: 3,
        M.COMPLETED: 5 if mission.report_delivered_at else 4,
        M.CLOSED: 5,
    }
    current = reached.get(M(mission.state))
    states = [_step(rank, current, moment is not None) for rank, moment in enumerate(moments)]
    return [
        RoadStep(label, state, paris_day(moment) if moment and state == "done" else None)
        for label, state, moment in zip(ROAD, states, moments, strict=True)
    ]


def _step(rank: int, current: int | None, happened: bool) -> str:
    if rank == current:
        return "current"
    return "done" if (happened if current is None else rank < current) else "todo"
