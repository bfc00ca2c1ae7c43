"""The draft's headings in a letter: as a citation (“推进城乡一体化发展”这一点) or only as words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.core.citations import marks
from app.core.citations.grammar import NUM
from app.core.citations.index import Index
from app.core.citations.numbers import numeral
from app.core.citations.page import Page
from app.core.citations.segments import Segment

_LONGEST = 2_000
_LABEL = re.compile(rf"(?:\(\s?|第)?(?P<number>{NUM})\s?(?:\)|[.、]|条|点)\s?[、,:“]?$")
_ALWAYS_WORDS = 4
# 其他：… says that something else comes, whatever the draft heads so.
_NO_HEADING = ("其他", "其它", "其余")
_TELLING = 6
_LEADING = 60
_ENDS = ":,。、; \t\n“!?()|的里中这那"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading in a text: the clauses that bear it; ``strong`` where it is used as a citation."""

    start: int
    end: int
    places: tuple[int, ...]
    strong: bool
    quoted: bool
    pointed: bool


def headings_in(page: Page, draft: Index, segment: Segment) -> list[Heading]:
    """The headings that stand in a segment, in order, without overlaps."""
    end = min(segment.end, segment.start + _LONGEST)
    places = [at for at in range(segment.start, end) if page.folded[at].isalnum()]
    words = "".join(page.folded[at].lower()[:1] for at in places)
    own = marks.OWN_NUMBER.match(page.shown, segment.start, segment.end)
    lead = own.end() if own else segment.start
    found: list[Heading] = []
    at = 0
    while at < len(words):
        heading = draft.heading_at(words, at)
        if heading is None:
            at += 1
            continue
        span = places[at], places[at + len(heading) - 1] + 1
        if one := _heading(page, draft, lead, span, heading):
            found.append(one)
            at += len(heading)
        else:
            at += 1
    return found


def headed(page: Page, draft: Index, start: int, end: int) -> bool:
    """Whether the span begins with a heading that points to its clause: 强化人才支撑那里，…."""
    lead = marks.LEAD.match(page.shown, start, min(end, start + _LEADING))
    at = lead.end() if lead else start
    places = [place for place in range(at, min(end, at + _LEADING)) if page.folded[place].isalnum()]
    words = "".join(page.folded[place].lower()[:1] for place in places)
    heading = draft.heading_at(words, 0)
    if heading is None or len(heading) < _ALWAYS_WORDS:
        return False
    after = places[len(heading) - 1] + 1
    return bool(marks.POINTS.match(page.folded, after, end))


def _heading(
    page: Page, draft: Index, lead: int, span: tuple[int, int], words: str
) -> Heading | None:
    start, end = span
    before, after = page.folded[max(0, start - 1) : start], page.folded[end : end + 1]
    quoted = before in ("“", "‘", '"') and after in ("”", "’", '"')
    pointed = bool(marks.PREFERS.match(page.folded, end, end + 16)) or _numbered(page, end)
    leading = (
        start - lead < 40
        and (not after or after in _ENDS)
        and bool(marks.LEAD.fullmatch(_unnumbered(page.shown[lead:start])))
    )
    hidden = page.shown[start] == "\x00" and not quoted
    places = tuple(draft.headed(words))
    labelled = _labelled(page, draft, start, places)
    strong = quoted or bool(labelled) or (not hidden and (pointed or leading))
    if len(words) < _ALWAYS_WORDS:
        alone = _alone(page, lead, span) and words not in _NO_HEADING
        pointed = bool(marks.PREFERS_SHORT.match(page.folded, end, end + 16)) or (
            leading and bool(marks.POINTS.match(page.folded, end, end + 16))
        )
        strong = (pointed or alone or bool(labelled)) and not hidden
    if not strong and len(words) < _TELLING:
        return None
    return Heading(start, end, labelled or places, strong, quoted, pointed)


def _alone(page: Page, lead: int, span: tuple[int, int]) -> bool:
    """附则：…, and 附则 as a cell of a table."""
    before, after = page.shown[lead : span[0]], page.shown[span[1] : span[1] + 1]
    return (not before.strip() or before[-1] in "\t|\n") and (not after or after in ":\t|\n")


def _labelled(page: Page, draft: Index, start: int, places: tuple[int, ...]) -> tuple[int, ...]:
    """（二）基本方针, 3.建设…: those of the clauses whose printed number stands before the heading."""
    label = _LABEL.search(page.shown, max(0, start - 12), start)
    number = numeral(label["number"]) if label else None
    return tuple(at for at in places if number and draft.number(at)[-1:] == (number,))


def _numbered(page: Page, end: int) -> bool:
    """保障措施第一项: a number follows at once."""
    return any(mention.start - end <= 2 for mention in page.cited(end, end + 3))


def _unnumbered(words: str) -> str:
    """关于3.建设协同创新产业生态: without the printed number before the heading."""
    return words.rstrip().rstrip("0123456789.、( )一二三四五六七八九十第条点款项章节")
