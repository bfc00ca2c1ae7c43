"""Resolving: which clause of one draft a mention means. One candidate or none; never a guess."""

from __future__ import annotations

from app.core.citations.index import Index
from app.core.citations.values import Level, Mention, Path, Reason
from app.core.outline.values import Kind

_BELOW: tuple[Kind, ...] = ("paragraph", "item", "subitem")


def resolve(index: Index, mention: Mention, last: int | None = None) -> list[list[int]]:
    """The candidates of each of the mention's paths, in order; none where there is no such clause.

    ``last`` is the clause cited before, from which relative citations start.
    """
    if mention.anchor in ("", "under"):
        return [_numbered(index, path, mention.anchor, last) for path in mention.paths]
    base = _base(index, mention, last)
    if base is None:
        return [[]]
    return [candidates(index, path, base) for path in mention.paths]


def candidates(index: Index, path: Path, scope: int | None = None) -> list[int]:
    """All clauses below ``scope`` that the path may mean; an empty path means ``scope``."""
    found: list[int | None] = [scope]
    for step in path:
        below = list(dict.fromkeys(at for above in found for at in index.below(above, step)))
        if not below and step.level in _BELOW:
            # 第八条第二款 of an amendment stands in the words of the change of article 8.
            below = [at for at in found if at is not None and index.changes(at)]
        found = [*below]
    return [at for at in found if at is not None]


def reason_of(mention: Mention, path: Path) -> Reason:
    """The code that says how the mention cites."""
    if mention.joined:
        return mention.joined
    if mention.of or mention.anchor == "under" or path[0].number[0] < 0:
        return "relative"
    levels = [step.level for step in path]
    if levels[-1] in ("paragraph", "item", "subitem"):
        return "item"
    if len(levels) > 1 or levels[0] in (
        "part",
        "chapter",
        "section",
        "volume",
        "subvolume",
        "bracket",
        "annex",
    ):
        return "path"
    return "article" if levels[0] == "article" else "point"


def climb(index: Index, at: int, level: Level) -> int:
    """The clause of the named level that ``at`` is or stands in; ``at`` where there is none."""
    line = index.line(at)
    for kind in index.kinds(level):
        for above in line:
            if index.clauses[above].kind == kind:
                return above
    return at


def _numbered(index: Index, path: Path, anchor: str, last: int | None) -> list[int]:
    below = _is_below(index, path[0].level) or path[0].number[0] < 0
    if anchor == "under" and last is not None and below:
        for scope in index.line(last):
            if found := candidates(index, path, scope):
                return found
    if path[0].level == "bracket" and last is not None:
        for scope in index.line(last):
            tops = index.clauses[scope].kind in ("part", "chapter")
            if tops and (found := candidates(index, path, scope)):
                return found
    if anchor == "under" and below:
        # 第二段, 第三项 of what? 第二十三款 is a manner of naming a point, 第四项 a part.
        return []
    return candidates(index, path)


def _is_below(index: Index, level: Level) -> bool:
    """Whether the draft has clauses of this level, so that it must be said of which one."""
    # 第三段 is a clause of its own where none has paragraphs.
    kinds = ("dash", "paragraph") if level == "dash" else _BELOW
    return level == "subitem" or any(index.has(kind) for kind in kinds)


def _base(index: Index, mention: Mention, last: int | None) -> int | None:
    if last is None:
        return None
    here = climb(index, last, mention.of or "article")
    if mention.anchor == "same":
        return here
    return index.beside(here, -1 if mention.anchor == "previous" else 1)
