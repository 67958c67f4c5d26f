"""Where needs, solicitations and missions stand, in the words that each side reads."""

from collections.abc import Iterable, Sequence
from datetime import date

from expect.kernel.clock import paris_day
from expect.web import french
from expect.web.components import Badge, RoadStep
from missions.enums import MissionState as M
from missions.enums import RequestState as R
from missions.enums import SolicitationState as S
from missions.models import (
    ExpertiseRequest,
    GrantedException,
    Mission,
    RecordedAnswer,
    RecordedReview,
    Solicitation,
    TermsVersion,
)
from missions.selectors import turns
from missions.selectors.turns import SIGNATORY, THEIRS, turn
from missions.views.sides import DAECT, HOLDER, POST

NEED_LEVELS = {R.OPEN: "blue", R.MATCHED: "green", R.WITHDRAWN: "grey", R.EXPIRED: "grey", R.MERGED: "grey"}
ANSWER_LEVELS = {
    S.SENT: "blue",
    S.ACCEPTED: "blue",
    S.DECLINED: "grey",
    S.CHOSEN: "green",
    S.NOT_CHOSEN: "grey",
    S.LAPSED: "grey",
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
    M.INTERRUPTED: "red",
    M.COMPLETED: "blue",
    M.CLOSED: "green",
    M.CANCELLED: "grey",
}
WAITING_FOR = {
    HOLDER: (M.DRAFT, M.RETURNED, M.INTERRUPTED),
    DAECT: (M.ACCEPTED,),
    POST: (M.AWAITING_EMBASSY,),
}
WORDS = {HOLDER: "Titulaire", SIGNATORY: "Signataire", DAECT: "DAECT", POST: "Ambassade"}
UNMET = Badge("N’est plus pourvu", "red")
LATE = Badge("Rapport en retard", "red")
ROAD = ("Préparation", "Termes acceptés", "Validation par l’ambassade", "Mission", "Rapport")


def need_badge(request: ExpertiseRequest) -> Badge:
    """A need's state; `unmet`, by `selectors.with_unmet`, where its mission did not take place."""
    if request.unmet:
        return UNMET
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


def turn_sentence(mission: Mission, side: str, *, signs: bool) -> str:
    """Whose turn it is, said to a reader of that side, who `signs` for it or not (spec M13)."""
    awaited = turn(mission)
    whose, what = awaited
    if not whose:
        return ""
    if whose == SIGNATORY and side == HOLDER:
        return f"C’est {'à vous' if signs else 'à votre signataire'} {what}"
    if awaited == turns.LETTER_TURN and side == DAECT:
        return f"C’est {'à vous' if signs else 'à la déléguée ou au délégué'} {what}"
    return f"C’est {'à vous' if whose == side else THEIRS[whose]} {what}"


def whose(mission: Mission) -> str:
    """Whose turn it is, in a word."""
    return WORDS.get(turn(mission)[0], "")


def exception_sentences(exceptions: Iterable[GrantedException]) -> list[str]:
    """What the head allowed, for whoever is about to rely on it (spec M3, M10)."""
    return [
        f"Exception accordée le {french.day(one.granted_at)} par {one.granted_by} "
        f"({one.get_kind_display().lower()}) : {one.reasons}"
        for one in exceptions
    ]


def since(mission: Mission) -> date | None:
    """Since when it is their turn."""
    moment = turns.since(mission)
    return paris_day(moment) if moment else None


def silence(mission: Mission) -> list[date | None]:
    """When this very turn was reminded, and its silence told to DAECT (spec M13)."""
    began = turns.since(mission)
    facts = (mission.turn_reminded_at, mission.turn_told_at)
    return [paris_day(fact) if fact and began and fact >= began else None for fact in facts]


def road(mission: Mission, on: date) -> list[RoadStep]:
    """The mission's road; one that was refused or cancelled stops where it was."""
    days = (mission.created_at, mission.accepted_at, mission.validated_at, mission.completed_at)
    moments = [*days, mission.report_delivered_at]
    reached = {
        M.DRAFT: 0,
        M.RETURNED: 0,
        M.ACCEPTED: 2,
        M.AWAITING_EMBASSY: 2,
        M.VALIDATED: 3,
        M.INTERRUPTED: 3,
        M.COMPLETED: 5 if mission.report_delivered_at else 4,
        M.CLOSED: 5,
    }
    current = reached.get(M(mission.state))
    states = [_step(rank, current, moment is not None) for rank, moment in enumerate(moments)]
    words = {3: stay(mission, on)} if current == 3 else {}
    return [
        RoadStep(label, state, paris_day(moment) if moment and state == "done" else None, words.get(rank, ""))
        for rank, (label, state, moment) in enumerate(zip(ROAD, states, moments, strict=True))
    ]


def stay(mission: Mission, on: date) -> str:
    """Where the stay of a validated mission is, read from its dates: under way is no state (spec §6)."""
    if mission.interrupted_on:
        return "interrompue"
    if on < mission.departs_on:
        return "à venir"
    return "en cours" if on <= mission.returns_on else "revenue"


def _step(rank: int, current: int | None, happened: bool) -> str:
    if rank == current:
        return "current"
    return "done" if (happened if current is None else rank < current) else "todo"


def overtaken(mission: Mission, versions: Sequence[TermsVersion]) -> TermsVersion | None:
    """The version since which the letter no longer says the terms: `rules.conditions.letter_overtaken`."""
    overtake = (
        version
        for version in versions
        if mission.letter_id
        and hasattr(version, "amendment")
        and version.amendment.letter_id == mission.letter_id
    )
    return next(overtake, None)


def disputed(mission: Mission, versions: Sequence[TermsVersion]) -> list[RecordedAnswer | RecordedReview]:
    """What DAECT recorded of this mission, that a party contests and that waits for its word: `rules.undisputed`."""
    said = [
        one for version in versions for one in (*version.acceptances.all(), getattr(version, "review", None))
    ]
    said += (mission.solicitation, mission.solicitation.request)
    records = (getattr(one, "record", None) for one in said)
    return [record for record in records if record is not None and record.in_dispute]
