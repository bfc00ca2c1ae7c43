"""The parts of a file behind its front: the draft's body, its annexes, companions, further drafts,
and what is no clause between them (lists of annexes, signatures, imprints)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.core.outline.annexes import Head, Later, Part, annex_head, goes_on, is_statute
from app.core.outline.companions import is_companion
from app.core.outline.ends import is_end, notice_behind
from app.core.outline.front import Front, contents_end
from app.core.outline.letter import draft_title, named_in
from app.core.outline.scan import Scan
from app.core.outline.styles import ANNEX
from app.core.outline.words import (
    CONTENTS,
    DATE_LINE,
    HISTORY,
    ISSUER,
    REMARK,
    looks_like_title,
    squeeze,
    without_stage,
)

_SIGNED = re.compile(r"[^。；;：:，,]{2,60}$")


@dataclass(frozen=True, slots=True)
class Region:
    """Places of lines, half-open. ``title``: of an annex, companion or draft; ``words``: the place
    of the first line behind the head and title."""

    part: Part
    start: int
    stop: int
    words: int
    title: str = ""


def divide(scan: Scan, front: Front) -> list[Region]:
    """The regions from the first clause to the end, in order, without a gap."""
    heads = list(_heads(scan, front))
    starts = [start for start, _ in heads]
    regions = []
    for (start, head), stop in zip(heads, [*starts[1:], len(scan.lines)], strict=True):
        part, words, title = head
        if part == "draft":
            words = _behind_history(scan, words, stop)
        end = stop
        if part in ("body", "draft", "annex"):
            end = _signature(scan, min(words, stop), stop)
        regions.append(Region(part, start, end, min(words, end), title))
        if end < stop:
            regions.append(Region("end", end, stop, end))
    return regions


def _behind_history(scan: Scan, start: int, stop: int) -> int:
    """The place behind what stands under a title: when the text was decided, in brackets."""
    while start < stop:
        text = scan.lines[start].text
        if not (REMARK.fullmatch(text) or HISTORY.match(text) or DATE_LINE.fullmatch(text)):
            break
        start += 1
    return start


def _heads(scan: Scan, front: Front) -> Iterator[tuple[int, Head]]:
    """Where each region begins: its part, the place behind its head, its title."""
    if front.body >= len(scan.lines):
        return
    later = Later(scan)
    yield front.body, ("body", front.body, front.title)
    # A decision's title names what it changes; that may be printed anew behind it.
    titles = {squeeze(without_stage(front.title))} | named_in([front.title])
    inside: Part = "body"
    at = front.body
    while at < len(scan.lines):
        head = None if at in scan.quoted else _head(scan, front, later, at, inside, titles)
        if head is None:
            at += 1
            continue
        if at > front.body:
            yield at, head
        inside, at = head[0], max(head[1], at + 1)
        if inside in ("annexes", "contents"):
            # The text goes on in what it was.
            inside = "body"
            if at < len(scan.lines) and _head(scan, front, later, at, inside, titles) is None:
                ended = head[0] == "annexes" and not goes_on(scan, at)
                if ended:
                    yield at, ("end", at, "")
                    continue
                # What has no label in front of the next clause cannot be told from the list.
                while at < len(scan.lines) and scan.labels[at] is None:
                    at += 1
                label = scan.labels[at] if at < len(scan.lines) else None
                if label is not None and label.style is not ANNEX:
                    yield at, ("body", at, "")


def _head(
    scan: Scan, front: Front, later: Later, at: int, inside: Part, titles: set[str]
) -> Head | None:
    label, text = scan.labels[at], scan.lines[at].text
    if label is not None and label.style is ANNEX:
        return annex_head(scan, front.annex, later, at, label)
    if label is not None or at == front.body or len(text) > 80 or text[-1] in "。；;：:，,":
        return None
    if CONTENTS.fullmatch(text):
        return ("contents", contents_end(scan, at), "")
    if not looks_like_title(text):
        return None
    if is_companion(text) and _stands_alone(scan, at):
        return ("companion", at + 1, text)
    behind = draft_title(scan, at)
    if behind is not None:
        return ("draft", behind, without_stage(text))
    again = squeeze(without_stage(text)) in titles
    if again and (inside == "companion" or is_statute(scan, at)):
        return ("draft", at + 1, without_stage(text))
    return None


def _stands_alone(scan: Scan, at: int) -> bool:
    """Whether a line is a head: what is before it ended, and more follows."""
    before = scan.lines[at - 1].text if at else "。"
    ended = before[-1] in "。；;”）)日" or ISSUER.fullmatch(before) is not None
    return ended and at + 1 < len(scan.lines)


def _signature(scan: Scan, start: int, stop: int) -> int:
    """The place where the signature of a region begins: offices, date, remark, imprint."""
    labelled = (
        at
        for at in range(stop - 1, start, -1)
        if scan.labels[at] is not None and not is_end(scan, at)
    )
    behind = notice_behind(scan, start, stop)
    if behind is not None:
        return behind
    last = next(labelled, start)
    for at in range(last + 1, stop):
        text = scan.lines[at].text
        if DATE_LINE.fullmatch(text) and not HISTORY.match(text):
            begin = at
            while (
                begin - 1 > last
                and at - begin < 4
                and ISSUER.fullmatch(scan.lines[begin - 1].text)
                and _SIGNED.fullmatch(scan.lines[begin - 1].text)
            ):
                begin -= 1
            return begin
    end = stop
    while end - 1 > last and is_end(scan, end - 1):
        end -= 1
    return end
