"""From a letter to its passages: each suggestion with the clause it speaks about, or none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from app.core.citations import marks
from app.core.citations.drafts import Drafts
from app.core.citations.evidence import Tie
from app.core.citations.fold import bare, fold
from app.core.citations.headings import headed, headings_in
from app.core.citations.index import Index, index
from app.core.citations.page import Page, page_of
from app.core.citations.resolve import resolve
from app.core.citations.segments import Segment, cut
from app.core.citations.tie import tie
from app.core.citations.turning import Turning
from app.core.citations.values import LeftOut, Passage, Reading
from app.core.outline.values import Outline


def cite(text: str, outline: Outline, about: str = "") -> tuple[Passage, ...]:
    """The passages of a text in order, tied to clauses of the outline or to none. ``about``: what
    stands above the text (a subject): of several drafts it may name the one that is meant.

    A passage about several clauses stands once per clause with the same ``start`` and ``end``;
    apart from that passages do not overlap. Whatever the text is, its suggestions are among them:
    one that cites nothing has ``clause`` None.
    """
    return read(text, outline, about).passages


def alike(text: str, outline: Outline, limit: int = 5) -> tuple[tuple[str, float], ...]:
    """The addresses of the clauses that a text sounds like, best first, each with 0 < score < 1.

    For a person to choose from: the first need not stand out.
    """
    draft = index(outline)
    ranked = draft.likeness.rank(bare(fold(text)), limit)
    return tuple((draft.clauses[one.at].address, 1 - 1 / (1 + one.score / 10)) for one in ranked)


def read(text: str, outline: Outline, about: str = "") -> Reading:
    """As `cite`, with the parts that are no suggestion (greetings, signatures, announcing lines)."""
    page = page_of(text)
    draft = index(outline)
    segments, left = cut(
        page,
        lambda start, end: headed(page, draft, start, end),
        Turning(page, draft).turns,
    )
    if not segments and text.strip():
        start = len(text) - len(text.lstrip())
        segments, left = [Segment(start, len(text.rstrip()))], []
    drafts = drafts_of(outline)
    if drafts.documents:
        passages = tuple(_of_drafts(text, page, drafts, draft, segments, left, about))
    else:
        passages = tuple(_passages(text, page, draft, segments))
    return Reading(passages, tuple(_cover(text, passages, left)))


@lru_cache(maxsize=4)
def drafts_of(outline: Outline) -> Drafts:
    """The drafts of an outline, made once for the few that are open at a time."""
    return Drafts(outline)


def _of_drafts(
    text: str,
    page: Page,
    drafts: Drafts,
    every: Index,
    segments: Sequence[Segment],
    left: list[LeftOut],
    about: str,
) -> Iterator[Passage]:
    """As `_passages`, each run of segments that speaks of one draft against that draft alone; a
    line that is only a draft's name is no suggestion, and goes to ``left``."""
    above = page_of(about)
    current = drafts.said(above, 0, Segment(0, len(about))) if about.strip() else None
    behind = 0
    runs: list[tuple[int | None, list[Segment]]] = []
    for segment in segments:
        head = drafts.headline(page, segment.start, segment.end)
        if head is not None and "\n" not in text[segment.start : segment.end]:
            left.append(LeftOut(segment.start, segment.end, "announcing"))
            current, behind = head, segment.end
            continue
        said = drafts.said(page, behind, segment)
        current, behind = said if said is not None else current, segment.end
        if not runs or runs[-1][0] != current:
            runs.append((current, []))
        runs[-1][1].append(segment)
    for place, run in runs:
        own = every if place is None else drafts.indexes[place]
        yield from (replace(one, draft=place) for one in _passages(text, page, own, run))


def _passages(
    text: str, page: Page, draft: Index, segments: Sequence[Segment]
) -> Iterator[Passage]:
    last: int | None = None
    announced: tuple[int, int] | None = None
    for segment, counted in zip(segments, _counted(page, segments), strict=True):
        if segment.announced != announced:
            announced = segment.announced
            last = _announced(page, draft, announced, last) if announced else None
        if segment.under:
            last = _quoted(page, draft, segment.under)
        for one in tie(page, draft, segment, last, counted):
            last = one.at if one.at is not None else last
            yield _passage(text, draft, segment, one)


def _passage(text: str, draft: Index, segment: Segment, one: Tie) -> Passage:
    clause = None if one.at is None else draft.clauses[one.at].address
    quote = text[segment.start : segment.end]
    return Passage(segment.start, segment.end, quote, clause, one.reason, round(one.confidence, 2))


def _announced(page: Page, draft: Index, span: tuple[int, int], last: int | None) -> int | None:
    """The one clause that an announcing line names, by its number or by its heading."""
    mentions = page.cited(*span)
    if len(mentions) == 1:
        found = resolve(draft, mentions[0], last)
        return found[0][0] if len(found) == 1 and len(found[0]) == 1 else None
    if mentions:
        return None
    headings = headings_in(page, draft, Segment(*span))
    if len(headings) == 1 and len(headings[0].places) == 1:
        return headings[0].places[0]
    return draft.headed_like(bare(marks.unheaded(page.folded[slice(*span)])))


def _quoted(page: Page, draft: Index, span: tuple[int, int]) -> int | None:
    """The clause that a quoted line (> 5. 优化升级宽带网络) repeats."""
    start = (
        span[0]
        + len(page.shown[span[0] : span[1]])
        - len(page.shown[span[0] : span[1]].lstrip("> "))
    )
    ties = tie(page, draft, Segment(start, span[1]), None, True)
    return ties[0].at if len(ties) == 1 and ties[0].confidence >= 0.7 else None


def _counted(page: Page, segments: Sequence[Segment]) -> list[bool]:
    """Whether each number at a line start counts the writer's suggestions: 1, 2, 3 … do."""
    counted: list[bool] = []
    expected = 1
    announced: tuple[int, int] | None = None
    for segment in segments:
        if segment.announced != announced:
            announced, expected = segment.announced, 1
        number = segment.number
        if number is None and page.shown.startswith(f"{expected}.", segment.start):
            # 2.320个小区: the writer's second, not a number of the draft.
            number = expected
        runs = number is not None and number in (1, expected)
        if number is not None and runs:
            expected = number + 1
        counted.append(runs)
    return counted


def _cover(text: str, passages: Sequence[Passage], left: Sequence[LeftOut]) -> Iterator[LeftOut]:
    """The parts left out, with all that lies between them and the passages."""
    spans = {(one.start, one.end) for one in passages} | {(one.start, one.end) for one in left}
    reasons = {(one.start, one.end): one for one in left}
    at = 0
    for start, end in sorted(spans):
        if start > at:
            yield LeftOut(at, start, "blank")
        if (start, end) in reasons:
            yield reasons[start, end]
        at = max(at, end)
    if at < len(text):
        yield LeftOut(at, len(text), "blank")
