"""What people type, without what hides in it: control characters, and the marks that turn the direction of reading."""

import re

CONTROLS = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
"""Line ends, tabulations and NUL are not among them: the first two are seen, the last is refused where it comes in."""
DIRECTIONS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""One of these left open would turn over whatever is shown after the value."""


def one_line(text: str) -> str:
    """A single-line value that spills over nothing: no control, no direction mark; a tabulation is a space."""
    return DIRECTIONS.sub("", CONTROLS.sub("", text)).replace("\t", " ")


def lines(text: str) -> str:
    """A text of several lines: each line ends with one character, and none hides; its directions end with it."""
    return CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
