"""Several processes as one: started together, watched, stopped together, nobody left behind."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from tools.services import die_with_parent

TICK = 0.2
"""Seconds between two looks at the processes."""

PATIENCE = 10
"""Seconds a process may take to stop; then it is killed."""

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Group:
    """Processes that live and die together; Ctrl-C reaches us alone, we tell them."""

    def __init__(self) -> None:
        self.processes: dict[str, subprocess.Popen] = {}
        self.asked_to_stop = threading.Event()
        self.leaving = False
        for number in STOP_SIGNALS:
            signal.signal(number, self._asked)
        self._parent = os.getppid()

    def start(self, name: str, command: list[str], **options: object) -> None:
        """Start one process, in a process group of its own so that its own children can be swept up."""
        self.processes[name] = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            process_group=0,
            preexec_fn=die_with_parent(signal.SIGTERM),  # noqa: PLW1509 - no thread is running
            **options,
        )

    def wait(self, ready: Callable[[], bool], announce: Callable[[], None]) -> int:
        """Watch until somebody asks to stop (0) or one process ends (its code); `announce` once ready."""
        announced = False
        while not self.asked_to_stop.wait(TICK) and os.getppid() == self._parent:
            for name, process in self.processes.items():
                code = process.poll()
                if code is not None:
                    print(
                        f"Le processus « {name} » s’est arrêté (code {code}) : tout s’arrête.",
                        file=sys.stderr,
                    )
                    return 128 - code if code < 0 else code or 1
            if not announced and ready():
                announce()
                announced = True
        return 0

    def stop(self) -> None:
        """Ask each to finish, the last started first; kill what is still there, children included."""
        self.leaving = True
        last_first = list(reversed(self.processes.values()))
        for process in last_first:
            process.terminate()
        for process in last_first:
            with suppress(subprocess.TimeoutExpired):
                process.wait(PATIENCE)
        for process in last_first:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def _asked(self, number: int, frame: object) -> None:
        self.asked_to_stop.set()
        if self.leaving:  # asked again: no more patience
            for process in self.processes.values():
                process.kill()


@contextmanager
def foreground() -> Iterator[None]:
    """Be the terminal's foreground group, so that Ctrl-C stops us and not `make`, which then sees our code.

    Without a terminal, or in the background, nothing changes.
    """
    try:
        terminal = os.open("/dev/tty", os.O_RDWR)
    except OSError:
        yield
        return
    with os.fdopen(terminal):
        before = os.getpgrp()
        if os.tcgetpgrp(terminal) != before:
            yield
            return
        signal.signal(signal.SIGTTOU, signal.SIG_IGN)  # or we would be stopped for taking the terminal
        signal.signal(signal.SIGTSTP, signal.SIG_IGN)  # `make` would not see us suspended
        os.setpgid(0, 0)
        os.tcsetpgrp(terminal, os.getpgrp())
        try:
            yield
        finally:
            os.tcsetpgrp(terminal, before)
