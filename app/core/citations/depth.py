"""Which step of a citation may follow which: 第十五条 | 第二款 | 第（三）项."""

from __future__ import annotations

from app.core.citations.values import Level, Step

# A step may follow one of a lower depth; what stands in brackets may stand anywhere below.
DEPTH: dict[Level, int] = {
    "annex": -1,
    "volume": -1,
    "subvolume": 0,
    "part": 1,
    "chapter": 1,
    "section": 2,
    "bracket": 2,
    "article": 3,
    "point": 3,
    "bare": 3,
    "decimal": 3,
    "paragraph": 4,
    "item": 5,
    "subitem": 6,
    "dash": 7,
    "letter": 7,
}


def may_follow(last: Level, step: Step, close: bool) -> bool:
    """第2点第（2）小点 goes deeper by its brackets, (b)(ii) by its letters."""
    same = last == step.level
    inside = same and close and (last == "letter" or (last == "point" and step.bracketed))
    # 第1目的（1）小项
    inside = inside or (same and last == "subitem" and step.bracketed)
    return inside or _deeper(last, step.level, close)


def _deeper(above: Level, below: Level, close: bool = True) -> bool:
    if (above, below) in (("item", "paragraph"), ("article", "point")):
        # 第五條第一項第三款, where 項 stands above 款; 第五条第2点 of a list in an article.
        return close
    if below == "decimal":
        return True
    if above == "bracket":
        return below not in ("part", "chapter", "volume", "section")
    if below == "bracket":
        return above not in ("subitem", "dash")
    return DEPTH[below] > DEPTH[above]
