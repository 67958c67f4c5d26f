# ruff: noqa: E501 mails are compared line for line, as they leave
"""Two legs: the one that has begun changes no more, the one to come may (spec M4, M8, M14)."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from expect.kernel.errors import NotAllowed
from labels.models import Expert, Label
from missions import amendments, endings, preparation, returns, rules, validation
from missions.amendments import AmendmentRefused
from missions.enums import Course, Direction, MissionState, Nature
from missions.forms.amendments import AmendForm
from missions.forms.terms import terms_as_typed
from missions.models import Mission, MissionLeg, Participant, ParticipantDay
from missions.terms import legs, text
from missions.terms.limits import TermsRefused, faults
from missions.terms.values import Leg, Person, Terms
from tests.missions import factories as made
from tests.missions.factories import DEPARTURE, RETURN
from tests.missions.test_emails import cast as cast  # noqa: PLC0414 the fixture, with those who must never be told
from tests.missions.test_emails import told
from tests.moments import AT, TODAY

DAY = timedelta(days=1)
BEFORE = Leg(DEPARTURE - 30 * DAY, DEPARTURE - 26 * DAY, "Rennes", (Person("Awa Diop", "maire adjointe"),))
AFTER = Leg(RETURN + 30 * DAY, RETURN + 34 * DAY, "Rennes", (Person("Awa Diop", "maire adjointe"),))
COURSES = {Course.PRECEDED: BEFORE, Course.FOLLOWED: AFTER}


def two_legs(cast, course, lead=made.validated, **fields):
    return lead(cast, course=course, hosting=COURSES[course], **fields)


def on(day: date):
    """That day, at the hour of the acts."""
    return AT + (day - TODAY)


def amend(cast, mission, day, **changed):
    """The signatory changes these legs that day."""
    return amendments.amend_terms(
        mission=mission,
        terms=replace(text.terms_of(mission), **changed),
        reason="Grève des vols.",
        accepted=True,
        revision=mission.revision,
        by=cast.signatory,
        at=on(day),
    )


def later(leg: Leg, days: int = 10) -> Leg:
    return replace(leg, starts_on=leg.starts_on + days * DAY, ends_on=leg.ends_on + days * DAY)


@pytest.mark.django_db
def test_m14_the_hosting_took_place_the_stay_is_postponed_and_validated_again(cast):
    mission, day = two_legs(cast, Course.PRECEDED), BEFORE.ends_on + DAY
    stay = text.terms_of(mission).sending
    amendment = amend(cast, mission, day, sending=later(stay))
    assert (mission.state, amendment.touched) == (MissionState.ACCEPTED, ["dates"])
    mission = Mission.objects.get(pk=mission.pk)
    assert list(legs.begun(mission, day)) == [Direction.HOSTING]
    preparation.send_to_embassy(mission=mission, version_number=2, by=cast.officer, at=on(day))
    validation.validate(mission=mission, version_number=2, by=cast.agent, at=on(day))
    assert mission.report_due_on == returns.report_due_on(RETURN + 10 * DAY)


@pytest.mark.django_db
@pytest.mark.parametrize("change", ["dates", "people", "place", "gone"])
def test_m14_a_leg_that_has_begun_is_frozen(cast, change):
    mission, day = two_legs(cast, Course.PRECEDED), BEFORE.starts_on + DAY
    hosting = {
        "dates": replace(BEFORE, ends_on=BEFORE.ends_on + DAY),
        "people": replace(BEFORE, people=(Person("Omar Sy"),)),
        "place": replace(BEFORE, place="Brest"),
        "gone": None,
    }[change]
    with pytest.raises(TermsRefused, match="Ce volet a commencé le 1er avril 2026") as refused:
        amend(cast, mission, day, hosting=hosting)
    assert refused.value.field == "hosting_starts_on"
    other = replace(text.terms_of(mission).sending, people=(cast.experts[1],))
    assert amend(cast, mission, day, sending=other).touched == ["people"]


@pytest.mark.django_db
def test_m14_after_the_return_the_hosting_that_follows_moves_and_what_was_validated_stands(cast):
    mission = two_legs(cast, Course.FOLLOWED)
    day = RETURN + 2 * DAY
    returns.complete_missions(on=day, at=on(day))
    mission.refresh_from_db()
    due_on, days = mission.report_due_on, ParticipantDay.objects.count()
    amendment = amend(cast, mission, day, hosting=later(AFTER))
    mission.refresh_from_db()
    assert (mission.state, mission.report_due_on, amendment.touched) == (MissionState.COMPLETED, due_on, [])
    assert (mission.versions.count(), ParticipantDay.objects.count()) == (2, days)
    assert mission.legs.get(direction=Direction.HOSTING).starts_on == AFTER.starts_on + 10 * DAY
    told(
        "hosting_amended",
        cast.editor,
        cast.officer,
        cast.head,
        cast.agent,
        subject=mission,
        title="Mission M-2026-0001 : l’accueil qui suit le séjour change",
        body=f"""
L’accueil prévu après le séjour change : la validation du séjour, la lettre de mission et la limite du rapport tiennent, l’ambassade n’a pas à répondre.

Titulaire : {cast.organisation}
Pays : Sénégal

Motif :
Grève des vols.

Voir ce qui change : {{link}}
""",
    )
    with pytest.raises(TermsRefused, match="ne change plus"):
        amend(cast, mission, day, sending=later(text.terms_of(Mission.objects.get(pk=mission.pk)).sending))


SETTLED = {
    "subject": "Un autre objet",
    "nature": Nature.SEMINAR,
    "objectives": "Un autre but.",
    "expected_results": ("Un autre résultat",),
    "follow_ups": "D’autres suites.",
    "goals": (1,),
    "host_institution": "Ville de Dakar",
    "host_committed_on": TODAY,
    "claims_hosting": True,
    "course": Course.PRECEDED,
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", SETTLED)
def test_m14_once_the_people_have_left_only_the_hosting_that_follows_changes(cast, name):
    mission, day = two_legs(cast, Course.FOLLOWED), DEPARTURE + DAY
    with pytest.raises(TermsRefused) as refused:
        amend(cast, mission, day, **{name: SETTLED[name]})
    assert refused.value.field == name
    form = AmendForm(initial=terms_as_typed(mission), mission=mission, on=day)
    assert form.fields[name].disabled is (name != "course")
    assert amend(cast, mission, day, hosting=later(AFTER)).touched == []


@pytest.mark.django_db
def test_m14_a_form_that_is_read_only_still_moves_the_hosting_that_follows(cast):
    mission, day = two_legs(cast, Course.FOLLOWED), DEPARTURE + DAY
    typed = terms_as_typed(mission)
    posted = typed | {
        "objectives": "Réécrits.",
        "hosting_starts_on": AFTER.starts_on + DAY,
        "reason": "Vol annulé.",
    }
    form = AmendForm(posted, initial=typed, mission=mission, on=day)
    assert form.is_valid(), form.errors
    assert form.terms == replace(
        text.terms_of(mission), hosting=replace(AFTER, starts_on=AFTER.starts_on + DAY)
    )


@pytest.mark.django_db
def test_m14_the_hosting_that_follows_may_be_given_up(cast):
    mission = two_legs(cast, Course.FOLLOWED)
    amend(cast, mission, DEPARTURE + DAY, hosting=None, course=Course.ALONE)
    assert list(mission.legs.values_list("direction", flat=True)) == [Direction.SENDING]


@pytest.mark.django_db
@pytest.mark.parametrize(("state", "allowed"), [("completed", True), ("closed", False)])
def test_m14_a_mission_closed_on_its_report_changes_no_more(cast, state, allowed):
    mission = two_legs(cast, Course.FOLLOWED)
    Mission.objects.filter(pk=mission.pk).update(state=state)
    mission.refresh_from_db()
    assert bool(rules.may_amend(cast.signatory, mission, RETURN + DAY)) is allowed


@pytest.mark.django_db
@pytest.mark.parametrize(("after", "allowed"), [(-1, True), (0, True), (1, False)])
def test_m14_until_the_first_day_and_no_later(cast, after, allowed):
    mission = made.validated(cast)
    assert bool(rules.may_amend(cast.signatory, mission, DEPARTURE + after * DAY)) is allowed


@pytest.mark.django_db
@pytest.mark.parametrize("after", [-1, 0, 1])
def test_m14_days_that_nobody_validated_may_be_past_those_proposed_may_not(cast, after):
    """The post was silent until the departure: the holder postpones, and is not at a dead end."""
    mission, day = made.awaiting(cast), DEPARTURE + after * DAY
    stay = text.terms_of(mission).sending
    if after > 0:
        with pytest.raises(AmendmentRefused, match="ses dates sont passées"):
            amend(cast, mission, day, objectives="Autre chose.")
        mission = Mission.objects.get(pk=mission.pk)
    amend(cast, mission, day, sending=later(stay))
    assert Mission.objects.get(pk=mission.pk).state == MissionState.ACCEPTED


@pytest.mark.django_db
def test_m8_days_that_came_while_the_validation_had_fallen_are_no_beginning(cast):
    mission = two_legs(cast, Course.PRECEDED)
    amend(
        cast,
        mission,
        BEFORE.starts_on,
        sending=replace(text.terms_of(mission).sending, people=(cast.experts[1],)),
    )
    mission = Mission.objects.get(pk=mission.pk)
    assert legs.begun(mission, BEFORE.ends_on) == {}
    with pytest.raises(NotAllowed, match="ses dates sont passées"):
        preparation.send_to_embassy(mission=mission, version_number=2, by=cast.officer, at=on(BEFORE.ends_on))


@pytest.mark.django_db
@pytest.mark.parametrize("lead", ["prepared", "agreed", "awaiting"])
def test_m6_somebody_set_aside_since_is_neither_accepted_sent_nor_validated(cast, lead):
    mission = getattr(made, lead)(cast)
    made.estimate(cast, mission)
    Expert.objects.filter(pk=cast.experts[0].pk).update(active=False)
    mission = Mission.objects.get(pk=mission.pk)
    may = {
        "prepared": lambda: rules.may_accept_terms(cast.signatory, mission, TODAY),
        "agreed": lambda: rules.may_send_to_embassy(cast.officer, mission, TODAY),
        "awaiting": lambda: rules.may_validate(cast.agent, mission, TODAY),
    }[lead]()
    assert "n’est plus parmi les experts mobilisables" in may.reason


@pytest.mark.django_db
def test_m3_daect_sends_neither_days_past_nor_a_departure_beyond_the_label(cast):
    mission = made.agreed(cast)
    made.estimate(cast, mission)
    assert (
        "ses dates sont passées" in rules.may_send_to_embassy(cast.officer, mission, DEPARTURE + DAY).reason
    )
    made.ends_on(mission.label, DEPARTURE - DAY)
    assert "prend fin" in rules.may_send_to_embassy(cast.officer, mission, TODAY).reason


@pytest.mark.django_db
def test_m14_nobody_left_is_judged_on_what_the_holder_said_meanwhile(cast, monkeypatch):
    """DAECT has read the mission; the return is confirmed; then comes "nobody left". Its control: without the row."""
    day = RETURN + DAY
    mission = made.validated(cast)
    read = Mission.objects.select_related("organisation", "country").get(pk=mission.pk)
    returns.confirm_return(mission=mission, returned_on=RETURN, by=cast.editor, at=on(day))
    read.state = MissionState.COMPLETED
    with pytest.raises(NotAllowed, match="la mission a eu lieu"):
        endings.record_no_departure(mission=read, reason="Non.", by=cast.officer, at=on(day))
    read.return_confirmed_on = None
    monkeypatch.setattr(endings, "hold", lambda *_, **__: None)
    endings.record_no_departure(mission=read, reason="Non.", by=cast.officer, at=on(day))
    mission.refresh_from_db()
    assert (mission.state, mission.return_confirmed_on) == (MissionState.CANCELLED, RETURN), (
        "the fault, found"
    )


@pytest.mark.django_db
def test_r1_the_holder_confirms_the_return_once_even_at_the_same_instant(cast):
    mission = made.completed(cast)
    read = Mission.objects.select_related("organisation", "country").get(pk=mission.pk)
    returns.confirm_return(mission=mission, returned_on=RETURN, by=cast.editor, at=on(RETURN + DAY))
    with pytest.raises(NotAllowed, match="déjà confirmé"):
        returns.confirm_return(mission=read, returned_on=RETURN - DAY, by=cast.signatory, at=on(RETURN + DAY))


# ---------------------------------------------------------------- by property

days = st.dates(min_value=date(2026, 3, 3), max_value=date(2027, 6, 30))
shifts = st.integers(min_value=-20, max_value=20)


@dataclass(frozen=True)
class Change:
    """Two legs, and by how many days each moves."""

    course: str
    before: dict[Direction, Leg]
    moved: dict[Direction, int]

    @property
    def after(self) -> dict[Direction, Leg]:
        return {way: later(leg, self.moved[way]) for way, leg in self.before.items()}


def stay(first: date, length: int, *people) -> Leg:
    return Leg(first, first + (length - 1) * DAY, "Rennes", people)


def written(course: str, given: dict[Direction, Leg]) -> Mission:
    """A validated mission with these legs, kept in memory."""
    label = Label(number="EXPE-CT-2025-0001", granted_on=date(2025, 1, 1))
    mission = Mission(pk=1, state=MissionState.VALIDATED, course=course, label=label)
    rows = [
        MissionLeg(pk=n, direction=way, starts_on=leg.starts_on, ends_on=leg.ends_on, place=leg.place)
        for n, (way, leg) in enumerate(given.items(), start=1)
    ]
    for row in rows:
        people = given[Direction(row.direction)].people
        found = [
            Participant(slot=n, name=one.name, function=one.function) for n, one in enumerate(people, start=1)
        ]
        row._prefetched_objects_cache = {"participants": found}
    mission._prefetched_objects_cache = {"legs": rows, "expected_results": []}
    return mission


legs_of_two = st.fixed_dictionaries({way: st.builds(stay, days, st.integers(1, 7)) for way in Direction})
changes = st.builds(
    Change,
    st.sampled_from([Course.PRECEDED, Course.FOLLOWED]),
    legs_of_two,
    st.fixed_dictionaries(dict.fromkeys(Direction, shifts)),
)


@pytest.mark.pure
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(changes, days)
def test_m14_by_property_two_legs_in_their_order_the_begun_one_as_it_was(change, today):
    after = change.after
    hosting, sending = after[Direction.HOSTING], after[Direction.SENDING]
    terms = Terms("", course=change.course, hosting=hosting, sending=sending)
    found = list(faults(terms, written(change.course, change.before), today))
    frozen = {way for way, leg in change.before.items() if leg.starts_on < today and change.moved[way]}
    said = {fault.field for fault in found if "a commencé" in fault.sentence}
    assert said == {f"{way}_starts_on" for way in frozen}
    before_it = hosting.ends_on > sending.starts_on
    meets = before_it if change.course == Course.PRECEDED else hosting.starts_on < sending.ends_on
    assert any("L’accueil doit" in fault.sentence for fault in found) is meets
