"""At the same instant: two choices, two validations, two holders of the same day (spec M3, M6, M8).

Each race has a control, where the guard is off and the same check finds the fault.
"""

import contextlib
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier, BrokenBarrierError
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, connection, models

from expect.accounts.enums import Role
from expect.audit.models import Entry
from expect.kernel.errors import Refusal, StateChanged
from missions import costs, exceptions, preparation, requests, returns, validation
from missions.enums import CostStage, Party
from missions.models import (
    Cost,
    EmbassyReview,
    ExpertiseRequest,
    GrantedException,
    Mission,
    MissionLeg,
    ParticipantDay,
    Solicitation,
    TermsAcceptance,
    TermsVersion,
)
from missions.terms.limits import DayTaken
from tests import factories
from tests.missions import factories as made
from tests.moments import AT, TODAY
from tests.schema import put_rows_back

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]
ROUNDS = 200 if os.environ.get("EXPECT_SOAK") else 5


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


@pytest.mark.parametrize(("guarded", "asked"), [(True, 0), (False, 1)])
def test_m3_a_need_withdrawn_while_a_holder_is_being_asked(cast, monkeypatch, guarded, asked):
    need = made.need(cast)
    read_before = ExpertiseRequest.objects.select_related("country").get(pk=need.pk)
    requests.withdraw_request(request=need, by=cast.officer, at=AT)
    if not guarded:
        monkeypatch.setattr(requests, "hold", lambda *_: None)
    with contextlib.suppress(StateChanged):
        made.solicitation(cast, read_before)
    assert Solicitation.objects.count() == asked


def test_m3_two_officers_ask_the_same_holder_once(cast):
    need = made.need(cast)

    def solicit():
        mine = ExpertiseRequest.objects.select_related("country").get(pk=need.pk)
        return made.solicitation(cast, mine)

    assert len(refusals(together(solicit, solicit))) == 1
    assert Solicitation.objects.count() == 1


def test_m10_two_heads_grant_the_same_exception_once(cast):
    late, need = made.gone(cast), made.need(cast)
    Mission.objects.filter(pk=late.pk).update(report_due_on=TODAY - timedelta(days=1))

    def grant(head):
        return lambda: exceptions.grant_exception(
            request=need, label=cast.label, kind="late_report", reasons="Motif", by=head, at=AT
        )

    outcomes = together(grant(factories.head()), grant(factories.head()))
    assert len(refusals(outcomes)) == 1
    assert GrantedException.objects.count() == 1


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


def two_validations(cast, colleague) -> tuple[list, tuple[int, int, int]]:
    """Two agents validate at once a version that both have read: outcomes; answers, acceptances and limits written."""
    ParticipantDay.objects.all().delete()
    mission = made.awaiting(cast)
    mine, theirs = loaded(mission), loaded(mission)
    outcomes = together(
        lambda: validation.validate(mission=mine, version_number=1, by=cast.agent, at=AT),
        lambda: validation.validate(mission=theirs, version_number=1, by=colleague, at=AT),
    )
    accepted = TermsAcceptance.objects.filter(version__mission=mission, party=Party.EMBASSY)
    return outcomes, (mission.reviews.count(), accepted.count(), mission.limit_changes.count())


@pytest.fixture
def careless(monkeypatch):
    """An answer neither holds the mission's row nor asks in which state it is."""

    def moved(subject, workflow, act, *, by, at, membership=None, details=None, **facts):
        Mission.objects.filter(pk=subject.pk).update(state=workflow.transition(act).target, **facts)

    monkeypatch.setattr(validation, "advance", moved)
    monkeypatch.setattr(validation, "hold", lambda *_: None)


@contextlib.contextmanager
def answered_several_times():
    """A version takes several answers, and several acceptances of one party: the constraints are off, and on again."""
    one = EmbassyReview._meta.get_field("version")
    several = models.ForeignKey(TermsVersion, models.PROTECT)
    several.set_attributes_from_name(one.name)
    several.model = EmbassyReview
    kept = TermsAcceptance._meta.constraints
    (once,) = (each for each in kept if each.name == "terms_accepted_once")
    with pytest.MonkeyPatch.context() as patched, connection.schema_editor() as editor:
        editor.alter_field(EmbassyReview, one, several)
        patched.setattr(TermsAcceptance._meta, "constraints", [each for each in kept if each != once])
        editor.remove_constraint(TermsAcceptance, once)
    try:
        yield
    finally:
        put_rows_back(None)  # of SQLite, the tables as well
        if connection.vendor == "postgresql":
            with connection.schema_editor() as editor:
                editor.alter_field(EmbassyReview, several, one)
                editor.add_constraint(TermsAcceptance, once)


@pytest.mark.repeated
def test_m8_two_validations_at_once_again_and_again(cast):
    """One answer, one acceptance of the embassy, one limit, whatever the round; its control is below."""
    colleague = factories.member(Role.POST_AGENT, cast.post)
    for _ in range(ROUNDS):
        outcomes, written = two_validations(cast, colleague)
        assert (len(refusals(outcomes)), written) == (1, (1, 1, 1))


def test_without_the_conditional_update_the_database_alone_stops_the_second(cast, careless):
    """A second guard behind the first: a version has one answer (spec M8)."""
    outcomes, written = two_validations(cast, factories.member(Role.POST_AGENT, cast.post))
    assert written == (1, 1, 1)
    assert "déjà été rendu" in refusals(outcomes)[0].sentence


def test_control_without_the_row_nor_the_constraints_the_embassy_validates_twice(cast, careless):
    """The same check finds the fault, once both guards are off."""
    with answered_several_times():
        outcomes, written = two_validations(cast, factories.member(Role.POST_AGENT, cast.post))
    assert (refusals(outcomes), written) == ([], (2, 2, 2))


@pytest.mark.repeated
@pytest.mark.parametrize("substance", [True, False])
def test_m8_validated_while_the_terms_change(cast, substance):
    """Whoever comes first: never a validation of a version that another has replaced, nor a limit of other dates."""
    for _ in range(ROUNDS):
        ParticipantDay.objects.all().delete()
        mission = made.awaiting(cast)
        mine, theirs = loaded(mission), loaded(mission)
        together(
            lambda mine=mine: validation.validate(mission=mine, version_number=1, by=cast.agent, at=AT),
            lambda theirs=theirs: (
                made.postponed(cast, theirs)
                if substance
                else made.amended(cast, theirs, objectives="Autre chose.")
            ),
        )
        mission.refresh_from_db()
        acts = list(
            Entry.objects.filter(
                subject_id=mission.public_id, action__in=["validate", "amend", "amend_detail"]
            )
            .order_by("pk")
            .values_list("action", flat=True)
        )
        ends = {
            ("validate",): ("validated", 1),
            ("validate", "amend_detail"): ("validated", 2),
            ("amend_detail",): ("awaiting_embassy", 2),
            ("amend",): ("accepted", 2),
        }
        assert (mission.state, mission.versions.count()) == ends[tuple(acts)]
        due_on = returns.report_due_on(mission.returns_on)
        assert mission.report_due_on == (due_on if mission.state == "validated" else None)


def test_control_without_the_row_a_validation_lands_on_other_dates(cast, careless, monkeypatch):
    """The same check, with the guards off: a validated mission whose limit is not that of its dates."""
    mission = made.awaiting(cast)
    mine = loaded(mission)
    made.postponed(cast, mission)
    monkeypatch.setattr(validation, "in_force", lambda of, number: of.versions.get(number=number))
    validation.validate(mission=mine, version_number=1, by=cast.agent, at=AT)
    mission.refresh_from_db()
    assert (mission.state, mission.versions.count()) == ("validated", 2), (
        "version 1 validated, version 2 in force"
    )


def letter_while_terms_change(cast, head) -> Mission:
    """The head issues the letter, the signatory postpones, at once: the mission as both leave it."""
    ParticipantDay.objects.all().delete()
    mission = made.validated(cast)
    mine, theirs = loaded(mission), loaded(mission)
    together(
        lambda: validation.issue_mission_letter(mission=mine, by=head, at=AT),
        lambda: made.postponed(cast, theirs),
    )
    return Mission.objects.get(pk=mission.pk)


def letters_that_lie(mission: Mission) -> list[str]:
    """A live letter of terms that changed, or a letter that nobody knows to be void."""
    issued = Entry.objects.filter(subject_id=mission.public_id, action="issue_mission_letter").count()
    void = mission.amendments.filter(letter__isnull=False).count()
    live = mission.letter_id is not None
    return ["live"] * (live and mission.state != "validated") + ["lost"] * (issued - void - live)


@pytest.mark.repeated
def test_m11_the_letter_is_issued_while_the_dates_change(cast):
    """Void, and known to be, where it came first; not issued where the change did."""
    head = factories.head()
    for _ in range(ROUNDS):
        mission = letter_while_terms_change(cast, head)
        assert (mission.state, letters_that_lie(mission)) == ("accepted", [])


def test_control_without_the_row_a_letter_is_issued_on_terms_that_changed(cast, monkeypatch):
    """The same check finds the fault, once the guard is off."""
    mission, head = made.validated(cast), factories.head()
    read_before = loaded(mission)
    made.postponed(cast, mission)
    monkeypatch.setattr(validation, "hold", lambda *_, **__: None)
    validation.issue_mission_letter(mission=read_before, by=head, at=AT)
    assert letters_that_lie(Mission.objects.get()) == ["live"]


def days_of_both(cast, drafts: list[Mission] | None = None) -> tuple[list, int]:
    """Two drafts take the same expert on the same days at once; outcomes and rows written."""
    drafts = drafts or [made.draft(cast), made.draft(cast)]

    def save(mission):
        mine, terms = loaded(mission), made.terms(cast)
        return lambda: preparation.save_terms(
            mission=mine, terms=terms, revision=mine.revision, by=cast.editor, at=AT
        )

    return together(*map(save, drafts)), ParticipantDay.objects.count()


def test_m6_two_drafts_take_the_same_days_one_has_them(cast):
    outcomes, days = days_of_both(cast)
    [refusal] = refusals(outcomes)
    assert isinstance(refusal, DayTaken)
    assert str(cast.experts[0]) in refusal.sentence
    assert days == 7


@pytest.mark.repeated
def test_m6_two_drafts_take_the_same_days_again_and_again(cast):
    """One has the seven days, the other none of them, whatever the round; its control is below."""
    drafts = [made.draft(cast), made.draft(cast)]
    for _ in range(ROUNDS):
        MissionLeg.objects.all().delete()
        outcomes, days = days_of_both(cast, drafts)
        assert ([type(one) for one in refusals(outcomes)], days) == ([DayTaken], 7)


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


def two_recoveries(cast, monkeypatch, *, meet: bool):
    """What stays paid when two people recover the whole ticket at once, both having read the sum first.

    Where the row keeps them apart nobody comes to meet the first, who does not wait long.
    """
    mission, net_paid, read = made.draft(cast), costs.net_paid, Barrier(2)
    made.cost(cast, mission)

    def read_together(of):
        paid = net_paid(of)
        with contextlib.suppress(BrokenBarrierError):  # the other waits for the row: nobody to meet
            read.wait(timeout=60 if meet else 0.5)
        return paid

    monkeypatch.setattr(costs, "net_paid", read_together)

    def recover(reference):
        return lambda: made.cost(cast, loaded(mission), CostStage.RECOVERED, reference=reference)

    outcomes = together(recover("Avoir 1"), recover("Avoir 2"))
    return outcomes, net_paid(mission)


def test_m7_two_people_recover_the_same_sum_once(cast, monkeypatch):
    outcomes, paid = two_recoveries(cast, monkeypatch, meet=False)
    assert len(refusals(outcomes)) == 1
    assert paid == 0


def test_control_without_the_missions_row_more_is_recovered_than_paid(cast, monkeypatch):
    """On SQLite a transaction is alone from its start: there, the row is not what stops the second."""
    monkeypatch.setattr(costs, "hold", lambda *_: None)
    alone = connection.vendor == "sqlite"
    _, paid = two_recoveries(cast, monkeypatch, meet=not alone)
    assert paid == (0 if alone else -1000)


def two_payments(cast, monkeypatch, *, meet: bool) -> tuple[list, int]:
    """Two officers enter the same invoice at once, neither having seen the line of the other; outcomes, and lines.

    Where the row keeps them apart nobody comes to meet the first, who does not wait long.
    """
    mission, traced, written = made.draft(cast), costs.journal.record, Barrier(2)

    def record(**said):
        with contextlib.suppress(BrokenBarrierError):  # the other waits for the row: nobody to meet
            written.wait(timeout=60 if meet else 0.5)
        traced(**said)

    monkeypatch.setattr(costs, "journal", SimpleNamespace(record=record))

    def pay():
        return made.cost(cast, loaded(mission), reference="EJ-1")

    return together(pay, pay), mission.costs.count()


def test_m7_two_officers_enter_the_same_payment_once(cast, monkeypatch):
    outcomes, lines = two_payments(cast, monkeypatch, meet=False)
    assert ([type(one) for one in refusals(outcomes)], lines) == ([costs.AlreadyEntered], 1)


def test_control_without_the_missions_row_the_payment_counts_twice(cast, monkeypatch):
    """On SQLite a transaction is alone from its start: there, the row is not what stops the second."""
    monkeypatch.setattr(costs, "hold", lambda *_: None)
    alone = connection.vendor == "sqlite"
    _, lines = two_payments(cast, monkeypatch, meet=not alone)
    assert lines == (1 if alone else 2)


def test_numbers_have_no_gap_nor_double(cast):
    def relay():
        return made.need(cast).number

    assert sorted(together(*[relay] * 4)) == [f"B-2026-{n:04}" for n in range(1, 5)]
