"""Hostile files are opened in a process of their own, thrown away afterwards (spec X6, decision 0004).

`python -m expect.documents.quarantine PDF|PNG|JPEG`: the file on stdin; on stdout the content to keep, or the sentence
that refuses it. A file made to exhaust memory or to crash a library takes down that process alone.
"""

import resource
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MEMORY = 1024 * 1024 * 1024
SECONDS = 20
REFUSED = 3
"""Exit code of the child that refuses the file."""
UNREADABLE = (
    "Ce fichier n’a pas pu être vérifié : il est abîmé ou trop complexe. "
    "Enregistrez-le de nouveau, sous une forme plus simple."
)


class Refused(Exception):
    """The content is not to be kept; the message is the sentence for the person."""


def cleaned(content: bytes, form: str) -> bytes:
    """The content to keep; raises Refused."""
    try:
        child = subprocess.run(  # noqa: S603 - our own module, no shell
            [sys.executable, "-Es", "-m", "expect.documents.quarantine", form],
            input=content,
            capture_output=True,
            cwd=ROOT,
            env={"LANG": "C.UTF-8"},
            timeout=2 * SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise Refused(UNREADABLE) from error
    if child.returncode == 0:
        return child.stdout
    raise Refused(child.stdout.decode() if child.returncode == REFUSED else UNREADABLE)


def main(form: str) -> int:
    """In the child: limits first, then the library that opens the file."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    content = sys.stdin.buffer.read()
    if form == "PDF":
        from expect.documents import active_pdf  # noqa: PLC0415 - one library per child

        kept, sentence = content, active_pdf.fault(content)
    else:
        from expect.documents import images  # noqa: PLC0415

        kept, sentence = images.rewritten(content, form)
    sys.stdout.buffer.write(sentence.encode() or kept)
    return REFUSED if sentence else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
