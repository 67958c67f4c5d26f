"""Make ready what a command needs: the virtual environment, its pinned packages, the Debian packages.

Runs on the system's Python before anything is installed: standard library only.
`python3 tools/environment.py run|fast|test|quality`
"""

import ctypes
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import zoneinfo
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tools.services import clamd_binary, postgres_binaries

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _knows_paris() -> bool:
    try:
        zoneinfo.ZoneInfo("Europe/Paris")
    except zoneinfo.ZoneInfoNotFoundError:
        return False
    return True


PROBES: dict[str, Callable[[], object]] = {
    "libpango-1.0-0": lambda: _loads("libpango-1.0.so.0"),
    "libpangoft2-1.0-0": lambda: _loads("libpangoft2-1.0.so.0"),
    "libharfbuzz-subset0": lambda: _loads("libharfbuzz-subset.so.0"),
    "tzdata": _knows_paris,
    "poppler-utils": lambda: shutil.which("pdftotext") and shutil.which("pdffonts"),
    "redis-server": lambda: shutil.which("redis-server"),
    "postgresql": postgres_binaries,
    "clamav-daemon": clamd_binary,
    "chromium": lambda: shutil.which("chromium"),
}
"""Debian package, and what shows that it (or its like, installed otherwise) is there."""

RUN = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "tzdata")
FAST = (*RUN, "poppler-utils", "redis-server")
TEST = (*FAST, "postgresql", "clamav-daemon", "chromium")
NEEDS = {
    "run": ("requirements.txt", RUN),
    "fast": ("requirements-dev.txt", FAST),
    "test": ("requirements-dev.txt", TEST),
    "quality": ("requirements-dev.txt", RUN),
}
"""What each command wants: the Python packages, the Debian packages."""


def say(sentence: str) -> None:
    print(sentence, flush=True)


def system_packages(wanted: tuple[str, ...]) -> None:
    """Install the missing Debian packages as root; otherwise say the one line to type, and stop."""
    missing = [package for package in wanted if not PROBES[package]()]
    if not missing:
        return
    install = ["apt-get", "install", "--yes", "--no-install-recommends", *missing]
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        sys.exit(
            f"Il manque des paquets Debian. Tapez cette ligne, puis relancez :\n\n    sudo {' '.join(install)}\n"
        )
    say(f"Installation des paquets Debian : {' '.join(missing)}…")
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update", "--quiet"], install):
        done = subprocess.run(command, env=quiet, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            sys.exit(f"{done.stdout}{done.stderr}\nÉchec de « {' '.join(command)} ».")
    still = [package for package in missing if not PROBES[package]()]
    if still:
        sys.exit(f"Installés mais introuvables : {' '.join(still)}.")


def python_packages(requirements: str) -> None:
    """Create .venv where it is missing, moved or of another Python; install the pins when they changed."""
    if sys.version_info < (3, 11):  # noqa: UP036 - the one place that meets an older one
        sys.exit(f"EXPE-CT demande Python 3.11 au moins ; celui-ci est {sys.version.split()[0]}.")
    if not _usable():
        say("Création de l’environnement Python (.venv)…")
        if VENV.is_symlink():
            VENV.unlink()  # what it leads to is another checkout's: `--clear` would empty it
        done = subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=False)
        if done.returncode != 0:
            sys.exit("Python ne sait pas créer d’environnement : installez python3-venv, puis relancez.")
    wanted = _digest("requirements.txt", requirements)
    if _stamp(requirements).exists() and _stamp(requirements).read_text() == wanted:
        return
    say(f"Installation des paquets Python ({requirements})…")
    pip = [str(PYTHON), "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    done = subprocess.run([*pip, "--requirement", requirements], cwd=ROOT, check=False)
    if done.returncode != 0:
        sys.exit(f"Échec de l’installation de {requirements}.")
    _stamp("requirements.txt").write_text(_digest("requirements.txt", "requirements.txt"))
    _stamp(requirements).write_text(wanted)


def _usable() -> bool:
    """Whether .venv was made here, by this Python: its commands know both by heart."""
    said = VENV / "pyvenv.cfg"
    if not (said.exists() and PYTHON.exists()):
        return False
    words = dict(line.split(" = ", 1) for line in said.read_text().splitlines() if " = " in line)
    ours = f"{sys.version_info.major}.{sys.version_info.minor}."
    return words["version"].startswith(ours) and words["command"].endswith(f" {VENV}")


def _digest(*files: str) -> str:
    return hashlib.sha256(b"\0".join((ROOT / name).read_bytes() for name in files)).hexdigest()


def _stamp(requirements: str) -> Path:
    """What was last installed for these requirements, digested."""
    return VENV / f".installed-{requirements}"


def main(purpose: str) -> None:
    """Everything `purpose` needs, once: two commands started together wait for each other."""
    requirements, debian = NEEDS[purpose]
    with (ROOT / "tools" / "environment.py").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        system_packages(debian)
        python_packages(requirements)


if __name__ == "__main__":
    main(sys.argv[1])
