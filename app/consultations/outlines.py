"""The outlines of proposed drafts with their mendings, kept for the clerk who works on one."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from functools import lru_cache

from app.core.outline.documents import separate
from app.core.outline.mending import Mending, replay
from app.core.outline.parse import parse
from app.core.outline.values import Outline

Mended = tuple[Outline, tuple[Mending, ...]]
"""An outline, and the mendings that did not fit."""
_Key = tuple[str, int | None, tuple[Mending, ...]]
MOST_KEPT = 12
_kept: OrderedDict[_Key, Mended] = OrderedDict()


@lru_cache(maxsize=4)
def drafts_of(text: str) -> tuple[Outline, ...]:
    """The drafts of a file's text, as the text has them by itself."""
    return separate(parse(text))


def mended(text: str, position: int | None, mendings: Sequence[Mending]) -> Mended:
    """The draft at ``position`` of a file (None: all of the file as one) with its mendings.

    Takes a while where the text is new; from then on each further mending costs itself only.
    """
    made, found, known = tuple(mendings), None, len(mendings) + 1
    while found is None and known:
        known -= 1
        found = _kept.get((text, position, made[:known]))
    if found is None:
        drafts = drafts_of(text)
        whole = position is None and len(drafts) > 1
        found = (parse(text) if whole else drafts[position or 0], ())
    outline, lost = replay(found[0], made[known:])
    result = _kept[text, position, made] = outline, (*found[1], *lost)
    _kept.move_to_end((text, position, made))
    while len(_kept) > MOST_KEPT:
        _kept.popitem(last=False)
    return result


def mended_file(text: str, mendings: Sequence[Sequence[Mending]]) -> list[Mended]:
    """All drafts of a file, each with its mendings."""
    places = range(len(drafts_of(text)))
    return [
        mended(text, place if len(places) > 1 else None, own)
        for place, own in zip(places, mendings, strict=True)
    ]
