"""The worker that plays the daily job is killed, or is not alone: nothing is lost, nothing is doubled (spec R4, R6).

Each death is a SIGKILL. What is compared is what the rows say: flagged, claimed, recalled, told and written in the
journal, all of it or nothing for a mission, and in the end once for each.
"""

import os
import random
import re
import signal
import subprocess
import sys
from contextlib import ExitStack, contextmanager
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.db.models import Count, QuerySet

from expect.accounts.enums import Role
from expect.accounts.models import Organisation
from expect.audit.models import Entry
from expect.celery import app
from expect.notifications.models import Message
from missions.models import Mission
from reports.models import DemandLine, ReimbursementDemand, ReportReminder
from tests import factories
from tests.processes.conftest import eventually
from tests.reports import factories as made

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.soak]

JOB = "reports.tasks.flag_overdue_reports"
ON_POSTGRESQL = "postgresql" in settings.DATABASES["default"]["ENGINE"]
KILLS = 100 if ON_POSTGRESQL else 10
MISSIONS = 1000 if ON_POSTGRESQL else 100
"""Production runs on PostgreSQL, and so does the whole count; a desk has its tenth."""

WHOLE_WORKER = 10
"""Deaths of the process that plays the job, between two of the whole worker."""

AT_ONCE = 10
"""Missions that wait for the job when it begins."""

SEED = 20261121
OUTCOMES = ("succeeded in", "WorkerLostError")


@contextmanager
def process(environment: dict[str, str], name: str, *what: str):
    """A Celery process of the tests' own application, in a group of its own; killed when the block ends."""
    log = Path(environment["EXPECT_VAR"], f"{name}.log")
    command = [sys.executable, "-m", "celery", "--app", "tests.processes.mortal", *what, "--loglevel", "INFO"]
    with log.open("a") as output:
        running = subprocess.Popen(
            command,
            cwd=settings.BASE_DIR,
            env=environment,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
        try:
            yield running, log
        finally:
            kill(running)


def kill(running: subprocess.Popen) -> None:
    """The whole group at once, as a machine that stops."""
    if running.poll() is None:
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()


def worker(environment: dict[str, str], name: str = "mortal", pool: str = "prefork"):
    options = ("--pool", pool, "--concurrency", "1", "--without-mingle", "--without-gossip")
    return process(environment, name, "worker", "--hostname", f"{name}@test", *options)


def ask(environment: dict[str, str]) -> None:
    with app.connection_for_write(url=environment["EXPECT_BROKER_URL"]) as connection:
        app.send_task(JOB, connection=connection)


def seen(log: Path, *words: str) -> int:
    text = log.read_text()
    return sum(text.count(word) for word in words)


def late(number: int, organisation: Organisation) -> None:
    """As many overdue missions of that holder, with something paid."""
    for _ in range(number):
        made.carried_out(organisation, paid=("850.00",))


def flagged() -> QuerySet[Mission]:
    return Mission.objects.filter(overdue_flagged_at__isnull=False)


@pytest.fixture
def organisation() -> Organisation:
    """A holder, with its signatory; and somebody at DAECT."""
    factories.head()
    holder = factories.organisation()
    factories.member(Role.SIGNATORY, holder)
    return holder


def halves() -> dict[str, int]:
    """How many missions are flagged, how many times each thing that goes with it is there: the same, always."""
    return {
        "flagged": flagged().count(),
        "demands": ReimbursementDemand.objects.filter(mission__in=flagged()).count(),
        "lines": DemandLine.objects.filter(demand__mission__in=flagged(), amount=Decimal("850.00")).count(),
        "first late day": ReportReminder.objects.filter(step=-1, sent_at__isnull=False).count(),
        "overtaken": ReportReminder.objects.filter(sent_at=None).count() / 4,
        "journal of the flag": Entry.objects.filter(action="flag_overdue").count(),
        "journal of the demand": Entry.objects.filter(action="draft_demand").count(),
        "holder told": Message.objects.filter(event="reports/report_late").count(),
        "DAECT told": Message.objects.filter(event="reports/demand_drafted").count(),
    }


def whole() -> bool:
    return len(set(halves().values())) == 1


def doubled() -> list[int]:
    """Missions with two demands, or two lines of the journal, of a kind."""
    demands = ReimbursementDemand.objects.values("mission").annotate(n=Count("pk")).filter(n__gt=1)
    entries = Entry.objects.values("action", "subject_id").annotate(n=Count("pk")).filter(n__gt=1)
    return [*demands, *entries]


def killed_at_each_boundary(environment: dict[str, str], missions: int) -> tuple[int, int]:
    """Kill the worker before each statement and commit of each batch; how many deaths, how many left halves."""
    rank, told = 1, Path(environment["EXPECT_DIES_BEFORE"])
    told.write_text("0")
    deaths = broken = done = 0
    with worker(environment) as (_, log):
        eventually(lambda: seen(log, "test ready."), log)
        while done < missions:
            told.write_text(str(rank))
            before = seen(log, *OUTCOMES)
            ask(environment)
            eventually(lambda before=before: seen(log, *OUTCOMES) > before, log)
            now_done = flagged().count()
            deaths += 1
            broken += not whole()
            rank, done = (1 if now_done > done else rank + 1), now_done
    return deaths, broken


def test_r4_killed_before_each_statement_and_each_commit(celery_environment, organisation, tmp_path):
    late(4, organisation)
    environment = celery_environment | {"EXPECT_BATCH": "2", "EXPECT_DIES_BEFORE": str(tmp_path / "rank")}
    deaths, broken = killed_at_each_boundary(environment, 4)
    assert broken == 0
    assert deaths > 30, "two batches have more boundaries than that"
    assert set(halves().values()) == {4}
    assert doubled() == []


def test_control_a_transaction_cut_in_two_leaves_halves(celery_environment, organisation, tmp_path):
    late(2, organisation)
    environment = celery_environment | {
        "EXPECT_DIES_BEFORE": str(tmp_path / "rank"),
        "EXPECT_UNGUARDED": "1",
    }
    _, broken = killed_at_each_boundary(environment, 2)
    assert broken > 0


def test_r4_killed_at_any_moment(celery_environment, organisation, tmp_path):
    """The process that plays the job is killed; one time out of ten, the whole worker with it."""
    chance = random.Random(SEED)  # noqa: S311 - any moments do
    told = tmp_path / "after"
    environment = celery_environment | {"EXPECT_BATCH": "2", "EXPECT_DIES_AFTER": str(told)}
    total = cut = kills = 0
    takes = 1.0
    while kills < KILLS:
        with worker(environment) as (running, log):
            ready = seen(log, "test ready.")
            eventually(lambda ready=ready, log=log: seen(log, "test ready.") > ready, log)
            for who in ["player"] * (WHOLE_WORKER - 1) + ["worker"]:
                missing = AT_ONCE - (total - flagged().count())
                late(missing, organisation)
                total += missing
                told.write_text(f"{chance.uniform(0, takes):.4f} {who}")
                took = seconds_or_death(environment, running, log)
                takes, cut, kills = took or takes, cut + (took is None), kills + 1
                assert whole(), halves()
                if running.poll() is not None:
                    break
    assert cut > KILLS // 4, "the job had nearly always ended: these moments are not its own"
    told.write_text("3600 player")
    with worker(environment, "last") as (_, log):
        eventually(lambda: seen(log, "test ready."), log)
        ask(environment)
        eventually(lambda: seen(log, "succeeded in"), log)
    assert set(halves().values()) == {total}
    assert doubled() == []


def seconds_or_death(environment: dict[str, str], running: subprocess.Popen, log: Path) -> float | None:
    """Have the job played: the seconds it took when it ended before what plays it was killed."""
    ended, lost = seen(log, "succeeded in"), seen(log, "WorkerLostError")
    ask(environment)

    def over():
        return seen(log, *OUTCOMES) > ended + lost or running.poll() is not None

    eventually(over, log)
    if seen(log, "succeeded in") == ended:
        return None
    return float(re.findall(r"succeeded in ([\d.]+)s", log.read_text())[-1])


def test_r4_four_workers_and_two_beats_draft_one_demand_for_each_mission(celery_environment, organisation):
    made.many_carried_out(MISSIONS, organisation, amount="850.00")
    names = ("one", "two", "three", "four")
    environment = celery_environment | {"EXPECT_BATCH": str(MISSIONS // 20)}
    with ExitStack() as group:
        logs = [group.enter_context(worker(environment, name, "solo"))[1] for name in names]
        for log in logs:
            eventually(lambda log=log: seen(log, "test ready."), log)
        for _ in names:
            ask(environment)
        for beat in ("beat-one", "beat-two"):
            schedule = str(Path(environment["EXPECT_VAR"], beat))
            group.enter_context(process(environment, beat, "beat", "--schedule", schedule))
        eventually(lambda: flagged().count() == MISSIONS, logs[0])
        for log in logs:  # each has its part, however much is asked before
            eventually(lambda log=log: seen(log, "succeeded in") or ask(environment), log)
    assert not any(seen(log, "raised unexpected") for log in logs)
    assert set(halves().values()) == {MISSIONS}
    assert doubled() == []
