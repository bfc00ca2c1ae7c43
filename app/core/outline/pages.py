"""Lines as a page prints them, back to paragraphs: page numbers, running heads, wrapped lines.

Widths are counted in columns: two for a Chinese character, one for a Latin one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from app.core.outline.labels import starts_with_label
from app.core.text.width import to_half_width

PAGE_BREAK = "\f"
# Nobody asks for comments on more; what is larger is taken as it is.
MOST_PAGES = 5_000
MOST_LINES = 200_000
_MOST_WRAPPED = 40_000
# A head or foot is what stands at the edge of so many pages, numbers aside.
_HEAD_PAGES = 3
_HEAD_SHARE = 0.4
_EDGE = 2
_PAGE_NUMBER = re.compile(
    r"(?:第\s?)?[-–—·.~\s]{0,8}(?:[0-9]{1,4}|[ivxlcIVXLC]{1,6})(?:\s?/\s?[0-9]{1,4})?[-–—·.~\s]{0,8}"
    r"(?:页(?:\s?[,/]?\s?共\s?[0-9]{1,4}\s?页)?)?"
)
_SURE = re.compile(
    r"^[ \t]*(?:[-—–－][ \t]?([0-9０-９]{1,4})[ \t]?[-—–－]|第[ \t]?([0-9０-９]{1,4})[ \t]?页)[ \t]*(?:\n|\Z)",
    re.MULTILINE,
)
# A text is wrapped when so many of its lines are full and end in the middle of a sentence.
_WRAPPED_SHARE = 0.4
_WRAPPED_SHARE_PAGED = 0.2
_WRAPPED_LINES = 6
_WRAPPED_LINES_PAGED = 3
_MOST_PASSES = 8
_NARROWEST, _WIDEST = 30, 140
_SLACK = 2
_INDENT = 4
_STOPS = "。；;:：！？!?”’…）)"
_TOKEN = re.compile(r"[（(《“【〔\[]*(?:[\x21-\x7e]+|.)[，。；：、）》”】〕\]！？]*", re.DOTALL)
_SENTENCE = re.compile("[。；;:：]")
_WIDE = re.compile("[\u1100-\uffff\U00010000-\U0010ffff“”‘’—…]")
_LATIN = re.compile(r"[A-Za-z0-9,.;:]")


def unpage(text: str) -> str:
    """The text without page breaks, and without page numbers and running heads at them.

    Lines that can be nothing but page numbers (- 2 -, 第2页) go without page breaks as well, if
    they count on.
    """
    if PAGE_BREAK not in text:
        return _without_numbers(text)
    if text.count(PAGE_BREAK) > MOST_PAGES:
        return text.replace(PAGE_BREAK, "\n")
    pages = [page.split("\n") for page in text.split(PAGE_BREAK)]
    heads = _running_heads(pages)
    kept = [_without_edges(page, heads) for page in pages]
    joined = "\n".join("\n".join(page) for page in kept)
    if joined.count("\n") > _MOST_WRAPPED or not _is_wrapped(joined.split("\n"), paged=True):
        return joined
    return _join(joined)


def _without_numbers(text: str) -> str:
    found = [(match, int(to_half_width(match[1] or match[2]))) for match in _SURE.finditer(text)]
    counted: dict[re.Match[str], None] = {}
    for (match, number), (following, next_number) in pairwise(found):
        if next_number == number + 1:
            counted |= {match: None, following: None}
    parts = []
    at = 0
    for match in counted:
        parts.append(text[at : match.start()])
        at = match.end()
    return "".join([*parts, text[at:]])


def unwrap(text: str) -> str:
    """The text with the lines joined that a fixed width broke, if it was broken so at all."""
    if text.count("\n") > _MOST_WRAPPED:
        return text
    for _ in range(_MOST_PASSES):
        if not _is_wrapped(text.split("\n"), paged=False):
            break
        again = _join(text)
        if again == text:
            break
        text = again
    return text


def _running_heads(pages: Sequence[Sequence[str]]) -> frozenset[str]:
    seen: Counter[str] = Counter()
    for page in pages:
        printed = [line for line in page if line.strip()]
        seen.update({_mask(line) for line in (*printed[:_EDGE], *printed[-_EDGE:])})
    least = max(_HEAD_PAGES, _HEAD_SHARE * len(pages))
    return frozenset(head for head, count in seen.items() if count >= least)


def _mask(line: str) -> str:
    """A line with its numbers made alike."""
    return re.sub(r"[0-9]+", "#", "".join(to_half_width(line).split()))


def _without_edges(page: Sequence[str], heads: frozenset[str]) -> list[str]:
    kept = list(page)
    for end in (0, -1):
        for _ in range(_EDGE + 1):
            while kept and not kept[end].strip():
                kept.pop(end)
            if not kept or not (_is_page_number(kept[end]) or _mask(kept[end]) in heads):
                break
            kept.pop(end)
    return kept


def _is_page_number(line: str) -> bool:
    return _PAGE_NUMBER.fullmatch(to_half_width(line.strip())[:40]) is not None


def columns(line: str) -> int:
    """The width of a line in columns."""
    return len(line) + len(_WIDE.findall(line))


def _is_wrapped(lines: Sequence[str], *, paged: bool) -> bool:
    printed = [line.strip() for line in lines if line.strip()]
    least = _WRAPPED_LINES_PAGED if paged else _WRAPPED_LINES
    if len(printed) < least:
        return False
    middle = [line for line in printed if line[-1] not in _STOPS and "\t" not in line]
    share = _WRAPPED_SHARE_PAGED if paged else _WRAPPED_SHARE
    if len(middle) < max(least, share * len(printed)):
        return False
    width = _width(printed)
    full = sum(width - _SLACK - _INDENT <= columns(line) <= width + _SLACK for line in middle)
    return _NARROWEST <= width <= _WIDEST and full >= max(least, share * len(printed))


def _width(printed: Sequence[str]) -> int:
    """How wide the page is: nine of ten lines are no wider."""
    widths = sorted(columns(line) for line in printed if len(line) < _WIDEST * 2)
    return widths[len(widths) * 9 // 10] if widths else 0


def _join(text: str) -> str:
    raw = text.split("\n")
    width = _width([line.strip() for line in raw if line.strip()])
    indented = _indents(raw)
    out: list[str] = []
    # The pieces of the paragraph that is being joined.
    pieces: list[str] = []
    last = ""
    room = width
    for line in raw:
        stripped = line.strip()
        begins = indented and line[:1].isspace()
        if last and stripped and not begins and _goes_on(last, stripped, room, indented):
            gap = " " if _LATIN.match(last[-1]) and _LATIN.match(stripped) else ""
            pieces[-1] = pieces[-1].rstrip() + gap
            pieces.append(stripped)
            room = width
        else:
            out.append("".join(pieces))
            pieces = [line]
            # The first line of a paragraph is indented, whether its blanks are here or not.
            room = width - _INDENT
        last = stripped
    return "\n".join([*out[1:], "".join(pieces)])


def _indents(raw: Sequence[str]) -> bool:
    """Whether paragraphs begin with white space and other lines do not."""
    printed = [line for line in raw if line.strip()]
    inside = sum(line[0].isspace() for line in printed)
    return 0.02 * len(printed) < inside < 0.6 * len(printed)


def _goes_on(last: str, line: str, width: int, indented: bool) -> bool:
    """Whether a line was broken because the next word had no room on it."""
    if "\t" in last or "\t" in line or columns(last) > width + 2 * _SLACK + _INDENT:
        return False
    token = _TOKEN.match(line)
    assert token is not None
    if columns(last) + columns(token[0]) <= width - _SLACK:
        return False
    labelled = starts_with_label(line)
    if last[-1] not in _STOPS:
        # A heading that fills its line and the next label, or a heading behind a table.
        heads = starts_with_label(last) and not _SENTENCE.search(last)
        alone = line[-1] not in _STOPS and columns(line) < width - 2 * _INDENT
        return not (labelled and (heads or alone))
    if labelled:
        return False
    # A sentence ended at the edge: a new paragraph shows by its indent, as a narrower line.
    return indented or not (width - 2 * _INDENT < columns(line) <= width - _INDENT + 1)
