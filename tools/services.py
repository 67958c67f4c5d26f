"""Private PostgreSQL, Redis and antivirus for the tests: their own folder, their own port or socket, gone afterwards.

Standard library only. Each is a child of the caller and dies with it.
"""

import ctypes
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

PATIENCE = 30
"""Seconds a service may take to answer."""

PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None)

FAST_AND_LOOSE = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "max_connections": "100",
    "max_parallel_workers_per_gather": "0",
}
"""A test database has nothing to lose: speed before safety."""


class ServiceError(Exception):
    """A private service that could not start, with what it said."""


def die_with_parent(number: signal.Signals) -> Callable[[], None] | None:
    """For `preexec_fn`: on Linux, the child receives the signal when its parent disappears, even killed."""
    if sys.platform != "linux":
        return None

    def ask() -> None:
        LIBC.prctl(PR_SET_PDEATHSIG, number)

    return ask


def postgres_binaries() -> Path | None:
    """Folder of initdb and postgres: the newest that Debian installed, else the one on PATH."""
    debian = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = sorted(debian, key=lambda path: float(path.parts[-3]), reverse=True)
    found = newest[0] if newest else shutil.which("initdb")
    return Path(found).parent if found else None


@contextmanager
def postgres() -> Iterator[str]:
    """A PostgreSQL of one's own; gives its address.

    It answers on a socket in a folder closed to others: no port, no password. PostgreSQL refuses to
    run as root, so root lends the folder to the user `postgres`.
    """
    binaries = postgres_binaries()
    if binaries is None:
        raise ServiceError("PostgreSQL est introuvable.")
    owner = "postgres" if os.geteuid() == 0 else None
    with tempfile.TemporaryDirectory(prefix="expect-pg-", ignore_cleanup_errors=True) as folder:
        if owner:
            shutil.chown(folder, owner, owner)
        place = {"cwd": folder, "user": owner, "group": owner, "extra_groups": [] if owner else None}
        initdb = [binaries / "initdb", "-D", f"{folder}/data", "-U", "expect", "--auth=trust", "--no-sync"]
        _check([*initdb, "--encoding=UTF8", "--locale=C.UTF-8"], **place)
        command = [binaries / "postgres", "-D", f"{folder}/data", "-k", folder]
        command += [f"--{name}={value}" for name, value in FAST_AND_LOOSE.items()]
        log = Path(folder, "log")
        with _running(command, log, stop=signal.SIGINT, **place) as server:
            _wait(lambda: _quiet([binaries / "pg_isready", "-h", folder, "-U", "expect"]), server, log)
            _check([binaries / "createdb", "-h", folder, "-U", "expect", "expect"])
            yield f"postgres://expect@{quote(folder, safe='')}/expect"


@contextmanager
def redis() -> Iterator[str]:
    """A Redis of one's own, on a free port behind a password, nothing kept; gives its address."""
    server_path = shutil.which("redis-server")
    if server_path is None:
        raise ServiceError("Redis est introuvable.")
    password, port = secrets.token_urlsafe(16), free_port()
    with tempfile.TemporaryDirectory(prefix="expect-redis-", ignore_cleanup_errors=True) as folder:
        settings = {"bind": "127.0.0.1", "port": port, "requirepass": password, "dir": folder, "save": '""'}
        configuration = Path(folder, "redis.conf")
        configuration.write_text("".join(f"{name} {value}\n" for name, value in settings.items()))
        log = Path(folder, "log")
        with _running([server_path, configuration], log, stop=signal.SIGTERM) as server:
            greeting = f"AUTH {password}\r\nPING\r\n".encode()
            _wait(lambda: _says(port, greeting, b"+OK\r\n+PONG\r\n"), server, log)
            yield f"redis://:{password}@127.0.0.1:{port}/0"


def clamd_binary() -> str | None:
    """ClamAV's daemon, which Debian keeps for root's PATH."""
    return shutil.which("clamd", path=f"{os.environ.get('PATH', '')}:/usr/sbin")


@contextmanager
def antivirus(signatures: dict[str, bytes]) -> Iterator[str]:
    """A ClamAV of one's own, that knows these signatures only (name, bytes); gives host:port."""
    binary = clamd_binary()
    if binary is None:
        raise ServiceError("ClamAV (clamd) est introuvable.")
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="expect-clamd-", ignore_cleanup_errors=True) as folder:
        known = "".join(f"{name}:0:*:{content.hex()}\n" for name, content in signatures.items())
        Path(folder, "tests.ndb").write_text(known)
        settings = {
            "TCPSocket": port,
            "TCPAddr": "127.0.0.1",
            "DatabaseDirectory": folder,
            "Foreground": "yes",
        }
        configuration = Path(folder, "clamd.conf")
        configuration.write_text("".join(f"{name} {value}\n" for name, value in settings.items()))
        log = Path(folder, "log")
        with _running([binary, "--config-file", configuration], log, stop=signal.SIGTERM) as server:
            _wait(lambda: _says(port, b"zPING\0", b"PONG\0"), server, log)
            yield f"127.0.0.1:{port}"


def free_port() -> int:
    """A port nobody listens on, as the system gives it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def _running(
    command: list, log: Path, *, stop: signal.Signals, **place: object
) -> Iterator[subprocess.Popen]:
    """The server, in a process group that Ctrl-C does not reach; stopped, then killed after PATIENCE."""
    with log.open("wb") as output:
        server = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            process_group=0,
            preexec_fn=die_with_parent(stop),  # noqa: PLW1509 - no thread is running yet
            **place,
        )
    try:
        yield server
    finally:
        server.send_signal(stop)
        try:
            server.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()


def _wait(answers: Callable[[], bool], server: subprocess.Popen, log: Path) -> None:
    limit = time.monotonic() + PATIENCE
    while not answers():
        if server.poll() is not None or time.monotonic() > limit:
            raise ServiceError(f"Un service de test ne démarre pas :\n{log.read_text(errors='replace')}")
        time.sleep(0.05)


def _says(port: int, asked: bytes, answer: bytes) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as link:
            link.sendall(asked)
            return link.makefile("rb").read(len(answer)) == answer
    except OSError:
        return False


def _quiet(command: list) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _check(command: list, **place: object) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False, **place)
    if done.returncode != 0:
        raise ServiceError(f"Échec de « {Path(command[0]).name} » :\n{done.stdout}{done.stderr}")
