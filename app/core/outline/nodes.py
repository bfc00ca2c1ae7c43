"""The tree under construction: nodes, their order, their addresses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.core.outline.values import Kind


@dataclass(slots=True, eq=False)
class Node:
    """A clause as it grows. ``words``: what stands behind the label on its line; ``text``: the
    lines below; ``rank``: of its style in this region; ``style``: its name."""

    kind: Kind
    step: str
    label: str
    start: int
    words: str = ""
    style: str = ""
    rank: int = 0
    number: int = 0
    heading: str = ""
    text: list[str] | None = None
    children: list[Node] | None = None
    dashes: int = 0

    def say(self, line: str) -> None:
        """Take a line below the label's own."""
        if self.text is None:
            self.text = [line]
        else:
            self.text.append(line)


def fold_single_paragraph(article: Node) -> None:
    """An article with one paragraph has no level of paragraphs: its items hang under it."""
    if article.children is None or len(article.children) != 1:
        return
    (only,) = article.children
    if only.kind == "paragraph":
        article.words, article.text = only.words, only.text
        article.children = only.children


def unique_steps(siblings: Sequence[Node]) -> Iterator[Node]:
    """The nodes in order; a step that comes again gets #2, #3."""
    if len(siblings) == 1:
        yield siblings[0]
        return
    seen: dict[str, int] = {}
    for node in siblings:
        count = seen[node.step] = seen.get(node.step, 0) + 1
        if count > 1:
            node.step += f"#{count}"
        yield node
