"""`make run`: web, worker and beat on this machine, without any server to install, until Ctrl-C."""

import os
import socket
import sys
import urllib.error
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tools.instance import ROOT, alone, configuration, prepare
from tools.supervision import Group, foreground

HOST = "127.0.0.1"
SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 - gunicorn's heartbeat, wherever memory is a folder


def chosen_port() -> int:
    """The port of PORT, 8000 by default; stops with a sentence when it is taken or not a port."""
    text = os.environ.get("PORT") or "8000"
    if not text.isdecimal() or not 0 < int(text) < 65536:
        sys.exit(f"PORT vaut « {text} » : il faut un nombre entre 1 et 65535.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, int(text)))
        except PermissionError:
            sys.exit(f"Le port {text} est réservé au système. Choisissez-en un autre : PORT=8123 make run")
        except OSError:
            sys.exit(f"Le port {text} est déjà pris. Choisissez-en un autre : PORT=8123 make run")
    return int(text)


def web(port: int) -> list[str]:
    """One gunicorn worker with threads: enough for a person, small in memory."""
    command = [sys.executable, "-m", "gunicorn", "expect.wsgi", "--bind", f"{HOST}:{port}"]
    command += ["--worker-class", "gthread", "--workers", "1", "--threads", "4"]
    command += [
        "--limit-request-line",
        "8190",
    ]  # the longest that it takes: a long search is refused by the page
    command += ["--graceful-timeout", "5", "--log-level", "warning", "--no-control-socket"]
    return command + (["--worker-tmp-dir", str(SHARED_MEMORY)] if SHARED_MEMORY.is_dir() else [])


def worker() -> list[str]:
    """One Celery worker with two threads, beat inside."""
    quiet = [
        "-W",
        "ignore:You're running the worker with superuser",
    ]  # a demonstration in a container often does
    command = [sys.executable, *quiet, "-m", "celery", "--quiet", "--app", "expect", "worker", "--beat"]
    return [*command, "--pool", "threads", "--concurrency", "2", "--loglevel", "WARNING", "--without-mingle"]


def answers(address: str) -> bool:
    """Whether the web process serves: any HTTP answer will do."""
    try:
        urllib.request.urlopen(f"{address}/healthz", timeout=2).close()
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


def announce(address: str) -> None:
    print(f"\nEXPE-CT est prêt : {address}/")
    print(f"Courrier de la démonstration : {address}/demo/courrier/")
    print("Ctrl-C pour tout arrêter.", flush=True)


def main() -> int:
    port = chosen_port()
    address = f"http://localhost:{port}"
    with alone():
        settings = {"EXPECT_BASE_URL": address} | configuration()
        environment = os.environ | settings
        prepare(environment)
        with foreground():
            group = Group()
            try:
                group.start("web", web(port), cwd=ROOT, env=environment)
                group.start("worker", worker(), cwd=ROOT, env=environment)
                code = group.wait(lambda: answers(address), lambda: announce(address))
            finally:
                group.stop()
    if code == 0:
        print("EXPE-CT est arrêté.")
    return code


if __name__ == "__main__":
    sys.exit(main())
