"""Remarks in the margin of a Word file become comments."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from app.comments.tying import tie
from app.comments.values import Part
from app.core.outline.values import Outline
from app.files import Remark

REMARK = "remark"
_SHORTEST_QUOTE = 4


def remarks(
    written: Sequence[Remark], outline: Outline, clause_ids: Mapping[str, int]
) -> Iterator[Part]:
    """What was written in the margin, on the clause whose words it stands at."""
    bodies = {one.address: _bare(one.heading + one.text) for one in outline.clauses}
    for remark in written:
        quote = _bare(remark.quote)
        text = f"批注“{remark.quote.strip()}”：{remark.text}" if quote else f"批注：{remark.text}"
        there = [
            at for at, words in bodies.items() if len(quote) >= _SHORTEST_QUOTE and quote in words
        ]
        if len(there) == 1 and there[0] in clause_ids:
            yield Part(text, clause_ids[there[0]], tied_by="table", tie_reason=REMARK)
            continue
        found = {one.clause_id for one in tie(text, outline, clause_ids) if one.clause_id}
        clause = found.pop() if len(found) == 1 else None
        yield Part(text, clause, tied_by="table" if clause else None, tie_reason=REMARK)


def _bare(text: str) -> str:
    return re.sub(r"[\W_]", "", text)
