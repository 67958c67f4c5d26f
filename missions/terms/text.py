"""A version of the terms: frozen as plain values, read line by line, compared with the one before (spec M5)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any

from expect.web import french
from expect.web.comparison import Change, differences
from labels.models import Expert
from missions.enums import Course, Direction, Goal, Nature, Substance
from missions.models import Mission, MissionLeg
from missions.terms.legs import settled
from missions.terms.values import Leg, Person, Terms


@dataclass(frozen=True)
class Line:
    """One line of the terms, as it is read."""

    label: str
    text: str


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
        "country_code": mission.country.code,
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
        "claims_hosting": mission.claims_hosting,
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


def proposed(mission: Mission, terms: Terms) -> dict[str, Any]:
    """The whole terms as they would read, before anything is written."""
    legs = [_proposed_leg(direction, leg) for direction, leg in terms.legs().items()]
    return content(mission) | {
        "subject": terms.subject,
        "nature": str(terms.nature),
        "course": str(terms.course),
        "objectives": terms.objectives,
        "expected_results": list(terms.expected_results),
        "follow_ups": terms.follow_ups,
        "goals": list(terms.goals),
        "host_institution": terms.host_institution,
        "host_committed_on": terms.host_committed_on.isoformat() if terms.host_committed_on else "",
        "claims_hosting": terms.claims_hosting,
        "legs": sorted(legs, key=lambda leg: (leg["starts_on"], leg["direction"])),
    }


def _proposed_leg(direction: Direction, leg: Leg) -> dict[str, Any]:
    return {
        "direction": direction.value,
        "starts_on": leg.starts_on.isoformat(),
        "ends_on": leg.ends_on.isoformat(),
        "place": leg.place,
        "people": [_proposed_person(person) for person in leg.people],
    }


def _proposed_person(person: Expert | Person) -> dict[str, str]:
    expert = person.public_id if isinstance(person, Expert) else ""
    return {"name": str(person), "function": person.function, "expert": expert}


def terms_of(mission: Mission) -> Terms:
    """The terms as they stand, to be changed; reads what `selectors.with_terms` fetches."""
    legs = {leg.direction: leg for leg in mission.legs.all()}
    given = {direction: Leg.of(legs[direction]) for direction in Direction if direction in legs}
    return Terms(course=mission.course, **settled(mission), **given)


def touched(before: dict[str, Any], after: dict[str, Any]) -> list[Substance]:
    """What a version changes of the substance of another: only that voids a validation (spec M8)."""
    coded = "country_code" in before and "country_code" in after  # a country renamed is the same one
    old, new = (_substance(version, "country_code" if coded else "country") for version in (before, after))
    return [part for part in Substance if old[part] != new[part]]


def _substance(content: dict[str, Any], country: str) -> dict[Substance, Any]:
    legs = {leg["direction"]: leg for leg in content["legs"]}
    return {
        Substance.COUNTRY: content[country],
        Substance.DATES: {way: (leg["starts_on"], leg["ends_on"]) for way, leg in legs.items()},
        Substance.PEOPLE: {
            way: sorted(person["expert"] or person["name"] for person in leg["people"])
            for way, leg in legs.items()
        },
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
        *_claimed(content, legs),
    ]


def _claimed(content: dict[str, Any], legs: Collection[str]) -> list[Line]:
    """What a mission that only hosts says of its costs; the first versions said nothing of them (spec R1)."""
    if set(legs) != {Direction.HOSTING} or "claims_hosting" not in content:
        return []
    return [Line("Frais réclamés si le rapport manque", "oui" if content["claims_hosting"] else "non")]


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
    return differences(old, new)
