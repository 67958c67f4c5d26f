"""The end of the mission, the limit of its report, what is late (spec R1, M10)."""

from datetime import timedelta

import pytest

from expect.audit.models import Entry
from expect.kernel.clock import add_months
from expect.kernel.errors import NotAllowed
from missions import returns, selectors
from missions.enums import MissionState
from missions.models import Mission
from missions.returns import ImpossibleReturn
from missions.tasks import complete_missions
from tests.missions import factories as made
from tests.missions.factories import DEPARTURE, RETURN
from tests.missions.test_preparation import hosting
from tests.moments import AT, TODAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
A_MONTH_BEFORE = add_months(DEPARTURE, -1)


def on_day(day):
    """AT, moved to that day."""
    return AT + (day - TODAY)


@pytest.mark.parametrize(("shift", "late"), [(-1, False), (0, False), (1, True)])
def test_r1_one_rule_as_a_queryset_and_on_an_instance(cast, shift, late):
    mission = made.validated(cast)
    day = mission.report_due_on + timedelta(days=shift)
    assert mission.overdue_on(day) is late
    assert Mission.objects.overdue_on(day).filter(pk=mission.pk).exists() is late
    annotated = selectors.with_lateness(Mission.objects.filter(pk=mission.pk), day).get()
    assert annotated.late is late
    mission.report_delivered_at = AT
    mission.save()
    assert not mission.overdue_on(day)
    assert not Mission.objects.overdue_on(day).exists()


def test_r1_hosting_only_runs_from_the_last_hosted_day(cast):
    mission = made.validated(cast, sending=None, hosting=hosting())
    assert mission.report_due_on == returns.report_due_on(DEPARTURE + timedelta(days=4))


def test_r1_followed_by_hosting_runs_from_the_return_of_the_people_sent(cast):
    mission = made.validated(cast, course="followed", hosting=hosting(RETURN + timedelta(days=30)))
    assert (mission.returns_on, mission.report_due_on) == (RETURN, returns.report_due_on(RETURN))


# ---------------------------------------------------------------- the daily job


@pytest.mark.parametrize(("shift", "done"), [(0, False), (1, True)])
def test_r1_completed_the_day_after_the_return(cast, shift, done):
    mission = made.validated(cast)
    day = RETURN + timedelta(days=shift)
    completed = returns.complete_missions(on=day, at=on_day(day))
    mission.refresh_from_db()
    assert completed == ([mission] if done else [])
    assert (mission.state == MissionState.COMPLETED) is done


def test_the_job_again_does_nothing_more(cast):
    made.validated(cast)
    day = RETURN + DAY
    assert len(returns.complete_missions(on=day, at=on_day(day))) == 1
    assert returns.complete_missions(on=day, at=on_day(day)) == []
    line = Entry.objects.get(action="complete")
    assert (line.role, line.actor) == ("system", "")


def test_the_job_leaves_a_mission_that_somebody_moved(cast, monkeypatch):
    made.validated(cast)
    advance = returns.advance

    def moved_first(mission, *args, **kwargs):
        Mission.objects.update(state=MissionState.CLOSED, completed_at=AT)
        return advance(mission, *args, **kwargs)

    monkeypatch.setattr(returns, "advance", moved_first)
    assert returns.complete_missions(on=RETURN + DAY, at=on_day(RETURN + DAY)) == []


def test_the_task_reads_the_clock(cast, clock):
    made.validated(cast)
    clock.move_to(on_day(RETURN + DAY))
    assert complete_missions() == 1


# ---------------------------------------------------------------- the return confirmed


@pytest.mark.parametrize("who", ["editor", "signatory", "officer"])
def test_r1_the_limit_follows_the_day_of_return(cast, who):
    mission = made.completed(cast)
    by, at = getattr(cast, who), on_day(RETURN + timedelta(days=5))
    returns.confirm_return(mission=mission, returned_on=RETURN + 2 * DAY, by=by, at=at)
    mission.refresh_from_db()
    assert mission.return_confirmed_on == RETURN + 2 * DAY
    assert mission.report_due_on == returns.report_due_on(RETURN + 2 * DAY)
    change = mission.limit_changes.latest("pk")
    assert (change.due_on, change.reason, change.set_by) == (
        mission.report_due_on,
        "Retour constaté le 9 mai 2026",
        by,
    )


def test_r1_as_planned_the_limit_does_not_move(cast):
    mission = made.completed(cast)
    returns.confirm_return(mission=mission, returned_on=RETURN, by=cast.editor, at=on_day(RETURN + DAY))
    assert mission.limit_changes.count() == 1


def test_r1_confirmed_before_the_job_the_mission_is_completed(cast):
    mission = made.validated(cast)
    at = on_day(RETURN)
    returns.confirm_return(mission=mission, returned_on=RETURN, by=cast.editor, at=at)
    assert (mission.state, mission.completed_at) == (MissionState.COMPLETED, at)


@pytest.mark.parametrize("back", [DEPARTURE - DAY, A_MONTH_BEFORE])
def test_r1_gone_before_the_day_agreed_they_are_back_when_they_are(cast, back):
    mission = made.completed(cast)
    returns.confirm_return(mission=mission, returned_on=back, by=cast.editor, at=on_day(RETURN + DAY))
    assert mission.report_due_on == returns.report_due_on(back)


@pytest.mark.parametrize(
    "returned_on", [TODAY - DAY, TODAY, TODAY + 5 * DAY, A_MONTH_BEFORE - DAY, RETURN + 2 * DAY]
)
def test_r1_neither_over_a_month_before_the_day_agreed_nor_to_come(cast, returned_on):
    mission = made.completed(cast)
    with pytest.raises(ImpossibleReturn) as refused:
        returns.confirm_return(
            mission=mission, returned_on=returned_on, by=cast.editor, at=on_day(RETURN + DAY)
        )
    assert refused.value.field == "returned_on"


def test_r1_the_holder_confirms_once_daect_corrects(cast):
    mission = made.completed(cast)
    at = on_day(RETURN + timedelta(days=5))
    returns.confirm_return(mission=mission, returned_on=RETURN, by=cast.editor, at=at)
    with pytest.raises(NotAllowed, match="déjà confirmé"):
        returns.confirm_return(mission=mission, returned_on=RETURN + DAY, by=cast.signatory, at=at)
    returns.confirm_return(mission=mission, returned_on=RETURN + DAY, by=cast.officer, at=at)
    assert mission.report_due_on == returns.report_due_on(RETURN + DAY)


def test_r1_not_before_it_left(cast):
    with pytest.raises(NotAllowed, match="pas encore partie"):
        returns.confirm_return(mission=made.validated(cast), returned_on=TODAY, by=cast.editor, at=AT)


# ---------------------------------------------------------------- what stage 3 does to the mission


def test_r1_another_limit_keeps_its_reason_and_wipes_the_lateness_noted(cast):
    mission = made.completed(cast)
    Mission.objects.filter(pk=mission.pk).update(overdue_flagged_at=AT)
    due_on = mission.report_due_on + timedelta(days=30)
    change = returns.set_limit(mission=mission, due_on=due_on, reason="Délai accordé", by=cast.officer, at=AT)
    mission.refresh_from_db()
    assert (mission.report_due_on, mission.overdue_flagged_at) == (due_on, None)
    assert (change.reason, change.set_by) == ("Délai accordé", cast.officer)
    assert Entry.objects.get(action="set_report_limit").details == {"due_on": due_on.isoformat()}


def test_r5_a_report_is_delivered_once(cast):
    mission = made.completed(cast)
    assert returns.mark_report_delivered(mission=mission, at=AT)
    assert not returns.mark_report_delivered(mission=mission, at=AT + DAY)
    mission.refresh_from_db()
    assert mission.report_delivered_at == AT


def test_r4_flagged_once_per_limit_and_never_once_delivered(cast):
    mission = made.completed(cast)
    late = mission.report_due_on + DAY

    def flagged(on):
        return returns.flag_overdue(missions=returns.hold_overdue([mission.pk], on=on), at=AT)

    assert not flagged(mission.report_due_on)
    assert flagged(late) == [mission]
    assert not flagged(late)
    returns.set_limit(mission=mission, due_on=late, reason="Délai accordé", by=None, at=AT)
    returns.mark_report_delivered(mission=mission, at=AT)
    assert not flagged(late + DAY)
