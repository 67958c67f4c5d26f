"""The daily job flags what is missing and drafts the demand (spec R4)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from expect.accounts.enums import Role
from expect.audit.models import Entry
from expect.kernel.errors import NotAllowed
from expect.notifications.models import Message
from missions import returns
from missions.enums import CostStage, Course, Direction, MissionState
from missions.models import Mission
from missions.rules import is_claimable
from missions.selectors.stays import claimable
from reports import overdue, reimbursement, submission, tasks
from reports.enums import DemandState, DropCause
from reports.models import ReimbursementDemand
from reports.overdue import OverdueRun, flag_overdue_reports
from reports.workflow import LIVE
from tests import factories
from tests.moments import AT, TODAY
from tests.reports import factories as made

pytestmark = pytest.mark.django_db

NEXT = AT + timedelta(days=1)


def run(on: date = TODAY, at=AT) -> OverdueRun:
    return flag_overdue_reports(on=on, at=at)


# ---------------------------------------------------------------- what is late


@pytest.mark.parametrize(("days", "flagged"), [(-1, 0), (0, 0), (1, 1)])
def test_r1_late_from_the_day_after_the_limit(days, flagged):
    made.carried_out()
    assert run(made.DUE_ON + timedelta(days=days)).flagged == flagged


@pytest.mark.parametrize(
    ("state", "flagged"),
    [
        (MissionState.COMPLETED, 1),
        (MissionState.VALIDATED, 1),
        (MissionState.CANCELLED, 0),
        (MissionState.REFUSED, 0),
        (MissionState.DRAFT, 0),
    ],
)
def test_r1_a_mission_that_did_not_take_place_is_never_flagged(state, flagged):
    made.carried_out(state=state, paid=("850.00",))
    assert run() == OverdueRun(TODAY, flagged=flagged, drafted=flagged)


def test_r4_a_delivered_report_is_not_missing():
    report = made.delivered(made.carried_out(paid=("850.00",)))
    assert run() == OverdueRun(TODAY)
    assert Mission.objects.get(pk=report.mission_id).overdue_flagged_at is None


def test_r2_delivered_but_insufficient_is_not_missing():
    report = made.delivered(made.carried_out(paid=("850.00",)))
    submission.request_more(
        report=report,
        reason="Le guide",
        due_on=TODAY + timedelta(days=5),
        by=factories.member(Role.OFFICER),
        at=AT,
    )
    assert run(TODAY + timedelta(days=30)) == OverdueRun(TODAY + timedelta(days=30))


# ---------------------------------------------------------------- what is drafted


def test_r4_what_was_paid_and_not_recovered_line_by_line():
    mission = made.carried_out(paid=("850.00", "300.00"))
    wrong = made.cost(mission, "99.00", label="Saisie erronée")
    made.cost(mission, "-99.00", corrects=wrong, follows=wrong)
    made.cost(mission, "15.44", CostStage.RECOVERED, label="Taxes rendues")
    made.cost(mission, "5000.00", CostStage.COMMITTED)
    made.cost(mission, "5000.00", CostStage.ESTIMATED)
    assert run() == OverdueRun(TODAY, flagged=1, drafted=1)
    demand = ReimbursementDemand.objects.get()
    assert (demand.state, demand.due_on, demand.total) == (DemandState.DRAFT, made.DUE_ON, Decimal("1134.56"))
    lines = demand.lines.order_by("pk").values_list("cost__label", "amount")
    assert list(lines) == [
        ("Vol Paris–Dakar", Decimal("850.00")),
        ("Vol Paris–Dakar", Decimal("300.00")),
        ("Taxes rendues", Decimal("-15.44")),
    ]


def test_r4_the_journal_says_so():
    mission = made.carried_out(paid=("850.00",))
    run()
    demand = ReimbursementDemand.objects.get()
    lines = Entry.objects.filter(action__in=["flag_overdue", "draft_demand"]).order_by("pk")
    assert [(line.action, line.subject_id, line.role, line.to_state) for line in lines] == [
        ("flag_overdue", mission.public_id, "system", ""),
        ("draft_demand", demand.public_id, "system", "draft"),
    ]


def test_r4_at_zero_flagged_then_drafted_when_a_paid_line_appears():
    mission = made.carried_out()
    assert run() == OverdueRun(TODAY, flagged=1, unpaid=1)
    assert run(at=NEXT) == OverdueRun(TODAY)
    made.cost(mission, "850.00")
    assert run(at=NEXT) == OverdueRun(TODAY, drafted=1)
    mission.refresh_from_db()
    assert mission.overdue_flagged_at == AT, "flagged once"


def test_r4_all_recovered_nothing_to_claim():
    mission = made.carried_out(paid=("850.00",))
    made.cost(mission, "850.00", CostStage.RECOVERED)
    assert run() == OverdueRun(TODAY, flagged=1, unpaid=1)


@pytest.mark.parametrize(("claims", "drafted"), [(False, 0), (True, 1)])
def test_r1_a_hosting_alone_is_claimed_only_if_its_terms_say_so(claims, drafted):
    mission = made.hosted(claims=claims, paid=("300.00",))
    assert run() == OverdueRun(TODAY, flagged=1, drafted=drafted)
    assert ReimbursementDemand.objects.count() == drafted
    mission.refresh_from_db()
    assert mission.overdue_flagged_at == AT, "the report is late all the same"


def test_r1_with_people_sent_what_the_terms_say_of_a_hosting_changes_nothing():
    mission = made.hosted(claims=False, paid=("300.00",), course=Course.PRECEDED)
    leg = mission.legs.get()
    leg.pk, leg.direction, leg.starts_on = None, Direction.SENDING, leg.ends_on
    leg.save()
    assert run().drafted == 1


def test_r1_the_rule_and_the_queryset_say_the_same():
    missions = [made.carried_out(), made.hosted(claims=True), made.hosted(claims=False)]
    found = set(Mission.objects.filter(claimable()))
    assert found == {mission for mission in missions if is_claimable(mission)} == set(missions[:2])


def test_r5_a_demand_whose_terms_no_longer_claim_goes_nowhere():
    mission = made.hosted(claims=True, paid=("300.00",))
    demand = made.drafted(mission)
    Mission.objects.filter(pk=mission.pk).update(claims_hosting=False)
    with pytest.raises(NotAllowed, match="ne prévoient aucun remboursement"):
        made.letter_sent(demand)


# ---------------------------------------------------------------- once


def test_r4_run_again_it_does_nothing_more():
    made.carried_out(paid=("850.00",))
    run()
    assert not overdue.waiting(TODAY).exists()
    before = Message.objects.count(), Entry.objects.count()
    assert [run(TODAY + timedelta(days=n), AT + timedelta(days=n)) for n in (0, 1, 40)] == [
        OverdueRun(TODAY + timedelta(days=n)) for n in (0, 1, 40)
    ]
    assert (Message.objects.count(), Entry.objects.count()) == before


def test_r4_dropped_by_a_person_not_drafted_again_for_that_limit():
    demand = made.drafted()
    reimbursement.drop(demand=demand, reason="Force majeure", by=factories.head(), at=AT)
    assert run(at=NEXT) == OverdueRun(TODAY)
    assert ReimbursementDemand.objects.get().drop_cause == DropCause.PERSON


def test_r4_drafted_then_dropped_while_another_worker_was_about_to_write(monkeypatch):
    mission, batch = made.carried_out(paid=("850.00",)), overdue._batch

    def another_was_faster(*args, **kwargs):
        batch(*args, **kwargs)
        demand = ReimbursementDemand.objects.get(mission=mission)
        reimbursement.drop(demand=demand, reason="Motif", by=factories.head(), at=AT)
        return batch(*args, **kwargs)

    monkeypatch.setattr(overdue, "_batch", another_was_faster)
    assert run() == OverdueRun(TODAY)
    assert ReimbursementDemand.objects.get().state == DemandState.DROPPED


def test_r4_another_limit_another_demand():
    demand = made.drafted()
    reimbursement.drop(demand=demand, reason="Délai accordé", by=factories.head(), at=AT)
    later = TODAY + timedelta(days=10)
    returns.set_limit(mission=demand.mission, due_on=later, reason="Délai", by=None, at=AT)
    assert run(later) == OverdueRun(later)
    assert run(later + timedelta(days=1)) == OverdueRun(later + timedelta(days=1), flagged=1, drafted=1)
    assert ReimbursementDemand.objects.count() == 2


@pytest.mark.parametrize("step", [made.drafted, made.letter_sent, made.answered])
def test_r4_a_limit_that_moved_drops_what_is_not_issued_and_drafts_for_the_new_one(step):
    step()
    first = ReimbursementDemand.objects.get()
    later = TODAY + timedelta(days=10)
    returns.set_limit(mission=first.mission, due_on=later, reason="Retour constaté", by=None, at=NEXT)
    assert run(later, NEXT) == OverdueRun(later, dropped=1)
    first.refresh_from_db()
    assert (first.state, first.drop_cause, first.dropped_at) == (
        DemandState.DROPPED,
        DropCause.LIMIT_MOVED,
        NEXT,
    )
    line = Entry.objects.get(action="drop_moved")
    assert (line.subject_id, line.role, line.details["cause"]) == (first.public_id, "system", "limit_moved")
    after = later + timedelta(days=1)
    assert run(after, NEXT) == OverdueRun(after, flagged=1, drafted=1)
    live = ReimbursementDemand.objects.get(state__in=LIVE)
    assert live.due_on == later
    assert run(after, NEXT) == OverdueRun(after)


@pytest.mark.parametrize("step", [made.drafted, made.letter_sent, made.answered])
def test_r4_all_recovered_drops_what_is_not_issued_and_a_sum_paid_again_drafts_another(step):
    step()
    first = ReimbursementDemand.objects.get()
    made.cost(first.mission, "1234.56", CostStage.RECOVERED)
    assert run(at=NEXT) == OverdueRun(TODAY, recovered=1)
    first.refresh_from_db()
    assert (first.state, first.drop_cause, first.dropped_at) == (
        DemandState.DROPPED,
        DropCause.RECOVERED,
        NEXT,
    )
    assert Entry.objects.get(action="drop_recovered").role == "system"
    assert run(at=NEXT) == OverdueRun(TODAY)
    made.cost(first.mission, "20.00")
    assert run(at=NEXT) == OverdueRun(TODAY, drafted=1)
    assert ReimbursementDemand.objects.get(state__in=LIVE).total == Decimal("20.00")


def test_r4_recovered_in_part_the_demand_stays():
    demand = made.drafted()
    made.cost(demand.mission, "1234.55", CostStage.RECOVERED)
    assert run(at=NEXT) == OverdueRun(TODAY)


def test_r4_a_payment_contradicted_as_a_mistake_drops_the_demand():
    mission = made.carried_out()
    wrong = made.cost(mission, "99.00")
    made.drafted(mission)
    made.cost(mission, "-99.00", corrects=wrong, follows=wrong)
    assert run(at=NEXT) == OverdueRun(TODAY, recovered=1)


def test_r5_an_issued_demand_stays_when_all_is_recovered():
    demand = made.issued()
    made.cost(demand.mission, "1234.56", CostStage.RECOVERED)
    assert run(at=NEXT) == OverdueRun(TODAY)


def test_r4_dropped_and_drafted_by_the_same_run():
    first = made.drafted()
    sooner = TODAY - timedelta(days=1)
    returns.set_limit(mission=first.mission, due_on=sooner, reason="Retour corrigé", by=None, at=AT)
    assert run() == OverdueRun(TODAY, flagged=1, drafted=1, dropped=1)
    assert ReimbursementDemand.objects.get(state__in=LIVE).due_on == sooner


def test_r4_a_limit_that_comes_back_is_claimed_again():
    first = made.drafted()
    mission = first.mission
    returns.set_limit(mission=mission, due_on=TODAY + timedelta(days=9), reason="Erreur", by=None, at=AT)
    run()
    returns.set_limit(mission=mission, due_on=made.DUE_ON, reason="Corrigée", by=None, at=AT)
    assert run() == OverdueRun(TODAY, flagged=1, drafted=1)
    assert ReimbursementDemand.objects.get(state__in=LIVE).due_on == made.DUE_ON


def test_r4_dropped_by_a_person_stays_so_when_that_limit_comes_back():
    demand = made.drafted()
    reimbursement.drop(demand=demand, reason="Force majeure", by=factories.head(), at=AT)
    for due_on in (TODAY + timedelta(days=9), made.DUE_ON):
        returns.set_limit(mission=demand.mission, due_on=due_on, reason="Délai", by=None, at=AT)
        assert run().drafted == 0
    assert ReimbursementDemand.objects.get().drop_cause == DropCause.PERSON


def test_r5_an_issued_demand_stays_when_the_limit_moves():
    demand = made.issued()
    later = TODAY + timedelta(days=10)
    returns.set_limit(mission=demand.mission, due_on=later, reason="Délai", by=None, at=AT)
    after = later + timedelta(days=1)
    assert run(after) == OverdueRun(after, flagged=1)
    assert ReimbursementDemand.objects.get().state == DemandState.ISSUED


def test_r4_more_missions_than_a_batch(monkeypatch):
    monkeypatch.setattr(overdue, "BATCH", 2)
    for _ in range(5):
        made.carried_out(paid=("10.00",))
    assert run() == OverdueRun(TODAY, flagged=5, drafted=5)


def test_r4_a_crash_loses_one_batch_that_the_next_run_does_again(monkeypatch):
    monkeypatch.setattr(overdue, "BATCH", 2)
    for _ in range(4):
        made.carried_out(paid=("10.00",))
    draft, calls = overdue._draft, []

    def dies_at_the_second(*args):
        calls.append(args)
        if len(calls) == 2:
            raise MemoryError
        return draft(*args)

    with monkeypatch.context() as patch:
        patch.setattr(overdue, "_draft", dies_at_the_second)
        with pytest.raises(MemoryError):
            run()
    assert Mission.objects.filter(overdue_flagged_at__isnull=False).count() == 2
    assert run() == OverdueRun(TODAY, flagged=2, drafted=2)


# ---------------------------------------------------------------- what the database refuses


def test_r4_the_database_refuses_a_second_demand_for_a_limit():
    demand = made.drafted()
    reimbursement.drop(demand=demand, reason="Motif", by=factories.head(), at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReimbursementDemand.objects.create(
            mission=demand.mission, due_on=demand.due_on, total=1, drafted_at=AT
        )


def test_r4_the_database_refuses_a_second_live_demand():
    demand = made.drafted()
    with pytest.raises(IntegrityError), transaction.atomic():
        ReimbursementDemand.objects.create(mission=demand.mission, due_on=TODAY, total=1, drafted_at=AT)


def test_r4_the_database_refuses_a_demand_of_nothing():
    with pytest.raises(IntegrityError), transaction.atomic():
        ReimbursementDemand.objects.create(mission=made.carried_out(), due_on=TODAY, total=0, drafted_at=AT)


# ---------------------------------------------------------------- beat, and by hand


def test_beat_runs_it_on_the_day_of_paris(clock):
    made.carried_out(paid=("850.00",))
    clock.move_to(AT.replace(month=2, day=28, hour=22, minute=59))
    assert tasks.flag_overdue_reports() == 0
    clock.move_to(AT.replace(month=2, day=28, hour=23, minute=30))
    assert tasks.flag_overdue_reports() == 1, "half past midnight in Paris, 1 March"


def test_the_command_says_what_it_did(clock, capsys):
    made.carried_out(paid=("850.00",))
    made.carried_out()
    call_command("flag_overdue_reports", on="2026-03-01")
    assert capsys.readouterr().out.splitlines() == [
        "Au 1er mars 2026 : 2 rapports signalés en retard, 1 demande de remboursement préparée.",
        "1 mission signalée sans frais payés : la demande sera préparée dès qu’un paiement sera enregistré.",
    ]
    call_command("flag_overdue_reports", on="2026-03-01")
    assert capsys.readouterr().out == "Au 1er mars 2026 : rien à signaler.\n"


def test_the_command_says_what_it_dropped(clock, capsys):
    demand = made.drafted()
    returns.set_limit(
        mission=demand.mission, due_on=TODAY + timedelta(days=9), reason="Délai", by=None, at=AT
    )
    call_command("flag_overdue_reports")
    assert capsys.readouterr().out.splitlines() == [
        "Au 2 mars 2026 : 0 rapport signalé en retard, 0 demande de remboursement préparée.",
        "1 demande abandonnée : la limite de remise du rapport a changé.",
    ]


def test_the_command_says_what_was_recovered(clock, capsys):
    demand = made.drafted()
    made.cost(demand.mission, "1234.56", CostStage.RECOVERED)
    call_command("flag_overdue_reports")
    assert capsys.readouterr().out.splitlines()[1] == (
        "1 demande abandonnée : tout ce qui avait été payé a été récupéré."
    )


def test_the_command_wants_a_day():
    with pytest.raises(CommandError, match="AAAA-MM-JJ"):
        call_command("flag_overdue_reports", on="30/02/2026")


def test_in_production_the_command_does_not_run_ahead(clock, settings):
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="à venir"):
        call_command("flag_overdue_reports", on="2026-03-03")
