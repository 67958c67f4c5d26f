"""What changed from one text to the next, word by word."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

WORD = re.compile(r"\{[^{}]*\}|\w+|\s+|.")


def words_changed(before: str, after: str) -> Iterator[tuple[str, str]]:
    """(« kept », « removed » or « added », words), in the order of reading."""
    old, new = WORD.findall(before), WORD.findall(after)
    for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield "kept", "".join(old[i:j])
            continue
        for name, words in (("removed", old[i:j]), ("added", new[k:m])):
            if words:
                yield name, "".join(words)
