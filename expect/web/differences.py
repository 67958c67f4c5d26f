"""What changed from one text to the next: line by line, then word by word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

Words = list[tuple[str, str]]
"""(« kept », « removed » or « added », words), in the order of reading."""
MOST_WORDS = 3_000
"""Of two texts longer than that together, the words are not compared: it would take seconds."""
SHORT = 60
"""Characters: two texts that short are read whole, one after the other: a date, a name."""
CUT_FROM, KEPT_BESIDE = 400, 150
"""Characters: what is unchanged and longer is cut, and this much of it is read on each side."""

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


@dataclass(frozen=True)
class Passage:
    """Lines that changed, in `words`; or lines that did not, of which it is enough to know how many."""

    words: Words
    unchanged: int = 0


def passages(before: str, after: str) -> Iterator[Passage]:
    """Two texts read as one, what is unchanged set aside; an empty text has no line."""
    old, new = before.splitlines(), after.splitlines()
    for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Passage([], j - i)
        elif j - i == m - k:
            yield from (Passage(_read(*pair)) for pair in zip(old[i:j], new[k:m], strict=True))
        else:
            yield Passage(_read("\n".join(old[i:j]), "\n".join(new[k:m])))


def _read(before: str, after: str) -> Words:
    """Word by word where the two texts are near enough to be read together; otherwise one after the other."""
    if max(len(before), len(after)) <= SHORT:
        return list(_changed(before, after))
    old, new = WORD.findall(before), WORD.findall(after)
    head = _alike(old, new)
    tail = _alike(old[head:][::-1], new[head:][::-1])
    gone, come = old[head : len(old) - tail], new[head : len(new) - tail]
    compare = words_changed if len(gone) + len(come) <= MOST_WORDS else _changed
    around = [[("kept", "".join(words))] if words else [] for words in (old[:head], old[len(old) - tail :])]
    words = [*around[0], *compare("".join(gone), "".join(come)), *around[1]]
    kept = sum(len(said) for kind, said in words if kind == "kept")
    if 2 * kept < max(len(before), len(after)):
        return list(_changed(before, after))
    return [(kind, _cut(said) if kind == "kept" else said) for kind, said in words]


def _alike(old: list[str], new: list[str]) -> int:
    """How many words two texts begin with alike."""
    return next(
        (n for n, pair in enumerate(zip(old, new, strict=False)) if pair[0] != pair[1]),
        min(len(old), len(new)),
    )


def _cut(said: str) -> str:
    if len(said) <= CUT_FROM:
        return said
    return f"{said[:KEPT_BESIDE].rpartition(' ')[0]} […] {said[-KEPT_BESIDE:].partition(' ')[2]}"
