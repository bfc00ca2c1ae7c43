"""Ties by number: the first citation of a segment, narrowed or corrected by what follows it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.core.citations.evidence import Evidence, Tie
from app.core.citations.fold import bare, fold
from app.core.citations.resolve import candidates, reason_of, resolve
from app.core.citations.values import Mention, Path, Reason

_MOST_PLACES = 12
_CORRECTING_QUOTE = 8
_FAR = 60
_NEAR = 12
_BESIDE = 6
_REFERS = re.compile(
    r"(?:依照|按照|根据|参照|依据|比照|适用|违反|符合|参见)(?:了|本法|本条例|本办法|草案|上述)?$"
)


def by_number(evidence: Evidence) -> list[Tie]:
    """One tie for each clause that the segment cites; none where it cites nothing."""
    mention = primary(evidence)
    return _resolved(evidence, mention) if mention else []


def by_reference(evidence: Evidence) -> list[Tie]:
    """按照第八条规定，…: where nothing else says what is meant, the clause that is referred to."""
    if not evidence.mentions:
        return []
    ties = _resolved(evidence, evidence.mentions[0])
    return [Tie(one.at, one.reason, min(one.confidence, 0.75)) for one in ties]


def primary(evidence: Evidence) -> Mention | None:
    """The mention that says what the segment is about: the first, unless it only refers."""
    for one in evidence.mentions:
        before = evidence.page.shown[max(evidence.segment.start, one.start - 8) : one.start]
        if not _REFERS.search(before):
            return one
    return None


def unbased(evidence: Evidence, found: Sequence[Tie]) -> bool:
    """上一条, 第二段 with nothing before it to start from: its words may still say where."""
    mention = primary(evidence)
    counted = mention is not None and any(
        step.number[0] < 0 for path in mention.paths for step in path
    )
    relative = mention is not None and (mention.anchor != "" or counted)
    return relative and all(one.at is None for one in found) and evidence.last is None


def _resolved(evidence: Evidence, mention: Mention) -> list[Tie]:
    scope = _heading_before(evidence, mention)
    found = (
        [candidates(evidence.draft, path, scope) for path in mention.paths]
        if scope is not None
        else resolve(evidence.draft, mention, evidence.last)
    )
    if len(found) == 1:
        return [_one(evidence, mention, found[0], scope)]
    ties = [
        Tie(places[0], reason_of(mention, path), 0.9)
        for path, places in zip(mention.paths, found, strict=True)
        if len(places) == 1
    ]
    return ties or [Tie(None, "dangling", 0.9)]


def _one(evidence: Evidence, mention: Mention, places: list[int], scope: int | None) -> Tie:
    path = mention.paths[0]
    reason: Reason = reason_of(mention, path) if path or mention.of else "path"
    if scope is not None:
        reason = "path"
    if len(places) > 1:
        return _decided(evidence, places, reason)
    at = places[0] if places else None
    if at is not None and (narrower := _narrower(evidence, mention, at)) is not None:
        return narrower
    corrected = _quoted_elsewhere(evidence, mention, at)
    if corrected is not None:
        return Tie(corrected, "words", 0.7)
    if at is None:
        return _dangling(evidence, mention)
    return Tie(at, reason, _confidence(evidence, mention, path, at))


def _dangling(evidence: Evidence, mention: Mention) -> Tie:
    if mention.of and (mention.anchor != "same" or evidence.last is None):
        # 上一条 without anything cited before it.
        return Tie(None, "ambiguous", 0.5)
    return Tie(None, "dangling", 0.9)


def _confidence(evidence: Evidence, mention: Mention, path: Path, at: int) -> float:
    draft, segment = evidence.draft, evidence.segment
    far = mention.start - segment.start > _FAR
    if evidence.page.leads(segment.start, segment.end) is None and far:
        return 0.75
    if mention.of or mention.anchor == "under":
        same_kind = mention.anchor != "under" or draft.clauses[at].kind != "point"
        return 0.85 if same_kind else 0.75
    level, kind = path[-1].level, draft.clauses[at].kind
    if level in ("article", "point") and kind in ("section", "part"):
        return 0.75 if draft.has("point", draft.parents[at]) else 0.9
    if len(path) == 1 and level in ("article", "point"):
        return 0.95 if kind == level else 0.9
    return 0.95 if mention.marked else 0.85


def _narrower(evidence: Evidence, mention: Mention, at: int) -> Tie | None:
    """二、关于第二部分。（一）1 …: the next citation below the first says it closer."""
    draft = evidence.draft
    heads = draft.clauses[at].kind in ("part", "chapter", "section", "subchapter")
    named = bare(fold(draft.clauses[at].heading))
    if heads or named:
        for one in evidence.mentions:
            if one.start < mention.end or one.start - mention.end > _NEAR or one.of:
                continue
            between = evidence.page.folded[mention.end : one.start]
            if not heads and bare(between) != named:
                continue
            found = candidates(draft, one.paths[0], at)
            if len(found) == 1:
                return Tie(found[0], "path", 0.9)
    for heading in evidence.headings:
        if heading.start < mention.end or not (heading.strong and heading.pointed):
            continue
        below = [one for one in heading.places if one != at and draft.within(one, at)]
        if len(below) == 1:
            return Tie(below[0], "heading", 0.85)
    return None


def _heading_before(evidence: Evidence, mention: Mention) -> int | None:
    """保障措施第一项: the clause whose heading stands right before the number."""
    for heading in evidence.headings:
        gap = mention.start - heading.end
        if 0 <= gap <= 3 and len(heading.places) == 1 and not mention.of:
            found = [candidates(evidence.draft, path, heading.places[0]) for path in mention.paths]
            if all(found):
                return heading.places[0]
    return None


def _decided(evidence: Evidence, places: list[int], reason: Reason) -> Tie:
    """Several clauses have the number: quoted words, a heading, then any words decide."""
    draft = evidence.draft
    for quote in evidence.quotes:
        fits = [at for at in places if any(draft.within(hit, at) for hit in quote.hits)]
        if len(fits) == 1:
            return Tie(fits[0], reason, 0.85)
    for heading in evidence.headings:
        fits = [at for at in places if at in heading.places]
        if len(fits) == 1:
            return Tie(fits[0], reason, 0.9)
    if evidence.last is not None:
        # A letter that goes through one part goes on with it, if the number is there only once.
        for scope in draft.line(evidence.last):
            fits = [at for at in places if draft.within(at, scope)]
            if len(fits) == 1 and evidence.segment.announced:
                return Tie(fits[0], reason, 0.8)
    if len(places) > _MOST_PLACES:
        return Tie(None, "ambiguous", 0.5)
    return _decided_by_words(evidence, places, reason)


def _decided_by_words(evidence: Evidence, places: list[int], reason: Reason) -> Tie:
    draft = evidence.draft
    below = {hit: at for hit in range(len(draft.clauses)) for at in draft.line(hit) if at in places}
    scores = dict.fromkeys(places, 0)
    for hit, count in draft.words.shared(evidence.words, below).items():
        scores[below[hit]] += count
    (most, best), (second, _) = sorted(((n, at) for at, n in scores.items()), reverse=True)[:2]
    if most >= 2 and most >= 2 * second:
        return Tie(best, reason, 0.7)
    if draft.changes(places[0]):
        return Tie(places[0], reason, 0.6)
    return Tie(None, "ambiguous", 0.5)


def _quoted_elsewhere(evidence: Evidence, mention: Mention, at: int | None) -> int | None:
    """The one clause whose words are quoted right after the number, if it is another one."""
    draft = evidence.draft
    quotes = [one for one in evidence.quotes if one.start >= mention.end]
    if at is not None and any(draft.within(hit, at) for one in quotes[:1] for hit in one.hits):
        return None
    if not quotes or quotes[0].start - mention.end > _BESIDE:
        return None
    first = quotes[0]
    if len(first.words) >= _CORRECTING_QUOTE and len(first.hits) == 1:
        hit = first.hits[0]
    else:
        # Short words prove nothing alone; two of them in one clause only do.
        common = set.intersection(*(set(one.hits) for one in quotes[:2]))
        if len(quotes) < 2 or len(common) != 1:
            return None
        hit = common.pop()
    above = at is not None and draft.within(at, hit)
    return None if above else hit
