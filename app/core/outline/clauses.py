"""From the finished tree to the values: addresses, slugs, headings, spans."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from app.core.outline.amendments import CHANGES, aliases_of
from app.core.outline.headings import is_article_title, split_heading
from app.core.outline.nodes import Node, fold_single_paragraph, unique_steps
from app.core.outline.quotes import INSTRUCTION
from app.core.outline.slugs import Slugs
from app.core.outline.values import Aside, Clause

# Their words are text whatever they are.
_WITHOUT_HEADING = frozenset(("article", "paragraph", "item", "subitem"))
_Placed = tuple[Node, str, str, str | None]


def make_clauses(
    roots: Sequence[Node], asides: Sequence[Aside], end: int
) -> tuple[tuple[Clause, ...], tuple[Aside, ...]]:
    """The clauses in order, and the asides; together they cover ``[0, end)`` once."""
    placed = list(_placed(roots))
    starts = [node.start for node, *_ in placed]
    stops = [*starts[1:], end] if starts else []
    for aside in asides:
        # A clause ends where an aside begins.
        at = bisect_left(starts, aside.start) - 1
        if at >= 0:
            stops[at] = min(stops[at], aside.start)
    clauses = tuple(_clause(*one, stop) for one, stop in zip(placed, stops, strict=True))
    return clauses, _without_gaps(starts, stops, asides, end)


def _placed(roots: Sequence[Node]) -> Iterator[_Placed]:
    """All nodes as they are printed with address, slug and the address above; without recursion,
    since depth comes from the sender."""
    slugs = Slugs()
    waiting: list[tuple[Iterator[Node], str | None, str]] = [(unique_steps(roots), None, "")]
    while waiting:
        siblings, above, base = waiting[-1]
        node = next(siblings, None)
        if node is None:
            waiting.pop()
            continue
        address = f"{above}/{node.step}" if above is not None else node.step
        own_base, slug = slugs.make(base, node.step)
        if node.kind == "article":
            fold_single_paragraph(node)
        yield node, address, slug, above
        if node.children:
            waiting.append((unique_steps(node.children), address, own_base))


def _clause(node: Node, address: str, slug: str, above: str | None, stop: int) -> Clause:
    kind, words = node.kind, node.words
    lines = node.text or []
    heading = node.heading
    aliases: tuple[str, ...] = ()
    if kind != "paragraph":
        if not words and lines and kind != "preamble":
            # The number stands alone on its line.
            words, *lines = lines
        if kind in CHANGES:
            # What changes an article is all text, short as it may be.
            aliases = aliases_of(kind, words or (lines[0] if lines else ""), lines)
        if kind == "article" and not heading and node.children and not lines:
            if is_article_title(words):
                # 第二条 价款, and its text is all below.
                heading, words = words, ""
        elif kind not in _WITHOUT_HEADING and not aliases:
            change = kind in CHANGES and INSTRUCTION.match(words)
            heading, words = (
                ("", words)
                if change
                else split_heading(kind, words, more=bool(lines or node.children))
            )
    text = "\n".join([words, *lines] if words else lines) if lines else words
    return Clause(
        address,
        slug,
        kind,
        node.label,
        heading,
        text,
        above,
        True,
        node.start,
        stop,
        aliases,
    )


def _without_gaps(
    starts: Sequence[int], stops: Sequence[int], asides: Sequence[Aside], end: int
) -> tuple[Aside, ...]:
    """The asides, and what neither they nor the clauses cover: that may only be behind an aside,
    or in front of everything."""
    begins = sorted([*starts, *(aside.start for aside in asides), end])
    found = list(asides)
    for at in [0, *(aside.end for aside in asides)]:
        covered = begins[bisect_left(begins, at)]
        inside = bisect_left(starts, at + 1) - 1
        if covered > at and not (inside >= 0 and stops[inside] > at):
            found.append(Aside("end", "", at, covered))
    return tuple(sorted(found, key=lambda aside: aside.start))
