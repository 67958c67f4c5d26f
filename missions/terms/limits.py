"""What a mission may be, and what its terms still lack (spec M4–M6)."""

from collections.abc import Iterator, Mapping
from datetime import date

from django.conf import settings

from expect.kernel.clock import day_count
from expect.kernel.days import ImplausibleDay, require_plausible
from expect.kernel.errors import Refusal
from expect.web import french
from missions.enums import Course, Direction, ExceptionKind, Goal
from missions.models import (
    ExpectedResult,
    GrantedException,
    Mission,
    MissionLeg,
    Participant,
    ParticipantDay,
)
from missions.models.limits import faults as fitting
from missions.terms import legs
from missions.terms.values import Leg, Terms

MOST_PEOPLE = 2
MOST_RESULTS = 6
LONGEST_RESULT = ExpectedResult._meta.get_field("text").max_length
LONGEST_NAME, LONGEST_FUNCTION = (
    Participant._meta.get_field(name).max_length for name in ("name", "function")
)


BACKWARDS = "Le dernier jour précède le premier."
TOO_LONG = "Ce volet dure {days} jours, départ et retour compris ; il en compte {most} au plus."
"""What the rule says of the days of a leg; the live counter says the same (spec M4)."""
SETTLED = "Les personnes envoyées sont parties : seul l’accueil qui suit change encore."


class TermsRefused(Refusal):
    """Terms beyond what a mission may be; `field` names the one to mend."""


class TooLong(TermsRefused):
    """A leg of more than seven days (spec M4)."""


class TooManyPeople(TermsRefused):
    """More than two people in a leg (spec M4)."""


class NotOnTheList(TermsRefused):
    """Somebody who is not an available expert of the holder (spec M6)."""


class NotTheirs(TermsRefused):
    """The embassy does not choose whom the holder sends (spec M6)."""


class DayTaken(TermsRefused):
    """An expert is on another mission that day (spec M6)."""


class LabelEnds(TermsRefused):
    """The label does not hold at departure (spec M3)."""


# ---------------------------------------------------------------- limits


def faults(terms: Terms, mission: Mission, on: date) -> Iterator[TermsRefused]:
    """All that goes beyond the limits of a mission; the form shows them, the act raises the first (spec M3–M6).

    A leg that has begun is asked one thing: to stay as it is (spec M14).
    """
    begun = legs.begun(mission, on)
    yield from _words(terms)
    yield from _years(terms, on)
    yield from _frozen(terms, mission, begun)
    yield from _order(terms)
    for direction, leg in terms.legs().items():
        if direction not in begun:
            yield from leg_faults(direction, leg)
            yield from _experts(leg, mission) if direction == Direction.SENDING else _hosted(leg)
    departure, _ = terms.span()
    leaves = Direction.SENDING if terms.sending else Direction.HOSTING
    if departure and leaves not in begun and not mission.label.valid_on(departure) and not _lifted(mission):
        yield LabelEnds(
            f"Le label {mission.label.number} ne vaut pas le {french.day(departure)} : choisissez un départ "
            "pendant sa durée.",
            field=f"{leaves}_starts_on",
        )
    if terms.host_committed_on and terms.host_committed_on > on:
        yield TermsRefused("Cet engagement n’a pas encore pu être signé.", field="host_committed_on")
    yield from _results(terms)


def leaves_by(mission: Mission, departure: date | None) -> date | None:
    """The last day on which its label lets the mission leave, for the database to hold: none where it has no end, or
    where `departure` is later and the head lifted the rule (spec M3)."""
    ends_on = mission.label.ends_on
    later = bool(ends_on and departure and departure > ends_on)
    return None if later and _lifted(mission) else ends_on


def _lifted(mission: Mission) -> bool:
    """Whether the head lets the mission leave under a label that does not hold (spec M3)."""
    return GrantedException.objects.lift(
        ExceptionKind.LABEL, request=mission.solicitation.request_id, label=mission.label_id
    )


def _words(terms: Terms) -> Iterator[TermsRefused]:
    """Words and choices that their columns can hold; goals that exist."""
    names = ("subject", "nature", "course", "objectives", "follow_ups", "host_institution")
    for fault in fitting(Mission, **{name: getattr(terms, name) for name in names}):
        yield TermsRefused(fault.sentence, field=fault.field)
    for direction, leg in terms.legs().items():
        for fault in fitting(MissionLeg, place=leg.place):
            yield TermsRefused(fault.sentence, field=f"{direction}_place")
    if set(terms.goals) - set(Goal.values):
        yield TermsRefused("Choisissez parmi les dix-sept objectifs de développement durable.", field="goals")


def _years(terms: Terms, on: date) -> Iterator[TermsRefused]:
    """Years in which something of the programme may happen."""
    days = {"host_committed_on": terms.host_committed_on}
    for direction, leg in terms.legs().items():
        days |= {f"{direction}_starts_on": leg.starts_on, f"{direction}_ends_on": leg.ends_on}
    for field, day in days.items():
        try:
            require_plausible(day, on, field=field)
        except ImplausibleDay as fault:
            yield TermsRefused(fault.sentence, field=fault.field)


def _frozen(terms: Terms, mission: Mission, begun: Mapping[str, MissionLeg]) -> Iterator[TermsRefused]:
    """A leg that has begun took place as it was validated; once the people have left, so is the rest: the hosting that
    follows may still change, or be given up (spec M14)."""
    given = terms.legs()
    if Direction.SENDING in begun:
        said = legs.settled(mission) | ({"course": mission.course} if terms.hosting else {})
        for name, before in said.items():
            if getattr(terms, name) != before:
                yield TermsRefused(SETTLED, field=name)
    for direction, row in begun.items():
        if not Leg.of(row).same_as(given.get(Direction(direction))):
            yield TermsRefused(
                f"Ce volet a commencé le {french.day(row.starts_on)} : il ne change plus.",
                field=f"{direction}_starts_on",
            )


def leg_faults(direction: str, leg: Leg) -> Iterator[TermsRefused]:
    """One or two people, seven days at most, day of departure and day of return both counted (spec M4)."""
    days = day_count(leg.starts_on, leg.ends_on)
    if days < 1:
        yield TermsRefused(BACKWARDS, field=f"{direction}_ends_on")
    if days > settings.MISSION_MAX_DAYS:
        yield TooLong(
            TOO_LONG.format(days=days, most=settings.MISSION_MAX_DAYS),
            field=f"{direction}_ends_on",
        )
    if len(leg.people) > MOST_PEOPLE:
        yield TooManyPeople(
            f"{len(leg.people)} personnes : une mission en compte une ou deux.", field=f"{direction}_people"
        )


def _hosted(leg: Leg) -> Iterator[TermsRefused]:
    """A name that fits its place."""
    if any(not person.name for person in leg.people):
        yield TermsRefused("Commencez chaque ligne par le nom de la personne.", field="hosting_people")
    if any(len(one.name) > LONGEST_NAME or len(one.function) > LONGEST_FUNCTION for one in leg.people):
        yield TermsRefused(
            f"Un nom tient en {LONGEST_NAME} caractères, une fonction en {LONGEST_FUNCTION}.",
            field="hosting_people",
        )


def _order(terms: Terms) -> Iterator[TermsRefused]:
    """What the course says of the two legs."""
    sending, hosting = terms.sending, terms.hosting
    if not (sending and hosting):
        return
    if terms.course == Course.ALONE:
        yield TermsRefused(
            "Une mission seule envoie ou accueille : videz l’un des deux volets, ou changez le déroulement.",
            field="course",
        )
    elif terms.course == Course.PRECEDED and hosting.ends_on > sending.starts_on:
        yield TermsRefused("L’accueil doit finir au plus tard le jour du départ.", field="hosting_ends_on")
    elif terms.course == Course.FOLLOWED and hosting.starts_on < sending.ends_on:
        yield TermsRefused(
            "L’accueil doit commencer au plus tôt le jour du retour.", field="hosting_starts_on"
        )


def _experts(leg: Leg, mission: Mission) -> Iterator[TermsRefused]:
    """Experts of the holder's list, available, free on each day (spec M6)."""
    for expert in leg.people:
        if expert.organisation_id != mission.organisation_id or not expert.active:
            yield NotOnTheList(
                f"{expert} n’est pas parmi les experts mobilisables du titulaire.", field="sending_people"
            )
    if len(set(leg.people)) < len(leg.people):
        yield TermsRefused("La même personne est inscrite deux fois.", field="sending_people")
    if taken := day_taken(leg, mission):
        yield taken


def day_taken(leg: Leg, mission: Mission) -> DayTaken | None:
    """The first day on which somebody of the leg is on another mission (spec M6)."""
    found = (
        ParticipantDay.objects.filter(
            expert__in=[expert.pk for expert in leg.people], day__range=(leg.starts_on, leg.ends_on)
        )
        .exclude(participant__leg__mission=mission)
        .select_related("expert", "participant__leg__mission")
        .order_by("day", "pk")
        .first()
    )
    return found and DayTaken(
        f"{found.expert} est déjà en mission le {french.day(found.day)} "
        f"({found.participant.leg.mission.number}) : choisissez d’autres dates ou une autre personne.",
        field="sending_people",
    )


def _results(terms: Terms) -> Iterator[TermsRefused]:
    if len(terms.expected_results) > MOST_RESULTS:
        yield TermsRefused(
            f"{len(terms.expected_results)} résultats : indiquez-en {MOST_RESULTS} au plus.",
            field="expected_results",
        )
    if not all(result.strip() for result in terms.expected_results):
        yield TermsRefused("Un résultat attendu est vide : retirez sa ligne.", field="expected_results")
    if any(len(result) > LONGEST_RESULT for result in terms.expected_results):
        yield TermsRefused(
            f"Un résultat tient en {LONGEST_RESULT} caractères au plus : raccourcissez le plus long.",
            field="expected_results",
        )


def missing(mission: Mission) -> list[str]:
    """What the terms still lack before they can be accepted, as words of a sentence (spec M5, M7)."""
    legs = {leg.direction: leg for leg in mission.legs.all() if leg.place}
    wanted = {
        "les objectifs": mission.objectives,
        "les résultats attendus": mission.expected_results.all(),
        "l’institution accueillante": mission.host_institution,
        "la date de son engagement écrit": mission.host_committed_on,
    }
    if mission.course == Course.ALONE:
        wanted["les dates et le lieu"] = legs
    else:
        wanted["les dates et le lieu de la mission"] = Direction.SENDING in legs
        wanted["les dates et le lieu de l’accueil"] = Direction.HOSTING in legs
    people = {
        Direction.SENDING: "la ou les personnes envoyées",
        Direction.HOSTING: "la ou les personnes accueillies",
    }
    for direction, leg in legs.items():
        wanted[people[Direction(direction)]] = leg.participants.all()
    return [words for words, there in wanted.items() if not there]
