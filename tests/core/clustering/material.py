"""Real and made comments for the tests of grouping."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from app.core.clustering.group import Constraints, Grouping, Item, group

DATA = Path(__file__).parents[2] / "data" / "opinions"
# Parts of comments, so that made texts are alike, copies, opposed, or have nothing to say.
PARTS = (
    *("建议降低宽带资费", "网费太贵", "请保留人工收费车道", "不得强制办理ETC", "支持推广ETC"),
    *("光纤要通到自然村", "公交到站时间不准", "。", "，", "👍", "ok", "好", "\n", " "),
)


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DATA / name).read_text("utf-8").splitlines()]


def items(texts: Sequence[str]) -> list[Item]:
    return [Item(at, text) for at, text in enumerate(texts)]


def grouped(
    texts: Sequence[str],
    previous: Mapping[int, int] | None = None,
    constraints: Constraints | None = None,
    fixed: frozenset[int] = frozenset(),
) -> Grouping:
    return group(
        items(texts), previous=previous or {}, constraints=constraints or Constraints(), fixed=fixed
    )


def opinions(grouping: Grouping, new: int = 0) -> dict[int, int]:
    """Each item's opinion id; new groups get ids above ``new``, as a keeper would give them."""
    found: dict[int, int] = {}
    for one in grouping.groups:
        new += one.opinion is None
        found |= dict.fromkeys(one.members, new if one.opinion is None else one.opinion)
    return found


def texts() -> st.SearchStrategy[str]:
    made = st.lists(st.sampled_from(PARTS), max_size=8).map("".join)
    return st.one_of(made, made, st.text(max_size=30))
