"""A file with several drafts as several outlines, each as if it stood alone."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.core.outline.slugs import Slugs
from app.core.outline.values import Clause, Document, Outline

# A file with more titles than this is made to hurt, or no file of drafts: it stays one.
MOST_DRAFTS = 50


def separate(outline: Outline) -> tuple[Outline, ...]:
    """The drafts of a parsed file, in order; the outline itself where there is one only.

    Each has the addresses and slugs that it would have alone (no ``#2`` because an earlier draft
    has such an article too), and the asides and doubts of its stretch. ``text`` and all offsets
    stay those of the file. A draft without a clause belongs to the one before it.
    """
    documents = [one for one in outline.documents if one.first < one.stop]
    if not 1 < len(documents) <= MOST_DRAFTS:
        return (outline,)
    begins = [_begin(outline, one) for one in documents[1:]]
    edges = [0, *begins, len(outline.text) + 1]
    return tuple(
        replace(
            outline,
            title=one.title,
            clauses=tuple(_alone(outline.clauses[one.first : one.stop])),
            doubts=tuple(doubt for doubt in outline.doubts if start <= doubt.at < end),
            asides=tuple(aside for aside in outline.asides if start <= aside.start < end),
            documents=(Document(one.title, 0, one.stop - one.first),),
        )
        for one, start, end in zip(documents, edges, edges[1:], strict=False)
    )


def _begin(outline: Outline, document: Document) -> int:
    """Where a later draft begins: at its title, which is right above its first clause."""
    first = outline.clauses[document.first].start
    titles = [one.start for one in outline.asides if one.role == "title"]
    at = bisect_left(titles, first)
    return titles[at - 1] if at else first


def _alone(clauses: Sequence[Clause]) -> Iterator[Clause]:
    slugs, counts = Slugs(), Counter[str]()
    made: dict[str, tuple[str, str]] = {}
    for clause in clauses:
        if clause.parent is None:
            parent, base = None, ""
            step = clause.address.partition("#")[0]
            counts[step] += 1
            address = step = step if counts[step] == 1 else f"{step}#{counts[step]}"
        else:
            parent, base = made[clause.parent]
            step = clause.address[len(clause.parent) + 1 :]
            address = f"{parent}/{step}"
        base, slug = slugs.make(base, step)
        made[clause.address] = address, base
        yield clause._replace(address=address, slug=slug, parent=parent)
