"""The name under which a file is shown and downloaded; never the name under which it is kept."""

import re
import unicodedata

LONGEST = 120
_UNSEEN = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"}
"""Unicode categories that hide in a name: controls, direction overrides, private or unassigned characters."""


def display_name(raw: str, extension: str) -> str:
    """`raw` without its folders and hidden characters, shortened, ending with the `extension` of what it contains.

    « C:\\\\docs\\\\Délibération.PDF » → « Délibération.pdf »; nothing left → « document.pdf ».
    """
    last = re.sub("%0[AD]", " ", re.split(r"[/\\]", raw)[-1])  # so do browsers send an end of line
    seen = "".join(
        " " if c.isspace() else c for c in last if c.isspace() or unicodedata.category(c) not in _UNSEEN
    )
    tidy = " ".join(unicodedata.normalize("NFC", seen).split())
    stem = tidy[: len(tidy) - len(extension_of(tidy))]
    return f"{stem.strip(' .')[: LONGEST - len(extension)].rstrip(' .') or 'document'}{extension}"


def extension_of(name: str) -> str:
    """The extension that a name claims, in lower case with its dot; empty where it claims none."""
    found = re.search(r"\.[A-Za-z0-9]{1,5}$", name.strip())
    return found.group().lower() if found else ""
