"""The limits of a mission by property: days, legs, overlaps (spec M4, M6)."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from missions import preparation
from missions.enums import Course, Direction
from missions.models import ParticipantDay
from missions.terms.limits import DayTaken, TooLong, TooManyPeople, leg_faults
from missions.terms.values import Leg, Person, Terms
from tests.missions import factories as made
from tests.moments import AT

starts = st.dates(min_value=date(2026, 3, 3), max_value=date(2027, 6, 30))
lengths = st.integers(min_value=1, max_value=40)


def leg(first: date, days: int, people: int = 1) -> Leg:
    return Leg(
        first, first + timedelta(days=days - 1), "Rennes", tuple(Person(f"P{n}") for n in range(people))
    )


@pytest.mark.pure
@given(starts, lengths, st.sampled_from(Direction))
def test_m4_a_leg_is_too_long_from_eight_days_on(first, days, direction):
    found = list(leg_faults(direction, leg(first, days)))
    assert [type(fault) for fault in found] == ([TooLong] if days > 7 else [])


@pytest.mark.pure
@given(starts, st.integers(min_value=0, max_value=9), st.sampled_from(Direction))
def test_m4_too_many_from_three_on(first, people, direction):
    found = list(leg_faults(direction, leg(first, 1, people)))
    assert [type(fault) for fault in found] == ([TooManyPeople] if people > 2 else [])


@pytest.mark.pure
@given(starts, lengths)
def test_m4_each_day_once_both_ends_counted(first, days):
    counted = leg(first, days).days()
    assert len(counted) == len(set(counted)) == days
    assert (counted[0], counted[-1]) == (first, first + timedelta(days=days - 1))


@pytest.mark.pure
@given(starts, lengths, starts, lengths, st.sampled_from(Course))
def test_r1_the_mission_lasts_as_the_people_sent(first, days, other, more, course):
    sending, hosting = leg(first, days), leg(other, more)
    assert Terms("", course=course, sending=sending, hosting=hosting).span() == (first, sending.ends_on)
    alone = Terms("", course=Course.ALONE, hosting=hosting)
    assert alone.span() == (other, hosting.ends_on)


class Overlaps(TestCase):
    """On the database: the act refuses exactly the stays that share a day."""

    def setUp(self):
        self.cast = made.Cast(label=None)
        made.ends_on(self.cast.label, None)
        self.first, self.second = made.draft(self.cast), made.draft(self.cast)

    @settings(deadline=None)
    @given(starts, st.integers(1, 7), st.integers(-9, 9), st.integers(1, 7))
    def test_m6_refused_exactly_when_a_day_is_shared(self, first, days, shift, more):
        stays = []
        for start, length in ((first, days), (first + timedelta(days=shift), more)):
            stays.append(Leg(start, start + timedelta(days=length - 1), "Thiès", (self.cast.experts[0],)))
        shared = set(stays[0].days()) & set(stays[1].days())
        ParticipantDay.objects.all().delete()
        self.save(self.first, stays[0])
        if shared:
            with pytest.raises(DayTaken, match=self.first.number):
                self.save(self.second, stays[1])
        else:
            self.save(self.second, stays[1])
            assert ParticipantDay.objects.count() == days + more

    def save(self, mission, stay):
        mission.refresh_from_db()
        terms = made.terms(self.cast, sending=stay)
        preparation.save_terms(
            mission=mission, terms=terms, revision=mission.revision, by=self.cast.editor, at=AT
        )
