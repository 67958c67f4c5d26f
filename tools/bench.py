"""`make bench`: what must stay fast and light, each figure beside a baseline measured in the same run.

Machines are noisy: the two sides of a row are run in turn and the medians compared; the ratio is what counts.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tools.services import postgres  # noqa: E402 (after the path)

ROWS = 10_000
ROUNDS = 15
HEADER_BYTES = 1000
"""A page shorter than that is not the page."""


@dataclass(frozen=True)
class Figure:
    """One row of the table; `goal` bounds the ratio, or `ours` itself where there is no baseline."""

    name: str
    ours: float
    baseline: float | None
    unit: str
    goal: float | None
    baseline_name: str = "—"

    def row(self) -> str:
        ratio = self.ours / self.baseline if self.baseline else None
        measured = ratio if ratio is not None else self.ours
        met = "" if self.goal is None else ("✓" if measured <= self.goal else "✗")
        goal = "" if self.goal is None else f"≤ {self.goal:g}{' ×' if ratio else f' {self.unit}'}"
        return (
            "| "
            + " | ".join(
                [
                    self.name,
                    f"{self.ours:.1f} {self.unit}",
                    self.baseline_name,
                    f"{self.baseline:.1f} {self.unit}" if self.baseline else "—",
                    f"{ratio:.2f} ×" if ratio else "—",
                    goal,
                    met,
                ]
            )
            + " |"
        )


HEADER = "| figure | ours | baseline | its figure | ratio | goal | |\n|---|---|---|---|---|---|---|"


def in_turn(*actions: Callable[[], object], rounds: int = ROUNDS) -> list[float]:
    """Median milliseconds of each action, run in turn after one warm-up."""
    taken: list[list[float]] = [[] for _ in actions]
    for number in range(rounds + 1):
        for action, times in zip(actions, taken, strict=True):
            started = time.perf_counter()
            action()
            if number:
                times.append((time.perf_counter() - started) * 1000)
    return [statistics.median(times) for times in taken]


def main() -> int:
    with postgres() as address, tempfile.TemporaryDirectory(prefix="expect-bench-") as folder:
        os.environ |= {
            "EXPECT_ENV": "test",
            "EXPECT_VAR": folder,
            "EXPECT_DATABASE_URL": address,
            "EXPECT_LOG_LEVEL": "ERROR",
            "DJANGO_SETTINGS_MODULE": "expect.settings",
        }
        import django  # noqa: PLC0415 (after the environment)

        django.setup()
        from tools import bench_figures as figures  # noqa: PLC0415
        from tools.bench_matching import matching_figures  # noqa: PLC0415
        from tools.bench_overdue import overdue_figures  # noqa: PLC0415

        figures.prepare(ROWS)
        print(HEADER, flush=True)
        rows = []
        for measure in (
            figures.lists,
            figures.search,
            matching_figures,
            figures.missions_list,
            overdue_figures,
            figures.diploma,
            figures.cold_start,
            figures.memory,
        ):
            for figure in measure():
                print(figure.row(), flush=True)
                rows.append(figure.row())
    return int(any("✗" in row for row in rows))


def whole_group_memory(pids: list[int]) -> float:
    """Megabytes of the processes and of their children, shared pages counted once (PSS)."""
    children = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    family, grew = set(pids), True
    pairs = [tuple(map(int, line.split())) for line in children.splitlines()]
    while grew:
        more = {pid for pid, parent in pairs if parent in family} - family
        family, grew = family | more, bool(more)
    total = 0
    for pid in family:
        rollup = Path(f"/proc/{pid}/smaps_rollup")
        if rollup.exists():
            total += sum(
                int(line.split()[1]) for line in rollup.read_text().splitlines() if line.startswith("Pss:")
            )
    return total / 1024


if __name__ == "__main__":
    sys.exit(main())
