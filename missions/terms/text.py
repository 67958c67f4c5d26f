"""A version of the terms: frozen as plain values, read line by line, compared with the one before (spec M5)."""

from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any

from expect.web import french
from missions.enums import Course, Direction, Goal, Nature
from missions.models import Mission, MissionLeg


@dataclass(frozen=True)
class Line:
    """One line of the terms, as it is read."""

    label: str
    text: str


@dataclass(frozen=True)
class Change:
    """What a version changes in one line of the one before; either text may be empty."""

    label: str
    before: str
    after: str


def content(mission: Mission, commitments: list[str] | None = None) -> dict[str, Any]:
    """The whole terms as plain JSON values (spec M5); a draft may still lack some.

    Reads legs, people, results and the need, which `selectors.with_terms` fetches in one go.
    """
    request = mission.solicitation.request
    return {
        "number": mission.number,
        "holder": str(mission.organisation),
        "label": mission.label.number,
        "country": str(mission.country),
        "authority": request.authority,
        "subject": mission.subject,
        "nature": mission.nature,
        "course": mission.course,
        "objectives": mission.objectives,
        "expected_results": [
            result.text for result in sorted(mission.expected_results.all(), key=attrgetter("rank"))
        ],
        "follow_ups": mission.follow_ups,
        "goals": mission.goals,
        "host_institution": mission.host_institution,
        "host_committed_on": mission.host_committed_on.isoformat() if mission.host_committed_on else "",
        "legs": [_leg(leg) for leg in sorted(mission.legs.all(), key=attrgetter("starts_on", "direction"))],
        "commitments": commitments or [],
    }


def _leg(leg: MissionLeg) -> dict[str, Any]:
    return {
        "direction": leg.direction,
        "starts_on": leg.starts_on.isoformat(),
        "ends_on": leg.ends_on.isoformat(),
        "place": leg.place,
        "people": [
            {
                "name": str(person),
                "function": person.expert.function if person.expert else person.function,
                "expert": person.expert.public_id if person.expert else "",
            }
            for person in sorted(leg.participants.all(), key=attrgetter("slot"))
        ],
    }


def lines(content: dict[str, Any]) -> list[Line]:
    """The version as a person reads it, line by line."""
    legs = {leg["direction"]: leg for leg in content["legs"]}
    return [
        Line("Titulaire du label", f"{content['holder']} ({content['label']})"),
        Line("Pays", content["country"]),
        Line("Collectivité étrangère ou organisateur", content["authority"]),
        Line("Objet", content["subject"]),
        Line("Nature", str(Nature(content["nature"]).label)),
        Line("Déroulement", str(Course(content["course"]).label)),
        *(line for direction in Direction if direction in legs for line in _leg_lines(legs[direction])),
        Line("Objectifs", content["objectives"]),
        Line("Résultats attendus", "\n".join(content["expected_results"])),
        Line("Suites envisagées", content["follow_ups"]),
        Line(
            "Objectifs de développement durable",
            "\n".join(str(Goal(goal).label) for goal in content["goals"]),
        ),
        Line("Institution accueillante", content["host_institution"]),
        Line("Engagement écrit du", _day(content["host_committed_on"])),
    ]


def _day(written: str) -> str:
    return french.day(date.fromisoformat(written)) if written else ""


def _leg_lines(leg: dict[str, Any]) -> list[Line]:
    name = Direction(leg["direction"]).label
    starts_on, ends_on = date.fromisoformat(leg["starts_on"]), date.fromisoformat(leg["ends_on"])
    people = [", ".join(filter(None, (one["name"], one["function"]))) for one in leg["people"]]
    return [
        Line(f"{name} : dates", french.period(starts_on, ends_on)),
        Line(f"{name} : lieu", leg["place"]),
        Line(f"{name} : personnes", "\n".join(people)),
    ]


def changes(before: dict[str, Any], after: dict[str, Any]) -> list[Change]:
    """What the second version changes in the first (spec M5)."""
    old, new = ({line.label: line.text for line in lines(version)} for version in (before, after))
    both = [Change(label, old.get(label, ""), new.get(label, "")) for label in {**old, **new}]
    return [change for change in both if change.before != change.after]
