"""Letters that take over each other's wording: two campaigns, not one.

Who answers a form letter copies its frame and turns its request round. All the words that two such
letters share speak for their being alike; only what differs says what each wants. So they are kept
in two opinions until staff put them into one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from app.core.clustering.blocks import Blocks
from app.core.text.normalise import bare

# So many people make a campaign; of more letters than this the largest are looked at.
_FEWEST = 3
_MOST = 60
_READ = 4_000
# Share of the shorter letter's three-character pieces. A copy shares more, a stranger less: letters
# on one clause that quote the same sentence of it come to about a fifth.
_SHARED = 0.25


def keep_apart(blocks: Blocks, families: Mapping[int, int], texts: Mapping[int, str]) -> None:
    """Keep the blocks of letters with a common frame apart, where staff have not made them one."""
    sizes = Counter(families.values())
    letters = sorted(
        (id_ for id_ in sizes if sizes[id_] >= _FEWEST), key=lambda id_: (-sizes[id_], id_)
    )
    pieces = {id_: _pieces(texts[id_]) for id_ in sorted(letters[:_MOST])}
    for one, mine in pieces.items():
        for other, theirs in pieces.items():
            if one < other and _share(mine, theirs) >= _SHARED:
                blocks.part(one, other)


def _pieces(text: str) -> frozenset[str]:
    words = bare(text)[:_READ]
    return frozenset(words[at : at + 3] for at in range(len(words) - 2))


def _share(mine: frozenset[str], theirs: frozenset[str]) -> float:
    return len(mine & theirs) / max(1, min(len(mine), len(theirs)))
