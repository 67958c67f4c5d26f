"""The installation in var/: its configuration, its lock, its data brought up to date.

Standard library only: Django is loaded by `tools/prepare.py`, in a process of its own.
"""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VAR = Path(os.environ.get("EXPECT_VAR") or ROOT / "var").resolve()
FIRST_CONFIGURATION = "EXPECT_ENV=demo\nEXPECT_LOG_LEVEL=WARNING\n"
DATA = ("expect.sqlite3*", "files", "broker", "beat-schedule*")
"""What `make demo` throws away; the secret key and the configuration stay."""


def configuration() -> dict[str, str]:
    """What var/environment says, written at the first start; the environment prevails over it."""
    path = VAR / "environment"
    (VAR / "static").mkdir(parents=True, exist_ok=True)  # WhiteNoise wants the folder, even empty
    if not path.exists():
        path.write_text(FIRST_CONFIGURATION)
    lines = (line for line in path.read_text().splitlines() if "=" in line and not line.startswith("#"))
    return dict(line.split("=", 1) for line in lines) | {
        name: value for name, value in os.environ.items() if name.startswith("EXPECT_") and value
    }


@contextmanager
def alone() -> Iterator[None]:
    """Hold var/ for oneself: two beats on the same data would do everything twice."""
    VAR.mkdir(parents=True, exist_ok=True)
    with (VAR / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            sys.exit("EXPE-CT tourne déjà sur ces données : arrêtez-le d’abord (Ctrl-C dans son terminal).")
        yield


def prepare(environment: dict[str, str]) -> None:
    """Tables, reference data, demonstration; stops with the same code when it fails."""
    done = subprocess.run([sys.executable, "tools/prepare.py"], cwd=ROOT, env=environment, check=False)
    if done.returncode != 0:
        sys.exit(done.returncode)


def forget_data(settings: dict[str, str]) -> None:
    """Delete the demonstration's data; refuses anything but a demonstration on its own SQLite."""
    if settings.get("EXPECT_ENV") != "demo" or settings.get("EXPECT_DATABASE_URL"):
        sys.exit("Seule une démonstration sur sa propre base SQLite se réinitialise : rien n’a été touché.")
    for pattern in DATA:
        for path in VAR.glob(pattern):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
