"""A draft that is a table of old and new (现行 | 修改 | 说明): each row is a change."""

from __future__ import annotations

import re

from app.core.outline.companions import is_comparison_head
from app.core.outline.front import Front
from app.core.outline.nodes import Node
from app.core.outline.scan import Scan
from app.core.text.width import to_half_width

_NUMBER = re.compile(r"\d{1,4}\.?$")


def compared_rows(text: str, scan: Scan, front: Front) -> list[Node] | None:
    """The rows below the head of a comparison table, numbered as printed or counted from one;
    None where there is no such table. A line that is no row belongs to the row above it."""
    head = next((at for at, line in enumerate(scan.lines) if is_comparison_head(line.text)), None)
    if head is None or head < front.letter or head + 1 >= len(scan.lines):
        return None
    rows: list[Node] = []
    for line in scan.lines[head + 1 :]:
        # A line is without its white space: an empty first cell (nothing stood there before).
        begin = text.rfind("\n", 0, line.start) + 1
        cells = [cell.strip() for cell in text[begin : line.end].split("\t")]
        if len(cells) < 2 or (rows and not any(cells[:-1])):
            if rows:
                rows[-1].say(line.text)
                continue
            return None
        printed = to_half_width(cells[0]).rstrip(".")
        numbered = _NUMBER.fullmatch(printed) is not None
        node = Node("point", printed if numbered else str(len(rows) + 1), "", line.start)
        node.label = cells[0] if numbered else ""
        node.say("\t".join(cells[1:] if numbered else cells))
        rows.append(node)
    return rows or None
