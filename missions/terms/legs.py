"""Which legs of a mission have begun: they change no more, those to come may (spec M4, M8, M14)."""

from datetime import date, timedelta
from operator import attrgetter
from typing import Any

from django.db.models import Exists, OuterRef

from expect.kernel.clock import paris_midnight
from missions.enums import Direction, MissionState, ReviewOutcome
from missions.models import Mission, MissionLeg, TermsAmendment

VALIDATED = (
    MissionState.VALIDATED,
    MissionState.INTERRUPTED,
    MissionState.COMPLETED,
    MissionState.CLOSED,
)
"""The states of a mission whose validation stands: what is past in it took place."""
SAID = (
    "subject",
    "nature",
    "objectives",
    "follow_ups",
    "host_institution",
    "host_committed_on",
    "claims_hosting",
)
"""What the terms say that a mission keeps as it is written."""


def begun(mission: Mission, on: date) -> dict[str, MissionLeg]:
    """The legs whose first day is past, and came under a validation of the embassy, by direction.

    A day that came while the embassy had validated nothing is no beginning: that leg is still to be dated.
    """
    past = [leg for leg in mission.legs.all() if leg.starts_on < on]
    if past and mission.state not in VALIDATED:
        past = [leg for leg in past if _came_validated(leg, mission)]
    return {leg.direction: leg for leg in past}


def to_come(mission: Mission, on: date) -> list[MissionLeg]:
    """The legs that have not begun."""
    gone = begun(mission, on)
    return [leg for leg in mission.legs.all() if leg.direction not in gone]


def departed(mission: Mission, on: date) -> bool:
    """Whether the people sent have left: the validation has served, and nothing takes it back."""
    return Direction.SENDING in begun(mission, on)


def settled(mission: Mission) -> dict[str, Any]:
    """All that the terms of `mission` say beside its legs and its course: once the people have left, that stays."""
    results = sorted(mission.expected_results.all(), key=attrgetter("rank"))
    return {name: getattr(mission, name) for name in SAID} | {
        "goals": tuple(mission.goals),
        "expected_results": tuple(result.text for result in results),
    }


def _came_validated(leg: MissionLeg, mission: Mission) -> bool:
    """Whether a validation of these days stood when the first of them came: a change of substance voids it, or DAECT
    withdraws what it had recorded."""
    if mission.reviewed_at is None:
        return False
    said = (leg.direction, leg.starts_on.isoformat(), leg.ends_on.isoformat())
    next_day = paris_midnight(leg.starts_on + timedelta(days=1))
    voided = TermsAmendment.objects.filter(
        mission=mission.pk, amended_at__gte=OuterRef("given_at"), amended_at__lt=next_day
    ).exclude(touched=[])
    stood = mission.reviews.filter(~Exists(voided), outcome=ReviewOutcome.VALIDATED, given_at__lt=next_day)
    stood = stood.exclude(record__withdrawn=True, record__settled_at__lt=next_day)
    versions = (review.version.content["legs"] for review in stood.select_related("version"))
    return any(
        said == (one["direction"], one["starts_on"], one["ends_on"]) for legs in versions for one in legs
    )
