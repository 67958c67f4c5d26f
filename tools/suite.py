"""`make test`, `test-fast`, `soak`: the suite on each engine, with private services, one closing line per run.

`python tools/suite.py test|fast|soak [arguments for pytest]`
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tools.services import die_with_parent, postgres, redis

ROOT = Path(__file__).resolve().parents[1]
SCHEMAS = ROOT / "var" / "schema"
"""Where the tests keep the migrated schemas (tests/schema.py)."""

PATIENCE = 20
"""Seconds pytest may take to leave once interrupted."""

OTHERS = ("EXPECT_", "PYTHONDONTWRITEBYTECODE")
"""Names, or their beginnings, that stay with the caller."""

NOTHING_COLLECTED = 5
"""Pytest's exit code when no test answers the marker: a run that proves nothing has failed."""


@dataclass(frozen=True)
class Run:
    """One call of pytest: which tests, on which engine, with how many processes."""

    title: str
    select: str
    engine: str = "sqlite"
    processes: int = 2


SUITES = {
    "test": (
        Run("SQLite", "not browser and not soak and (not walk or rights)"),
        Run("PostgreSQL", "not pure and not browser and not soak and not walk", engine="postgresql"),
        Run("Chromium, PostgreSQL", "browser and not soak and not walk", engine="postgresql"),
    ),
    "fast": (Run("SQLite, sans navigateur", "not browser and not soak and not repeated and not long"),),
    "soak": (
        Run("Épreuves, SQLite", "soak and not browser or sqlite"),
        Run("Épreuves, PostgreSQL", "(soak or repeated or walk) and not pure", engine="postgresql"),
    ),
}


@dataclass(frozen=True)
class Outcome:
    """What a run gave; `code` is pytest's."""

    run: Run
    code: int
    seconds: float
    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __str__(self) -> str:
        counts = f"{self.passed} réussis, {self.failed} en échec"
        if self.skipped:
            counts += f", {self.skipped} non joués"
        if self.code == NOTHING_COLLECTED:
            counts += " (aucun test ne répond à ce choix)"
        elif self.code not in (0, 1):
            counts += f" (pytest s’est arrêté, code {self.code})"
        return f"{'✗' if self.code else '✓'} {self.run.title:<24} {counts}, {self.seconds:.0f} s"


def outcome(run: Run, code: int, seconds: float, report: Path) -> Outcome:
    """Read pytest's own report; without one, only its code speaks."""
    if not report.exists():
        return Outcome(run, code, seconds)
    counts = ElementTree.parse(report).getroot().find("testsuite").attrib  # noqa: S314 - pytest just wrote it
    total, skipped = int(counts["tests"]), int(counts["skipped"])
    failed = int(counts["failures"]) + int(counts["errors"])
    return Outcome(run, code, seconds, max(total - failed - skipped, 0), failed, skipped)


def environment(run: Run, addresses: dict[str, str], folder: Path, *, whole: bool) -> dict[str, str]:
    """Ours alone: nothing of the caller's own EXPE-CT configuration leaks into the tests.

    Python keeps what it compiles, whatever the caller's habit: reading each test anew, asserts and all, costs every
    process as much as collecting them.
    """
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(OTHERS)}
    return inherited | {
        "EXPECT_ENV": "test",
        "EXPECT_VAR": str(folder),
        "EXPECT_DATABASE_URL": addresses.get(run.engine) or f"sqlite:///{folder / 'expect.sqlite3'}",
        "EXPECT_TEST_REDIS_URL": addresses["redis"],
        "EXPECT_CHROMIUM": shutil.which("chromium") or "",
        "EXPECT_LOOKED_AT": addresses["looked_at"],
        "EXPECT_SOAK": "1" if whole else "",
    }


def play(run: Run, addresses: dict[str, str], *, whole: bool, arguments: list[str]) -> Outcome:
    """One run, in a folder of its own thrown away afterwards."""
    print(f"\n── {run.title} ──", flush=True)
    with tempfile.TemporaryDirectory(prefix="expect-test-", ignore_cleanup_errors=True) as name:
        folder, report = Path(name), Path(name, "report.xml")
        command = [sys.executable, "-m", "pytest", "-m", run.select, f"--junitxml={report}", *arguments]
        command += ["-n", str(run.processes), "--dist", "worksteal"]
        started = time.monotonic()
        pytest = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment(run, addresses, folder, whole=whole),
            preexec_fn=die_with_parent(signal.SIGTERM),  # noqa: PLW1509 - no thread is running
        )
        try:
            code = pytest.wait()
        except KeyboardInterrupt:
            leave(pytest)
            raise
        done = outcome(run, code, time.monotonic() - started, report)
    print(done, flush=True)
    return done


@contextmanager
def schema_ahead(run: Run, addresses: dict[str, str]) -> Iterator[None]:
    """On a fresh copy, PostgreSQL's migrations are played beside SQLite's: each keeps one processor busy."""
    if any(SCHEMAS.glob("*.sql")):
        yield
        return
    with tempfile.TemporaryDirectory(prefix="expect-test-", ignore_cleanup_errors=True) as name:
        making = subprocess.Popen(
            [sys.executable, "-m", "pytest", "tests/architecture/test_guards.py"],
            cwd=ROOT,
            env=environment(run, addresses, Path(name), whole=False),
            stdout=subprocess.DEVNULL,
            preexec_fn=die_with_parent(signal.SIGTERM),  # noqa: PLW1509 - no thread is running
        )
        try:
            yield
        finally:
            leave(making)


def leave(pytest: subprocess.Popen) -> None:
    """Let pytest put its things away: Ctrl-C reached it too; otherwise tell it, then insist."""
    for patience, then in ((3, pytest.terminate), (PATIENCE, pytest.kill)):
        try:
            pytest.wait(patience)
        except subprocess.TimeoutExpired:
            then()
    pytest.wait()


def interrupted(number: int, frame: object) -> None:
    raise KeyboardInterrupt


def main(suite: str, arguments: list[str]) -> int:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, interrupted)
    runs = SUITES[suite]
    with ExitStack() as services:
        seen = services.enter_context(tempfile.TemporaryDirectory(prefix="expect-looked-at-"))
        addresses = {"redis": services.enter_context(redis()), "looked_at": seen}
        on_postgres = [run for run in runs if run.engine == "postgresql"]
        if on_postgres:
            addresses["postgresql"] = services.enter_context(postgres())
            services.enter_context(schema_ahead(on_postgres[0], addresses))
        outcomes = [play(run, addresses, whole=suite == "soak", arguments=arguments) for run in runs]
    print("\n── Bilan ──", *outcomes, sep="\n")
    passed, failed = sum(each.passed for each in outcomes), sum(each.failed for each in outcomes)
    print(f"{passed} passed, {failed} failed en {sum(each.seconds for each in outcomes):.0f} s")
    empty = [each for each in outcomes if each.code == NOTHING_COLLECTED]
    if arguments and len(empty) < len(outcomes):  # the caller chose: a run may well hold none of that choice
        outcomes = [each for each in outcomes if each not in empty]
    return int(any(each.code for each in outcomes))


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1], sys.argv[2:]))
    except KeyboardInterrupt:
        sys.exit("\nInterrompu ; les services de test sont arrêtés.")
