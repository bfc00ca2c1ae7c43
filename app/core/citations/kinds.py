"""Which kinds of clause the level that a writer names may mean."""

from __future__ import annotations

from app.core.citations.values import Level
from app.core.outline.values import Kind

# Which kinds a named level may mean: the first kind that the draft has at all (below the clause
# named before) decides, so that 第15条 finds point 15 only where there are no articles.
KINDS: dict[Level, tuple[Kind, ...]] = {
    "volume": ("part",),
    "subvolume": ("part",),
    "part": ("part", "chapter"),
    "chapter": ("chapter", "part"),
    "section": ("subchapter", "section"),
    "article": ("article", "point", "section", "item", "part"),
    "point": ("point", "article", "section", "item", "part"),
    "bare": ("point", "article", "item", "section", "part"),
    "paragraph": ("paragraph", "point", "article"),
    "item": ("item", "subitem", "point", "section", "dash", "part"),
    "subitem": ("subitem", "item"),
    "bracket": ("section", "item", "subitem", "point"),
    "dash": ("dash", "paragraph", "point"),
    "annex": ("annex",),
    "letter": ("item", "subitem", "dash", "point"),
}
BRACKETED: tuple[Kind, ...] = ("section", "item", "subitem", "point")
SWAPPED: dict[Level, Level] = {"paragraph": "item", "item": "paragraph"}
