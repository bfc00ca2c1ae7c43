"""The normalised text of a draft and its lines."""

from __future__ import annotations

import re
from typing import NamedTuple

from app.core.outline.pages import unpage, unwrap

# Everything that is neither printed nor a line end, half characters too; tabs stay, and form feeds
# until unpage.
_CONTROLS = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f\ufeff\u200b-\u200f\u202a-\u202e\u2060-\u2064\ud800-\udfff]"
)
_LINE_ENDS = re.compile("\r\n?|\x85|\u2028|\u2029")
_OTHER_ENDS = "\r\x85\u2028\u2029"


class Line(NamedTuple):
    """A line with something on it: offsets into the text, without the white space around it."""

    start: int
    end: int
    text: str


def normalise(text: str) -> str:
    """One kind of line end, no byte order mark, no control or invisible characters; page numbers
    and running heads of a paged text taken out, its wrapped lines joined.

    Offsets of an outline point into this text. Normalising it again changes nothing.
    """
    if any(end in text for end in _OTHER_ENDS):
        text = _LINE_ENDS.sub("\n", text)
    text = _CONTROLS.sub("", text)
    return unwrap(unpage(text))


def lines_of(text: str) -> list[Line]:
    """The lines that are not blank."""
    found = []
    at = 0
    for raw in text.split("\n"):
        stripped = raw.strip()
        if stripped:
            start = at if len(stripped) == len(raw) else at + raw.index(stripped[0])
            found.append(Line(start, start + len(stripped), stripped))
        at += len(raw) + 1
    return found
