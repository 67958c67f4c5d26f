"""At the same instant: two choices, two validations, two holders of the same day (spec M3, M6, M8).

Each race has a control, where the guard is off and the same check finds the fault.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import IntegrityError, connection

from expect.accounts.enums import Role
from expect.audit.models import Entry
from expect.kernel.errors import Refusal
from missions import costs, preparation, requests, returns, validation
from missions.models import Cost, EmbassyReview, Mission, ParticipantDay, Solicitation
from missions.terms.limits import DayTaken
from tests import factories
from tests.missions import factories as made
from tests.moments import AT

pytestmark = pytest.mark.django_db(transaction=True)


def together(*acts: Callable):
    """What each act returns or raises, all begun at the same instant, each on a connection of its own."""
    start = Barrier(len(acts))

    def play(act):
        try:
            start.wait()
            return act()
        except (Refusal, IntegrityError) as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(play, acts))


def refusals(outcomes) -> list:
    return [outcome for outcome in outcomes if isinstance(outcome, Refusal)]


@pytest.fixture
def cast():
    return made.Cast()


def loaded(mission: Mission) -> Mission:
    """The mission as another request reads it."""
    related = ("country", "post", "label", "organisation", "solicitation__request")
    return Mission.objects.select_related(*related).get(pk=mission.pk)


def test_m3_two_officers_choose_one_mission_is_born(cast):
    need = made.need(cast)
    first, other = made.accepted(cast, need), made.label()
    second = requests.accept_solicitation(
        solicitation=made.solicitation(cast, need, of=other),
        by=factories.member(Role.EDITOR, other.organisation),
        at=AT,
    )

    def choose(solicitation):
        mine = Solicitation.objects.select_related("request__country", "label", "organisation").get(
            pk=solicitation.pk
        )
        return lambda: requests.choose(solicitation=mine, reason="Disponible.", by=cast.officer, at=AT)

    outcomes = together(choose(first), choose(second), choose(first))
    assert len(refusals(outcomes)) == 2
    assert Mission.objects.get().number == "M-2026-0001"


def test_m8_two_agents_answer_one_answer_stands(cast):
    mission = made.awaiting(cast)
    colleague = factories.member(Role.POST_AGENT, cast.post)
    mine, theirs = loaded(mission), loaded(mission)
    outcomes = together(
        lambda: validation.validate(mission=mine, version_number=1, by=cast.agent, at=AT),
        lambda: validation.refuse_mission(
            mission=theirs, version_number=1, reasons="Non.", by=colleague, at=AT
        ),
    )
    assert len(refusals(outcomes)) == 1
    assert EmbassyReview.objects.count() == 1
    assert Entry.objects.filter(action__in=["validate", "refuse"]).count() == 1


def test_control_without_the_conditional_update_the_database_alone_stops_the_second(cast, monkeypatch):
    mission = made.awaiting(cast)

    def careless(subject, workflow, act, *, by, at, membership=None, details=None, **facts):
        Mission.objects.filter(pk=subject.pk).update(state=workflow.transition(act).target, **facts)

    monkeypatch.setattr(validation, "advance", careless)
    mine, theirs = loaded(mission), loaded(mission)
    outcomes = together(
        lambda: validation.validate(mission=mine, version_number=1, by=cast.agent, at=AT),
        lambda: validation.validate(mission=theirs, version_number=1, by=cast.agent, at=AT),
    )
    assert EmbassyReview.objects.count() == 1
    assert "déjà été rendu" in refusals(outcomes)[0].sentence


def days_of_both(cast) -> tuple[list, int]:
    """Two drafts take the same expert on the same days at once; outcomes and rows written."""
    drafts = [made.draft(cast), made.draft(cast)]

    def save(mission):
        terms = made.terms(cast)
        return lambda: preparation.save_terms(
            mission=loaded(mission), terms=terms, revision=0, by=cast.editor, at=AT
        )

    return together(*map(save, drafts)), ParticipantDay.objects.count()


def test_m6_two_drafts_take_the_same_days_one_has_them(cast):
    outcomes, days = days_of_both(cast)
    [refusal] = refusals(outcomes)
    assert isinstance(refusal, DayTaken)
    assert str(cast.experts[0]) in refusal.sentence
    assert days == 7


def test_m6_the_constraint_alone_is_enough(cast, monkeypatch):
    monkeypatch.setattr(preparation, "faults", lambda *_: ())
    outcomes, days = days_of_both(cast)
    assert [type(one) for one in refusals(outcomes)] == [DayTaken]
    assert days == 7


def test_control_without_days_both_take_the_expert(cast, monkeypatch):
    monkeypatch.setattr(preparation, "_take_days", lambda *_: None)
    outcomes, days = days_of_both(cast)
    assert (refusals(outcomes), days) == ([], 0)


def test_l7_two_tabs_at_once_one_saves(cast):
    mission = made.draft(cast)

    def save(words):
        one, terms = loaded(mission), made.terms(cast, objectives=words)
        return lambda: preparation.save_terms(mission=one, terms=terms, revision=0, by=cast.editor, at=AT)

    outcomes = together(save("Un"), save("Deux"))
    assert [type(one) for one in refusals(outcomes)] == [preparation.SavedMeanwhile]
    mission.refresh_from_db()
    assert (mission.revision, mission.expected_results.count()) == (1, 2)


def test_two_jobs_complete_each_mission_once(cast):
    mission = made.validated(cast)
    day = mission.returns_on.replace(day=mission.returns_on.day + 1)

    def job():
        return returns.complete_missions(on=day, at=AT)

    assert sum(len(done) for done in together(job, job, job)) == 1
    assert Entry.objects.filter(action="complete").count() == 1


def test_m7_a_line_is_corrected_once(cast):
    line = made.cost(cast, made.draft(cast))

    def correct():
        mine = Cost.objects.select_related("mission").get(pk=line.pk)
        return costs.correct_cost(cost=mine, reason="Erreur", by=cast.officer, at=AT)

    assert len(refusals(together(correct, correct))) == 1
    assert Cost.objects.count() == 2


def test_numbers_have_no_gap_nor_double(cast):
    def relay():
        return made.need(cast).number

    assert sorted(together(*[relay] * 4)) == [f"B-2026-{n:04}" for n in range(1, 5)]
