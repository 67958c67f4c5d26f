"""Text as it is compared: lower case, without accents, without punctuation."""

import re
import unicodedata
from functools import lru_cache

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss"})


@lru_cache(maxsize=1024)
def normalise(text: str) -> str:
    """« L'Haÿ-les-Roses » → « l hay les roses »."""
    decomposed = unicodedata.normalize("NFKD", text.lower().translate(_LIGATURES))
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return re.sub(r"[^0-9a-z]+", " ", bare).strip()


def words(text: str) -> list[str]:
    """What is searched for, word by word: « C-2026-0005 » is one, whose parts stay together."""
    return [word for word in map(normalise, text.split()) if word]
