"""Labels inside a line: an article, section or item that did not get a line of its own.

An article behind a chapter's heading is taken. Else two signs are, both of them a sequence and not
a single number: a number that is missing between two lines that begin with its neighbours, and a run
（一）…；（二）… that begins at one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.core.outline.labels import LABEL_WINDOW, Label, read_label
from app.core.outline.scan import Scan, is_row
from app.core.outline.styles import ARTICLE, BRACKETED, CHINESE

_BEHIND = r"(?<=[。；;：:！？”） \t\u3000])"
_ARTICLE = r"(?=第[ \t]?[0-9０-９一二三四五六七八九十百千零〇]{1,7}[ \t]?[条條])"
_BRACKET = r"(?=[（(][ \t]?(?:[一二三四五六七八九十]{1,3}|[0-9０-９]{1,2})[ \t]?[）)])"
_QUOTE = "[“”]|"
_CANDIDATES = {
    ARTICLE.name: re.compile(_QUOTE + _BEHIND + _ARTICLE),
    BRACKETED.name: re.compile(_QUOTE + _BEHIND + _BRACKET),
    CHINESE.name: re.compile(_QUOTE + _BEHIND + "(?=[一二三四五六七八九十]{1,3}、)"),
}
_RUN = re.compile(_QUOTE + r"(?<=[。；;：:，,、 \t\u3000])" + _BRACKET)
_AFTER_HEADING = re.compile(r"[ \t\u3000]" + _ARTICLE)
_APART = re.compile(_QUOTE + r"(?<=[。；][ \t\u3000])" + _BRACKET)
_BLANK_BRACKET = re.compile(r"[ \t\u3000][（(]")
# So many missing numbers are an excerpt, not labels inside lines.
_MOST_MISSING = 2_000
# No paragraph of a draft is so long; the whole draft on one line may be.
_LONGEST_LINE = 500_000

# Offsets at which lines are to be cut, by place in the scan.
Cuts = dict[int, list[int]]


def open_lines(scan: Scan) -> None:
    """Split the lines of ``scan`` in which labels stand."""
    scan.cut(_heading_cuts(scan))
    scan.cut(_run_cuts(scan))
    places = _places(scan)
    for name in _CANDIDATES:
        cuts = _gap_cuts(scan, name, places[name])
        if cuts:
            scan.cut(cuts)
            places = _places(scan)


def _inner_labels(scan: Scan, at: int, pattern: re.Pattern[str]) -> Iterator[tuple[int, Label]]:
    """The labels at the places in a line that ``pattern`` finds outside quotations."""
    text = scan.lines[at].text
    if at in scan.quoted or is_row(text) or len(text) > _LONGEST_LINE:
        return
    quoted = False
    for match in pattern.finditer(text):
        if match[0] in ("“", "”"):
            quoted = match[0] == "“"
        elif not quoted and match.end():
            label = read_label(text[match.end() : match.end() + LABEL_WINDOW])
            if label is not None:
                yield match.end(), label


def _heading_cuts(scan: Scan) -> Cuts:
    """第一章 总则 第一条 … on one line."""
    cuts: Cuts = {}
    for at, label in enumerate(scan.labels):
        if label is not None and label.style.heads and label.style.rank < ARTICLE.rank:
            text = scan.lines[at].text
            match = _AFTER_HEADING.search(text, label.length + 1, label.length + LABEL_WINDOW)
            if match and read_label(text[match.end() : match.end() + LABEL_WINDOW]):
                cuts[at] = [match.end()]
    return cuts


def _run_cuts(scan: Scan) -> Cuts:
    """（一）…；（二）… in a line, where at least two of a sequence follow each other."""
    cuts: Cuts = {}
    for at, line in enumerate(scan.lines):
        label = scan.labels[at]
        behind = label.length if label is not None else 0
        if line.text.find("）", behind) >= 0 or line.text.find(")", behind) >= 0:
            found = _run(scan, at)
            if found:
                cuts[at] = found
    return cuts


def _run(scan: Scan, at: int) -> list[int]:
    label = scan.labels[at]
    last = label
    found: list[tuple[int, Label]] = []
    text = scan.lines[at].text
    below = scan.labels[at + 1] if at + 1 < len(scan.labels) else None
    for place, inner in _inner_labels(scan, at, _RUN):
        before = text[max(place - 8, 0) : place].rstrip()[-1:]
        apart = below is not None and text[place - 1].isspace() and label is not None
        if last and inner.style is last.style and inner.number == last.number + 1:
            found.append((place, inner))
        elif inner.number == 1 and ((before and before in "：:") or apart):
            found = [one for one in found if one[1].style is not inner.style]
            found.append((place, inner))
        else:
            continue
        last = inner
    goes_on = label is not None and bool(found) and found[0][1].number == label.number + 1
    if found and below is not None and below.style is found[-1][1].style:
        goes_on = goes_on or below.number == found[-1][1].number + 1
    return [place for place, _ in found] if goes_on or len(found) > 1 else []


def _places(scan: Scan) -> dict[str, list[int]]:
    """Where the labels stand of the styles that are looked for inside lines."""
    places: dict[str, list[int]] = {name: [] for name in _CANDIDATES}
    for at, label in enumerate(scan.labels):
        if label is not None and label.style.name in places:
            places[label.style.name].append(at)
    return places


def _gap_cuts(scan: Scan, name: str, places: list[int]) -> Cuts:
    """Look for n+1 between the lines that begin with n and n+2; and behind the last of a run, where
    a sentence ended and a blank stands."""
    cuts: Cuts = {}
    for at, end in zip(places, [*places[1:], len(scan.lines)], strict=False):
        label = scan.labels[at]
        following = scan.labels[end] if end < len(scan.lines) else None
        assert label is not None
        missing = following.number - label.number - 1 if following is not None else -1
        pattern = _CANDIDATES[name]
        if following is None and name == ARTICLE.name:
            missing = _MOST_MISSING
        elif missing < 0 and name == BRACKETED.name:
            missing, pattern = _MOST_MISSING, _APART
        if 0 < missing <= _MOST_MISSING:
            _fill_gap(scan, range(at, end), label, missing, pattern, cuts)
    return cuts


def _fill_gap(
    scan: Scan, places: range, label: Label, missing: int, pattern: re.Pattern[str], cuts: Cuts
) -> None:
    number = label.number
    last = number + missing
    for at in places:
        if pattern is _APART and not _BLANK_BRACKET.search(scan.lines[at].text):
            continue
        for place, inner in _inner_labels(scan, at, pattern):
            if inner.style is label.style and inner.number == number + 1 <= last:
                cuts.setdefault(at, []).append(place)
                number += 1
