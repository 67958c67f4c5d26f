"""At the same instant: two workers, a delivery and the job, a delivery and an issue (spec R4, R5).

Each race has a control, where the guard is off and the same check finds the fault.
"""

import contextlib
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import IntegrityError, connection
from django.db.models import Q

from expect.audit.models import Entry
from expect.kernel.errors import DraftConflict, Refusal
from expect.notifications.models import Message
from missions import endings, returns
from missions.enums import CostStage, MissionState
from missions.models import Mission
from reports import extensions, overdue, reimbursement, submission
from reports.enums import DemandState
from reports.models import MissionReport, ReimbursementDemand, ReportReminder
from reports.overdue import flag_overdue_reports
from tests import factories
from tests.moments import AT, TODAY
from tests.reports import factories as made

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 200 if os.environ.get("EXPECT_SOAK") else 20
MISSIONS = 6


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


def job():
    return flag_overdue_reports(on=TODAY, at=AT)


@pytest.fixture
def both_have_read(monkeypatch):
    """Two workers, both of which have read what is late before either writes."""
    read, batch = Barrier(2), overdue._batch

    def wait_then_write(*args, **kwargs):
        read.wait()
        return batch(*args, **kwargs)

    monkeypatch.setattr(overdue, "_batch", wait_then_write)


# ---------------------------------------------------------------- two workers


def test_r4_two_workers_exactly_one_demand(both_have_read):
    for _ in range(MISSIONS):
        made.carried_out(paid=("850.00",))
    factories.head()
    runs = together(job, job)
    assert sum(run.flagged for run in runs) == MISSIONS
    assert sum(run.drafted for run in runs) == MISSIONS
    assert ReimbursementDemand.objects.count() == MISSIONS
    assert Message.objects.filter(event="reports/demand_drafted").count() == MISSIONS
    assert Entry.objects.filter(action="flag_overdue").count() == MISSIONS


def test_control_without_reading_what_is_held_both_workers_flag(both_have_read, monkeypatch):
    for _ in range(MISSIONS):
        made.carried_out()
    monkeypatch.setattr(returns, "flag_overdue", lambda missions, at: missions)
    assert sum(run.flagged for run in together(job, job)) == 2 * MISSIONS


def test_control_without_reading_again_the_database_alone_stops_the_second(both_have_read, monkeypatch):
    made.carried_out(paid=("850.00",))
    monkeypatch.setattr(overdue.selectors, "free_to_claim", Q)
    errors = [outcome for outcome in together(job, job) if isinstance(outcome, IntegrityError)]
    assert len(errors) == 1
    assert ReimbursementDemand.objects.count() == 1


@pytest.mark.repeated
def test_r4_again_and_again_with_four_workers():
    for _ in factories.rounds(ROUNDS):
        mission = made.carried_out(paid=("850.00",))
        runs = together(job, job, job, job)
        assert sum(run.drafted for run in runs) == 1
        assert ReimbursementDemand.objects.filter(mission=mission).count() == 1


# ---------------------------------------------------------------- a delivery and the job


def delivery(report: MissionReport, signatory) -> Callable:
    return lambda: submission.deliver(report=report, by=signatory, at=AT)


def live_beside_a_report() -> int:
    """How many demands not issued stand beside a delivered report: none, ever (spec R5)."""
    return ReimbursementDemand.objects.filter(
        mission__report_delivered_at__isnull=False, state__in=[DemandState.DRAFT, DemandState.ANSWERING]
    ).count()


@pytest.mark.repeated
def test_r5_a_delivery_and_the_job_at_the_same_instant():
    for _ in factories.rounds(ROUNDS):
        report, signatory = made.handed_in(made.carried_out(paid=("850.00",)))
        delivered, run = together(delivery(report, signatory), job)
        assert delivered == report
        assert ReimbursementDemand.objects.filter(mission=report.mission).count() == run.drafted
        assert live_beside_a_report() == 0


@pytest.mark.parametrize(("guarded", "faults"), [(True, 0), (False, 1)])
def test_r5_a_delivery_between_the_reading_and_the_writing_of_the_job(guarded, faults, monkeypatch):
    report, signatory = made.handed_in(made.carried_out(paid=("850.00",)))
    batch = overdue._batch

    def delivered_meanwhile(*args, **kwargs):
        delivery(report, signatory)()
        return batch(*args, **kwargs)

    monkeypatch.setattr(overdue, "_batch", delivered_meanwhile)
    if not guarded:
        monkeypatch.setattr(
            returns, "hold_overdue", lambda keys, on: list(Mission.objects.filter(pk__in=keys))
        )
    job()
    assert live_beside_a_report() == faults


@pytest.mark.parametrize(("guarded", "faults"), [(True, 0), (False, 1)])
def test_r5_a_delivery_after_the_job(guarded, faults, monkeypatch):
    report, signatory = made.handed_in(made.carried_out(paid=("850.00",)))
    job()
    if not guarded:
        monkeypatch.setattr(reimbursement, "report_came", lambda **mission: False)
    delivery(report, signatory)()
    assert live_beside_a_report() == faults


# ---------------------------------------------------------------- a delivery, and the word that nobody left


def nobody_left(mission: Mission, head) -> Callable:
    return lambda: endings.record_no_departure(mission=mission, reason="Visas refusés", by=head, at=AT)


@pytest.mark.parametrize("first", ["delivery", "nobody left"])
def test_r1_a_delivery_and_the_word_that_nobody_left_do_not_both_stand(first):
    """Both have read the mission before either writes; its row, held, lets one of the two through."""
    report, signatory = made.handed_in(made.carried_out(confirmed=False))
    read = Mission.objects.get(pk=report.mission_id)
    acts = [delivery(report, signatory), nobody_left(read, factories.head())]
    for act in acts if first == "delivery" else reversed(acts):
        with contextlib.suppress(Refusal):
            act()
    mission = Mission.objects.get(pk=report.mission_id)
    came = mission.report_delivered_at is not None
    assert (mission.state == MissionState.CANCELLED) is not came
    assert came is (first == "delivery")


def test_control_without_holding_the_mission_both_stand(monkeypatch):
    report, signatory = made.handed_in(made.carried_out(confirmed=False))
    nobody_left(Mission.objects.get(pk=report.mission_id), factories.head())()
    monkeypatch.setattr(submission, "hold", lambda *row: None)
    delivery(report, signatory)()
    mission = Mission.objects.get(pk=report.mission_id)
    assert (mission.state, mission.report_delivered_at) == (MissionState.CANCELLED, AT)


@pytest.mark.repeated
def test_r1_a_delivery_and_the_word_that_nobody_left_at_the_same_instant():
    head = factories.head()
    for _ in factories.rounds(ROUNDS):
        report, signatory = made.handed_in(made.carried_out(confirmed=False))
        read = Mission.objects.get(pk=report.mission_id)
        together(delivery(report, signatory), nobody_left(read, head))
        mission = Mission.objects.get(pk=report.mission_id)
        assert (mission.state == MissionState.CANCELLED) is (mission.report_delivered_at is None)


# ---------------------------------------------------------------- a delivery and an issue


@pytest.mark.repeated
def test_r5_a_delivery_and_an_issue_at_the_same_instant():
    head = factories.head()
    for _ in factories.rounds(ROUNDS):
        letter = made.answered(made.drafted(made.carried_out(paid=("850.00",))))
        report, signatory = made.handed_in(letter.demand.mission)
        issue = lambda: reimbursement.issue(demand=letter.demand, reasoning="Motif", by=head, at=AT)  # noqa: B023, E731
        delivered, issued = together(delivery(report, signatory), issue)
        assert delivered == report
        demand = ReimbursementDemand.objects.get(pk=letter.demand_id)
        told = Message.objects.filter(event="reports/delivered_after_demand", subject_id=demand.public_id)
        if isinstance(issued, Refusal):
            assert (demand.state, told.exists()) == (DemandState.DROPPED, False)
        else:
            assert (demand.state, told.exists()) == (DemandState.ISSUED, True)


def test_r5_two_heads_at_once_issue_one_demand():
    letter = made.answered()
    heads = [factories.head(), factories.head()]

    def issue(head):
        return lambda: reimbursement.issue(demand=letter.demand, reasoning="Motif", by=head, at=AT)

    outcomes = together(*map(issue, heads))
    assert sum(isinstance(outcome, Refusal) for outcome in outcomes) == 1
    assert ReimbursementDemand.objects.get().number == "DR-2026-0001"


def test_two_tabs_at_once_one_saves():
    report = made.draft()
    editor = made.holder(report.mission, "editor")

    def save(text):
        mine = MissionReport.objects.select_related("mission").get(pk=report.pk)
        data = {"account": text}
        return lambda: submission.save_report(report=mine, data=data, revision=0, by=editor, at=AT)

    outcomes = together(save("Un"), save("Deux"))
    assert sum(isinstance(outcome, DraftConflict) for outcome in outcomes) == 1
    report.refresh_from_db()
    assert (report.account, report.revision) in [("Un", 1), ("Deux", 1)]


@pytest.mark.parametrize(("guarded", "state"), [(True, DemandState.DRAFT), (False, DemandState.DROPPED)])
def test_r4_the_limit_comes_back_between_the_reading_and_the_dropping(guarded, state, monkeypatch):
    demand, drop = made.drafted(), reimbursement.limit_moved
    later = TODAY + timedelta(days=30)
    returns.set_limit(mission=demand.mission, due_on=later, reason="Erreur", by=None, at=AT)

    def back_meanwhile(**which):
        returns.set_limit(mission=demand.mission, due_on=made.DUE_ON, reason="Corrigée", by=None, at=AT)
        return drop(**which)

    monkeypatch.setattr(reimbursement, "limit_moved", back_meanwhile)
    if not guarded:
        monkeypatch.setattr(reimbursement, "outdated", ReimbursementDemand.objects.all)
    job()
    demand.refresh_from_db()
    assert demand.state == state


@pytest.mark.parametrize(("guarded", "state"), [(True, DemandState.DRAFT), (False, DemandState.DROPPED)])
def test_r4_a_sum_is_paid_between_the_reading_and_the_dropping(guarded, state, monkeypatch):
    demand, drop = made.drafted(), reimbursement.all_recovered
    made.cost(demand.mission, "1234.56", CostStage.RECOVERED)

    def paid_meanwhile(**which):
        made.cost(demand.mission, "20.00")
        return drop(**which)

    monkeypatch.setattr(reimbursement, "all_recovered", paid_meanwhile)
    if not guarded:
        monkeypatch.setattr(reimbursement, "claim_lines", lambda keys: {})
    job()
    demand.refresh_from_db()
    assert demand.state == state


def test_r4_two_workers_drop_what_the_limit_left_once():
    demands = [made.drafted(made.carried_out(paid=("850.00",))) for _ in range(MISSIONS)]
    for demand in demands:
        returns.set_limit(
            mission=demand.mission, due_on=TODAY - timedelta(days=1), reason="Corrigée", by=None, at=AT
        )
    runs = together(job, job)
    assert sum(run.dropped for run in runs) == MISSIONS
    assert sum(run.drafted for run in runs) == MISSIONS
    assert ReimbursementDemand.objects.filter(state=DemandState.DRAFT).count() == MISSIONS
    assert Entry.objects.filter(action="drop_moved").count() == MISSIONS


def test_the_limit_moves_while_the_job_runs(monkeypatch):
    mission, batch = made.carried_out(paid=("850.00",)), overdue._batch
    later = TODAY + timedelta(days=30)

    def moved_meanwhile(*args, **kwargs):
        returns.set_limit(mission=mission, due_on=later, reason="Délai", by=None, at=AT)
        return batch(*args, **kwargs)

    monkeypatch.setattr(overdue, "_batch", moved_meanwhile)
    assert (job().flagged, ReimbursementDemand.objects.count()) == (0, 0)
    assert Mission.objects.get().overdue_flagged_at is None


@pytest.mark.repeated
def test_r4_four_workers_and_two_beats_draft_one_demand_per_mission():
    size = 1000 if os.environ.get("EXPECT_SOAK") else 60
    made.many_carried_out(size, amount="850.00")
    runs = together(*[job] * 6)
    assert sum(run.drafted for run in runs) == sum(run.flagged for run in runs) == size
    assert ReimbursementDemand.objects.count() == size
    assert ReportReminder.objects.filter(step=-1).count() == size


@pytest.mark.parametrize(("guarded", "drafted"), [(True, 0), (False, 1)])
def test_r4_more_time_asked_between_the_reading_and_the_writing_of_the_job(guarded, drafted, monkeypatch):
    mission, batch = made.carried_out(paid=("850.00",)), overdue._batch

    def asked_meanwhile(*args, **kwargs):
        extensions.ask_more_time(
            mission=mission,
            until=TODAY,
            reason="Maladie",
            by=made.holder(mission),
            at=made.instant(made.DUE_ON),
        )
        return batch(*args, **kwargs)

    monkeypatch.setattr(overdue, "_batch", asked_meanwhile)
    if not guarded:
        monkeypatch.setattr(overdue.selectors, "free_to_claim", Q)
    job()
    assert ReimbursementDemand.objects.count() == drafted
