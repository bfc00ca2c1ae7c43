"""From a draft's text to its outline."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from app.core.outline.clauses import make_clauses
from app.core.outline.comparison import compared_rows
from app.core.outline.division import Region, divide
from app.core.outline.front import Front, read_front
from app.core.outline.grammar import Grammar
from app.core.outline.inline import open_lines
from app.core.outline.letter import ASKS
from app.core.outline.levels import find_ranks
from app.core.outline.lines import Line, lines_of, normalise
from app.core.outline.nodes import Node
from app.core.outline.notice import read_notice
from app.core.outline.pages import MOST_LINES
from app.core.outline.scan import Scan, scan
from app.core.outline.slugs import PREAMBLE_ADDRESS
from app.core.outline.values import Aside, Clause, Document, Doubt, Notice, Outline, Role
from app.core.uncollected import uncollected

# More labels than any draft has: such a text is made to hurt, and stays one preamble.
MOST_LABELS = 20_000
# Without a notice or letter in front, the lines above the draft in which facts are looked for.
_NOTICE_LINES = 60
_ROLES: dict[str, Role] = {
    "annexes": "annexes",
    "end": "end",
    "companion": "companion",
    "contents": "contents",
}


@uncollected()
def parse(text: str) -> Outline:
    """The outline of a draft's text. Nothing is lost: what has no label belongs to the node before
    it, what is no clause is an aside, and a text without any label is one preamble."""
    text = normalise(text)
    if text.count("\n") > MOST_LINES:
        return _flat(text)
    found = scan(text, lines_of(text))
    if sum(label is not None for label in found.labels) > MOST_LABELS:
        return _flat(text)
    open_lines(found)
    front = read_front(found)
    builder = _Builder(text, found, front)
    builder.build()
    return builder.outline()


def _flat(text: str) -> Outline:
    node = Node("preamble", PREAMBLE_ADDRESS, "", 0)
    node.text = [text.strip()]
    clauses, asides = make_clauses([node], [], len(text))
    doubts = (Doubt("too-many-labels", 0, ""),)
    return Outline("", read_notice(text), clauses, doubts, text, asides)


class _Builder:
    """Puts the regions of a file together."""

    def __init__(self, text: str, found: Scan, front: Front) -> None:
        self._text, self._scan, self._front = text, found, front
        self._roots: list[Node] = []
        self._doubts: list[Doubt] = []
        self._grammar = Grammar(self._roots, self._doubts)
        self._asides: list[Aside] = []
        self._drafts: list[tuple[str, int]] = [(front.title, 0)]
        # The lines of a notice that stands below its draft.
        self._behind: Sequence[Line] = ()

    def build(self) -> None:
        front, lines = self._front, self._scan.lines
        rows = compared_rows(self._text, self._scan, front) if front.body >= len(lines) else None
        if rows is not None:
            self._put_front(rows[0].start)
            self._roots.extend(rows)
            return
        preamble = [lines[at] for at in front.preamble]
        first = preamble[0].start if preamble else self._offset(front.body)
        self._put_front(first)
        if preamble:
            self._grammar.open_preamble(preamble)
        if front.contents is not None and self._offset(front.contents) > first:
            start, stop = self._offset(front.contents), self._offset(front.body)
            self._asides.append(Aside("contents", "", start, stop))
        if front.body >= len(lines):
            if lines:
                self._doubts.append(Doubt("no-clauses", 0, ""))
            return
        for region in divide(self._scan, front):
            self._take(region)

    def _put_front(self, end: int) -> None:
        if end:
            self._asides.append(Aside("front", self._front.title, 0, end))

    def _take(self, region: Region) -> None:
        start, stop = self._offset(region.start), self._offset(region.stop)
        role = _ROLES.get(region.part)
        if role == "end" and ASKS.search(self._scan.lines[region.start].text):
            self._behind = self._scan.lines[region.start : region.stop]
        if role is not None:
            self._asides.append(Aside(role, region.title, start, stop))
            if region.part == "companion":
                self._doubts.append(Doubt("companion", start, region.title))
                self._grammar.close()
            return
        if region.part == "draft":
            begin = self._offset(region.words)
            self._asides.append(Aside("title", region.title, start, begin))
            self._drafts.append((region.title, begin))
            self._doubts.append(Doubt("another-draft", start, region.title))
            self._grammar.close()
        self._read(region)

    def _read(self, region: Region) -> None:
        labels = self._scan.labels[region.words : region.stop]
        base = self._annex(region) if region.part == "annex" else None
        self._grammar.begin(find_ranks(filter(None, labels)), labels, base)
        quoted = self._scan.quoted
        for at, label in enumerate(labels, start=region.words):
            line = self._scan.lines[at]
            self._grammar.take(at - region.words, line, label, quoted=at in quoted)

    def _annex(self, region: Region) -> Node:
        line, label = self._scan.lines[region.start], self._scan.labels[region.start]
        assert label is not None
        printed = line.text[: len(label.printed)].rstrip("：:")
        return Node("annex", label.step, printed, line.start, region.title, "附件", 0, label.number)

    def _offset(self, place: int) -> int:
        lines = self._scan.lines
        return lines[place].start if place < len(lines) else len(self._text)

    def outline(self) -> Outline:
        """What was built."""
        front, lines = self._front, self._scan.lines
        clauses, asides = make_clauses(self._roots, self._asides, len(self._text))
        # A letter that hands a text down may have dates and mailboxes, but asks for no comments.
        asked = front.consults or not front.letter
        above = front.letter or min([front.body, *front.preamble, _NOTICE_LINES])
        behind = () if front.letter else self._behind
        notice = read_notice(self._text, behind or lines[:above], front.title)
        return Outline(
            front.title,
            notice if asked else Notice(issuer=notice.issuer),
            clauses,
            tuple(sorted(self._doubts, key=lambda doubt: doubt.at)),
            self._text,
            asides,
            self._documents(clauses),
        )

    def _documents(self, clauses: Sequence[Clause]) -> tuple[Document, ...]:
        starts = [clause.start for clause in clauses]
        firsts = [bisect_left(starts, offset) for _, offset in self._drafts]
        stops = [*firsts[1:], len(clauses)]
        return tuple(
            Document(title, first, stop)
            for (title, _), first, stop in zip(self._drafts, firsts, stops, strict=True)
        )
