"""What people bring is scanned where an antivirus is configured; until then nobody downloads it (spec X6).

Speaks to ClamAV's daemon by INSTREAM: length-prefixed chunks, an empty one, then one line (decision 0021).
"""

import logging
import socket
import struct
from datetime import datetime
from pathlib import Path

from django.conf import settings

from expect.documents.models import StoredFile

SECONDS = 30
"""Patience with the daemon, at each exchange."""
CHUNK = 64 * 1024
CLEAN, FOUND = "stream: OK", " FOUND"

log = logging.getLogger(__name__)


class ScanFailed(Exception):
    """The daemon did not say whether the content is clean."""


def scan_pending(*, at: datetime, limit: int = 100) -> int:
    """Scan what waits, the oldest first; returns how many were. Two workers at once say the same thing once.

    A daemon that does not answer leaves them all waiting for the next run; a file that it refuses, that one.
    """
    done = 0
    for stored in StoredFile.objects.awaiting_scan().order_by("pk")[:limit]:
        try:
            infection = infection_of(settings.FILES_ROOT / stored.path)
        except ScanFailed:  # of this file: the others do not wait for it
            log.exception("file_not_scanned", extra={"fields": {"file": stored.public_id}})
            continue
        except OSError:
            log.exception("antivirus_unreachable")
            break
        if infection:
            log.warning("file_infected", extra={"fields": {"file": stored.public_id}})
        done += (
            StoredFile.objects.awaiting_scan().filter(pk=stored.pk).update(scanned_at=at, infection=infection)
        )
    return done


def infection_of(path: Path) -> str:
    """The name of what the daemon found in the file; empty where it is clean. Raises OSError, ScanFailed."""
    try:
        content = path.open("rb")
    except OSError as gone:
        raise ScanFailed("the file cannot be read") from gone
    with content, socket.create_connection(_address(), timeout=SECONDS) as link:
        link.sendall(b"zINSTREAM\0")
        try:
            while chunk := content.read(CHUNK):
                link.sendall(struct.pack("!L", len(chunk)) + chunk)
            link.sendall(struct.pack("!L", 0))
        except ConnectionError as cut:  # the stream is over the daemon's limit: it hangs up
            raise ScanFailed("the daemon refused the stream") from cut
        said = link.makefile("rb").read(1000).decode(errors="replace").rstrip("\0\n")
    if said.endswith(FOUND):
        return said.removeprefix("stream: ").removesuffix(FOUND)[:120]
    if said != CLEAN:
        raise ScanFailed(said)
    return ""


def _address() -> tuple[str, int]:
    host, _, port = settings.ANTIVIRUS.rpartition(":")
    return host, int(port)
