"""A draft that stands in one column of a table, an article a row."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from app.core.outline.labels import read_label
from app.core.outline.lines import Line
from app.core.outline.styles import ARTICLE

_FEWEST = 3
_COUNT = re.compile(r"\s*[0-9０-９一二三四五六七八九十]{0,4}\s*[.、]?\s*")


def draft_rows(lines: Sequence[Line]) -> dict[int, Line]:
    """The rows that are articles, by place, each as a line that begins with the article's cell.

    There are some only where one column has articles and the others have none: two columns of
    them are a comparison. A running number in front of the cell is left out of the words.
    """
    rows = {at: line.text.split("\t") for at, line in enumerate(lines) if "\t" in line.text}
    if len(rows) < _FEWEST:
        return {}
    counts = Counter(
        column for cells in rows.values() for column, cell in enumerate(cells) if _is_article(cell)
    )
    if not counts:
        return {}
    column, count = counts.most_common(1)[0]
    if count < _FEWEST or 4 * (counts.total() - count) > count:
        return {}
    found = {}
    for at, cells in rows.items():
        before = "\t".join(cells[:column])
        if column < len(cells) and _is_heading(cells[column]) and _COUNT.fullmatch(before):
            line = lines[at]
            words = "\t".join(cell for cell in cells[column:] if cell.strip()).strip()
            found[at] = Line(line.start, line.end, words)
    return found


def _is_article(cell: str) -> bool:
    words = cell.strip()
    label = read_label(words) if words else None
    return label is not None and label.style is ARTICLE


def _is_heading(cell: str) -> bool:
    words = cell.strip()
    label = read_label(words) if words else None
    return label is not None and (label.style is ARTICLE or label.style.heads)
