"""What changed from one text to the next, word by word."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

WORD = re.compile(r"\{[^{}]*\}|\w+|\s+|.")


def words_changed(before: str, after: str) -> Iterator[tuple[str, str]]:
    """(« kept », « removed » or « added », words), in the order of reading; changes that follow each other are one."""
    old, new = WORD.findall(before), WORD.findall(after)
    removed = added = ""
    for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, come = "".join(old[i:j]), "".join(new[k:m])
        if kind != "equal" or ((removed or added) and not gone.strip()):
            removed, added = removed + gone, added + come
            continue
        yield from _changed(removed, added)
        removed = added = ""
        yield "kept", gone
    yield from _changed(removed, added)


def _changed(removed: str, added: str) -> Iterator[tuple[str, str]]:
    if removed:
        yield "removed", removed
    if added:
        yield "added", added
