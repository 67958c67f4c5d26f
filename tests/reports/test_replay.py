"""Four hundred days of the daily jobs, as beat plays them: an outage changes nothing in the end (spec R4, R6).

The hours are those of beat's own schedule, in Paris, over both clock changes; what people do, they do at noon, outage
or not. The rows left by every night and by all but three are compared by their key: mission, limit, step.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from expect.accounts.enums import Role
from expect.accounts.models import User
from expect.accounts.selectors import people
from expect.celery import app
from expect.kernel.clock import PARIS, paris_day
from expect.notifications.models import Message
from missions import returns
from missions.enums import MissionState
from missions.models import Mission
from missions.models.mission import MissionQuerySet
from reports import extensions, reimbursement, reminders
from reports.models import DemandLine, ExtensionRequest, ReimbursementDemand, ReportReminder
from tests import factories
from tests.reports import factories as made

pytestmark = [pytest.mark.django_db, pytest.mark.long, pytest.mark.walk, pytest.mark.sqlite]

FIRST, LENGTH = date(2025, 12, 1), 400
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)
OUTAGES = {
    "over a limit": date(2026, 2, 28),
    "over the change of March": date(2026, 3, 28),
    "before a limit granted": date(2026, 5, 19),
    "over the change of October": date(2026, 10, 24),
    "over the new year": date(2026, 12, 30),
}
"""The first of three days without beat."""

JOBS = ("complete-missions", "flag-overdue-reports", "remind-of-reports")
LATE, IN_TIME, UNPAID, MORE_TIME, DROPPED, CORRECTED, AUTUMNAL, WINTRY = range(8)

Rows = dict[str, set[tuple]]


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=PARIS)


def nights(day: date) -> list[tuple[datetime, str]]:
    """When beat plays each job on that day, and its task: the hours of its schedule, which are those of Paris."""
    assert app.conf.timezone == "Europe/Paris"
    played = [settings.CELERY_BEAT_SCHEDULE[name] for name in JOBS]
    hours = [(min(job["schedule"].hour), min(job["schedule"].minute), job["task"]) for job in played]
    return [(datetime.combine(day, time(h, m), tzinfo=PARIS), task) for h, m, task in sorted(hours)]


@pytest.fixture
def missions() -> list[Mission]:
    """Back on days from which the month rule, a clock change or the year's end is met; two are still abroad."""
    back = [
        made.carried_out(returned_on=date(2025, 12, 31), paid=("850.00",)),
        made.carried_out(returned_on=date(2026, 1, 29), paid=("850.00",)),
        made.carried_out(returned_on=date(2026, 1, 30)),
        made.carried_out(returned_on=date(2026, 3, 20), paid=("310.00", "12.50")),
        made.carried_out(returned_on=date(2026, 2, 10), paid=("850.00",)),
        made.carried_out(
            returned_on=date(2026, 5, 20), paid=("99.90",), state=MissionState.VALIDATED, confirmed=False
        ),
        made.carried_out(
            returned_on=date(2026, 8, 25), paid=("640.00",), state=MissionState.VALIDATED, confirmed=False
        ),
        made.carried_out(returned_on=date(2026, 10, 31), paid=("1.00",)),
    ]
    for mission in back:
        made.holder(mission)
    return back


def story(missions: list[Mission], head: User) -> dict[date, Callable]:
    """What people do, and on which day."""
    signatory = people((Role.SIGNATORY,), FIRST, organisation=missions[MORE_TIME].organisation).get()

    def granted():
        request = ExtensionRequest.objects.get(mission=missions[MORE_TIME])
        extensions.grant_more_time(
            request=request, until=date(2026, 6, 12), reason="Oui", by=head, at=noon(date(2026, 5, 18))
        )

    def dropped():
        demand = ReimbursementDemand.objects.get(mission=missions[DROPPED])
        reimbursement.drop(demand=demand, reason="Force majeure", by=head, at=noon(date(2026, 5, 4)))

    def corrected():
        mission = Mission.objects.get(pk=missions[CORRECTED].pk)
        returns.confirm_return(
            mission=mission, returned_on=date(2026, 5, 21), by=head, at=noon(date(2026, 6, 2))
        )

    return {
        date(2026, 3, 17): lambda: made.delivered(missions[IN_TIME], noon(date(2026, 3, 17))),
        date(2026, 4, 22): lambda: made.cost(missions[UNPAID], "77.00"),
        date(2026, 5, 12): lambda: extensions.ask_more_time(
            mission=missions[MORE_TIME],
            until=date(2026, 6, 30),
            reason="L’experte est malade.",
            by=signatory,
            at=noon(date(2026, 5, 12)),
        ),
        date(2026, 5, 18): granted,
        date(2026, 5, 4): dropped,
        date(2026, 6, 2): corrected,
    }


def replay(
    missions: list[Mission], head: User, clock, down: Iterable[date] = (), length: int = LENGTH
) -> Rows:
    """The rows that the year leaves, by their keys; then nothing of them."""
    with transaction.atomic():
        acts = story(missions, head)
        for n in range(length):
            day = FIRST + timedelta(days=n)
            for moment, task in nights(day) if day not in down else ():
                clock.move_to(moment)
                assert paris_day(moment) == day
                import_string(task)()
            acts.get(day, lambda: None)()
        left = rows()
        transaction.set_rollback(True)
    return left


def rows() -> Rows:
    flagged = Mission.objects.filter(overdue_flagged_at__isnull=False)
    late = Message.objects.filter(event="reports/report_late")
    return {
        "steps": set(ReportReminder.objects.values_list("mission__number", "due_on", "of_more", "step")),
        "demands": set(
            ReimbursementDemand.objects.values_list(
                "mission__number", "due_on", "state", "total", "drop_cause"
            )
        ),
        "lines": set(DemandLine.objects.values_list("demand__mission__number", "demand__due_on", "amount")),
        "flags": set(flagged.values_list("number", "state", "report_due_on")),
        "late": set(late.values_list("subject_id", "to")),
    }


def down_from(day: date) -> set[date]:
    return {day + timedelta(days=n) for n in range(3)}


def test_r4_r6_four_hundred_days_with_any_outage_end_with_the_same_rows(missions, clock):
    head = factories.head()
    last = FIRST + timedelta(days=LENGTH - 1)
    assert FIRST < SPRING < AUTUMN < last
    every_day = replay(missions, head, clock)
    for name, day in OUTAGES.items():
        assert replay(missions, head, clock, down_from(day)) == every_day, name

    numbers = [mission.number for mission in missions]
    steps = {(number, due_on): set() for number, due_on, _, _ in every_day["steps"]}
    for number, due_on, _, step in every_day["steps"]:
        steps[number, due_on].add(step)
    whole = {30, 15, 7, 1, -1}
    assert steps == {
        (numbers[LATE], date(2026, 2, 28)): whole,
        (numbers[IN_TIME], date(2026, 3, 29)): {30, 15},
        (numbers[UNPAID], date(2026, 3, 30)): whole,
        (numbers[MORE_TIME], date(2026, 5, 20)): {30, 15, 7},
        (numbers[MORE_TIME], date(2026, 6, 12)): whole,
        (numbers[DROPPED], date(2026, 4, 10)): whole,
        (numbers[CORRECTED], date(2026, 7, 21)): whole,
        (numbers[AUTUMNAL], date(2026, 10, 25)): whole,
        (numbers[WINTRY], date(2026, 12, 31)): whole,
    }
    assert {(number, total) for number, _, _, total, _ in every_day["demands"]} == {
        (numbers[LATE], Decimal("850.00")),
        (numbers[UNPAID], Decimal("77.00")),
        (numbers[MORE_TIME], Decimal("322.50")),
        (numbers[DROPPED], Decimal("850.00")),
        (numbers[CORRECTED], Decimal("99.90")),
        (numbers[AUTUMNAL], Decimal("640.00")),
        (numbers[WINTRY], Decimal("1.00")),
    }


def test_control_a_job_that_asks_whether_today_is_the_day_loses_what_the_outage_hid(
    missions, clock, monkeypatch
):
    head, outage = factories.head(), OUTAGES["over a limit"]
    monkeypatch.setattr(
        reminders, "steps_due", lambda due_on, on: [s for s in (30, 15, 7, 1, -1) if (due_on - on).days == s]
    )
    monkeypatch.setattr(
        MissionQuerySet,
        "overdue_on",
        lambda found, day: found.filter(report_due_on=day - timedelta(days=1), report_delivered_at=None),
    )
    length = (outage - FIRST).days + 10
    every_day = replay(missions, head, clock, length=length)
    with_an_outage = replay(missions, head, clock, down_from(outage), length)
    for lost in ("steps", "demands", "flags"):
        assert with_an_outage[lost] < every_day[lost]
