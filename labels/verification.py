"""The public verification of a diploma: what a code or a number leads to (spec L11)."""

import re

from labels.models import Diploma

NUMBER = re.compile(r"N?O?EXPECT(?P<year>[0-9]{4})(?P<rank>[0-9]{4,})")


def shown_reference(typed: str) -> str:
    """A code or a label's number as we write it; empty where nothing readable was typed.

    « expe-ct 2026 0042 » and « k7m2p-9qrtx » are read whatever the case, the spaces and the dashes.
    """
    bare = re.sub(r"[^0-9A-Z]", "", typed.upper())
    number = NUMBER.fullmatch(bare)
    return f"EXPE-CT-{number['year']}-{number['rank']}" if number else bare


def is_code(typed: str) -> bool:
    """Whether it is a diploma's code, which nobody guesses; numbers follow one another and prove no paper."""
    return "-" not in shown_reference(typed)


def diploma_of(typed: str) -> Diploma | None:
    """The diploma to which a code, or a label's number, leads; by number, its last version."""
    reference = shown_reference(typed)
    lookup = "code" if is_code(typed) else "label__number"
    diplomas = Diploma.objects.select_related(
        "label__organisation__department", "label__organisation__region"
    )
    return diplomas.filter(**{lookup: reference}).order_by("-version").first()
