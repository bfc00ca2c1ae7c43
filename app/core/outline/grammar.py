"""One region's lines, line after line, to a tree: which labels count, and where each line goes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from app.core.outline.headings import article_heading
from app.core.outline.labels import Label
from app.core.outline.levels import Ranks
from app.core.outline.lines import Line
from app.core.outline.nodes import Node
from app.core.outline.numbers import Numbers
from app.core.outline.paragraphs import begins_article, go_on, is_unfinished, paragraph_names
from app.core.outline.scan import is_foreign, is_row
from app.core.outline.slugs import PREAMBLE_ADDRESS
from app.core.outline.styles import ARTICLE, CIRCLED, DASH, UNNUMBERED, Style
from app.core.outline.values import Doubt, Kind

UNNUMBERED_STYLE = "unnumbered"
_ITEMS = ("item", "subitem")
_PREAMBLES = ("序言", "前言", "引言")
_NOTE = re.compile(r"(?:注\d{0,2}\s*[:：.]|\[\d{1,2}\]|[①-⑳]|\*{1,3}\s*\S|[—─-]{2,}$|说明[:：])")
_BOX = re.compile(r"专栏\s*[\d一二三四五六七八九十]{0,3}(?=\s|[:：]|$|[^，。；]{0,40}$)")
# How many lines are looked at for the one that goes on with an open list.
_LOOK_AHEAD = 600


class Grammar:
    """Takes the lines of a region in order; ``roots`` grow."""

    def __init__(self, roots: list[Node], doubts: list[Doubt]) -> None:
        self.roots = roots
        self._doubts = doubts
        self._open: list[Node] = []
        self._article: Node | None = None
        self._base: Node | None = None
        self._fresh = False
        self._box: Node | None = None
        self._boxed = 0
        self._numbers = Numbers(doubts)
        self._ranks: Ranks = {}
        self._labels: Sequence[Label | None] = ()
        self._dashes = 0

    def begin(self, ranks: Ranks, labels: Sequence[Label | None], base: Node | None = None) -> None:
        """Start a region whose styles stand as ``ranks`` say; everything hangs below ``base``.

        ``labels`` are those of the region's lines, so that lists can be looked ahead."""
        self._ranks = ranks
        self._labels = labels
        if base is not None or self._base is not None:
            self.close()
            self._numbers = Numbers(self._doubts)
            self._base = base
        if base is not None:
            self._add(base)

    def close(self) -> None:
        """End what is open: another draft or annex begins."""
        self._open = []
        self._article = self._box = None
        self._base = None
        self._fresh = True

    def open_preamble(self, lines: Sequence[Line]) -> None:
        """The lines before the first clause."""
        node = Node("preamble", PREAMBLE_ADDRESS, "", lines[0].start)
        node.text = [line.text for line in lines]
        self.roots.append(node)

    def take(self, at: int, line: Line, label: Label | None, *, quoted: bool) -> None:
        """The region's line number ``at``; ``quoted``: it has no label and is no paragraph."""
        if label is None:
            if not quoted and len(line.text) <= 8 and UNNUMBERED.match(line.text):
                self._take_unnumbered(line)
            else:
                self._take_text(at, line, quoted=quoted)
        elif self._is_no_clause(at, label):
            self._append(line.text, line.start)
        elif self._numbers.fits(label, line, self._open):
            self._take_label(label, line)
        else:
            self._take_text(at, line, quoted=False)

    def _is_no_clause(self, at: int, label: Label) -> bool:
        """Whether a label stands in a box or is a footnote's."""
        if self._box is not None and self._is_boxed(label):
            return True
        return label.style is CIRCLED and self._is_footnote(at, label)

    def _take_unnumbered(self, line: Line) -> None:
        words = "".join(line.text.split())
        del self._open[1 if self._base else 0 :]
        self._article = None
        kind: Kind = "preamble" if words in _PREAMBLES and not self._base else "part"
        if kind == "preamble" and self.roots and self.roots[-1].kind == "preamble":
            self._open.append(self.roots[-1])
            self.roots[-1].say(line.text)
            return
        self._add(Node(kind, words, "", line.start, words, UNNUMBERED_STYLE))

    def _take_label(self, label: Label, line: Line) -> None:
        style = label.style
        rank = self._ranks.get(style.name, style.rank)
        self._close_for(style, rank)
        text = line.text
        node = Node(
            self._kind(style),
            label.step if style is not DASH else self._count_dash(),
            text[: len(label.printed)],
            line.start,
            text[label.length :].strip(),
            style.name,
            rank,
            label.number,
        )
        self._add(node)
        self._numbers.note(label)
        if style is ARTICLE:
            node.heading, words = article_heading(node.words)
            node.words = ""
            self._article = node
            self._open_paragraph(line.start + label.length, words)

    def _count_dash(self) -> str:
        """The step of the next dash below what is open: -2."""
        if not self._open:
            self._dashes += 1
            return f"-{self._dashes}"
        self._open[-1].dashes += 1
        return f"-{self._open[-1].dashes}"

    def _kind(self, style: Style) -> Kind:
        parent = self._open[-1] if self._open else None
        if self._article is None or style is DASH or style.heads or style is ARTICLE:
            deeper = style.kind == "item" and parent is not None and parent.kind in _ITEMS
            return "subitem" if deeper else style.kind
        assert parent is not None
        return "item" if parent is self._article or parent.kind == "paragraph" else "subitem"

    def _close_for(self, style: Style, rank: int) -> None:
        """Close what a label ends: its own level and all below it."""
        opened = self._open
        least = 1 if self._base is not None else 0
        first = opened[least] if len(opened) > least else None
        if first is not None and first.style == UNNUMBERED_STYLE:
            # A heading without a number holds articles, but no chapters; a preamble holds nothing.
            opened[least:] = [] if style.heads or first.kind == "preamble" else opened[least:]
        while len(opened) > least and opened[-1].rank >= rank:
            opened.pop()
        if self._article is not None and (not opened or self._article.rank >= rank):
            self._article = None

    def _take_text(self, at: int, line: Line, *, quoted: bool) -> None:
        text = line.text
        if text[0] == "专" and _BOX.match(text) and self._open and not quoted:
            self._box, self._boxed = self._open[-1], 0
        if self._article is None or quoted or is_row(text) or self._box is not None:
            self._append(text, line.start)
            return
        if _NOTE.match(text) or is_foreign(text):
            self._append(text, line.start)
            return
        if begins_article(self._article, text):
            return
        if is_unfinished(self._open[-1]):
            go_on(self._open[-1], text)
            return
        if self._is_bare_heading(at, text):
            self._doubts.append(Doubt("heading-unnumbered", line.start, text))
            self._append(text, line.start)
            return
        while self._open[-1] is not self._article and self._open[-1].kind != "paragraph":
            if self._list_goes_on(at, self._open[-1]):
                self._open[-1].say(text)
                return
            self._open.pop()
        if self._open[-1] is not self._article:
            self._open.pop()
        self._open_paragraph(line.start, text)

    def _append(self, text: str, start: int = 0) -> None:
        """To the text of the deepest open clause; in front of the first one to a preamble."""
        node = self._open[-1] if self._open else self.roots[-1] if self.roots else None
        if node is None or (self._fresh and not self._open):
            node = Node("preamble", PREAMBLE_ADDRESS, "", start)
            self.roots.append(node)
        self._fresh = False
        if node.kind == "paragraph" and not node.words and not node.text:
            node.words = text
        else:
            node.say(text)

    def _is_bare_heading(self, at: int, text: str) -> bool:
        """A short line without a stop right before an article: a heading without its number."""
        return (
            len(text) <= 20
            and text[-1] not in "。；;：:，,、！？”）"
            and (label := self._label(at + 1)) is not None
            and label.style is ARTICLE
        )

    def _label(self, at: int) -> Label | None:
        return self._labels[at] if at < len(self._labels) else None

    def _following(self, at: int) -> Iterator[Label]:
        """The labels behind a line, a good many of them."""
        for place in range(at + 1, min(at + 1 + _LOOK_AHEAD, len(self._labels))):
            label = self._labels[place]
            if label is not None:
                yield label

    def _list_goes_on(self, at: int, node: Node) -> bool:
        """Whether the next label of an open list's style, in the same article, is its next one."""
        for label in self._following(at):
            if label.style.heads or label.style is ARTICLE:
                return False
            if label.style.name == node.style:
                return node.style == DASH.name or label.number in (node.number + 1, node.number + 2)
            if node.style == DASH.name:
                return False
        return False

    def _open_paragraph(self, start: int, words: str) -> None:
        article = self._article
        assert article is not None
        number = len(article.children or ()) + 1
        step, label = paragraph_names(number)
        # Below its article, above every list.
        rank = article.rank + 1
        self._add(Node("paragraph", step, label, start, words, "款", rank, number))

    def _add(self, node: Node) -> None:
        opened = self._open
        if not opened:
            self.roots.append(node)
        elif opened[-1].children is None:
            # Most nodes have none below: no list is made before.
            opened[-1].children = [node]
        else:
            opened[-1].children.append(node)
        opened.append(node)
        self._box = None
        self._fresh = False

    def _is_boxed(self, label: Label) -> bool:
        """Whether a label belongs to a list inside a box: the box ends where what is open around
        it goes on, or a higher level begins."""
        rank = self._ranks.get(label.style.name, label.style.rank)
        around = next((one for one in self._open if one.style == label.style.name), None)
        if label.style.name in ("条", "一、", "(一)", "㈠") or label.style.heads:
            inside = around is None or label.number != around.number + 1
            lowest = min((one.rank for one in self._open), default=0)
            return inside and not label.style.heads and rank > lowest and self._boxed > 0
        if label.number == self._boxed + 1:
            self._boxed += 1
            return True
        return around is None or label.number != around.number + 1

    def _is_footnote(self, at: int, label: Label) -> bool:
        """① alone, without ②, is a note and no list."""
        if label.number != 1 or self._article is None:
            return False
        for other in self._following(at):
            if other.style is CIRCLED:
                return other.number != 2
            if other.style is ARTICLE or other.style.heads:
                break
        return True
