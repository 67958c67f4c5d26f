"""A Celery application whose worker can be told to die, and whose beat is in a hurry; for the tests alone.

`EXPECT_DIES_BEFORE` names a file that holds a number: the worker that plays the daily job kills itself, without a word,
just before the statement or the commit of that rank. `EXPECT_DIES_AFTER` names one that holds a number of seconds and
who dies, the process that plays the job (`player`) or the whole worker: a process beside kills it after that time.
`EXPECT_UNGUARDED` cuts the transaction in two: the control.
"""

import os
import signal
import subprocess
from itertools import count
from pathlib import Path

import django
from celery.signals import task_postrun, task_prerun
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from expect.celery import app

django.setup()

from reports import overdue  # noqa: E402 - once Django is set up

JOB = "reports.tasks.flag_overdue_reports"
app.conf.beat_schedule = {"flag-overdue-reports": {"task": JOB, "schedule": 1}}
overdue.BATCH = int(os.environ.get("EXPECT_BATCH", overdue.BATCH))


def drafted_and_kept(*what):
    """The control: what is drafted is committed before the rest is written."""
    demands = draft(*what)
    connection.connection.commit()
    return demands


if os.environ.get("EXPECT_UNGUARDED"):
    draft, overdue._draft = overdue._draft, drafted_and_kept


def die(*_) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


class Boundary:
    """Each statement and each commit of the job has a rank; dies before the one it was told."""

    def __init__(self):
        self.last = 0
        self.ranks = count(1)

    def __call__(self, execute, sql, params, many, context):
        self.crossed()
        return execute(sql, params, many, context)

    def crossed(self) -> None:
        if next(self.ranks) == self.last:
            die()

    def begin(self, task_id, task, **_) -> None:
        if task.name == JOB:
            self.last = int(Path(os.environ["EXPECT_DIES_BEFORE"]).read_text())
            self.ranks = count(1)
            connection.execute_wrappers.append(self)

    def end(self, task_id, task, **_) -> None:
        if task.name == JOB:
            connection.execute_wrappers.remove(self)


if "EXPECT_DIES_BEFORE" in os.environ:
    boundary, commit = Boundary(), BaseDatabaseWrapper._commit
    task_prerun.connect(boundary.begin, weak=False)
    task_postrun.connect(boundary.end, weak=False)

    def mortal_commit(self):
        boundary.crossed()
        return commit(self)

    BaseDatabaseWrapper._commit = mortal_commit


class Killer:
    """From the moment the job begins, a process beside counts the time that remains, then kills."""

    process: subprocess.Popen | None = None

    def begin(self, task_id, task, **_) -> None:
        if task.name == JOB:
            after, who = Path(os.environ["EXPECT_DIES_AFTER"]).read_text().split()
            target = os.getpid() if who == "player" else -os.getpgrp()
            words = ["sh", "-c", f"sleep {after}; kill -9 {target}"]
            self.process = subprocess.Popen(words, start_new_session=True)

    def end(self, task_id, task, **_) -> None:
        if self.process:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None


if "EXPECT_DIES_AFTER" in os.environ:
    killer = Killer()
    task_prerun.connect(killer.begin, weak=False)
    task_postrun.connect(killer.end, weak=False)
