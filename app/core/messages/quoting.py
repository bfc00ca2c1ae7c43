"""Where the sender's own words end: the older mail below, and what the mail program adds.

Nothing is deleted; the answer is an offset. Forwards are content, and so are answers between the
lines of a quoted mail. If nothing would be left, everything stays.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.core.messages.body import END_MARK

_RULED = re.compile(
    r"[-_=—－\s]{2,80}(?:原始邮件|原邮件|邮件原件|回复的原邮件|回复邮件|Original\s?Message|Original|原始信件|Reply message)[-_=—－\s]{2,80}$",
    re.IGNORECASE,
)
_FORWARD = re.compile(
    r"[-_=—－\s]{2,80}(?:转发|已转发|Forwarded|Begin forwarded)[^-\n]{0,30}[-_=—－\s]{2,80}$|开始转发的?(?:邮件|信息)[:：]|Begin forwarded message:",
    re.IGNORECASE,
)
_WROTE = re.compile(
    r"(?:在\s?.{4,200}写道|.{0,200}于\s?.{4,100}写道|On .{4,250} wrote|.{1,120}[（(].{3,100}@.{3,100}[)）].{0,60}写道|"
    r".{1,200}<[^<>]{3,100}@[^<>]{3,100}>.{0,60}(?:写道|寫道))\s?[:：]$"
)
# The same over several lines: a sender with his address, and a day.
_WROTE_ALONE = re.compile(
    r"[^。！？!?]{1,200}<[^<>]{3,100}@[^<>]{3,100}>[^。！？!?]{0,40}[0-9]{1,4}\s?[年/.-][^。！？!?]{0,60}(?:写道|寫道|wrote)\s?[:：]$"
)
_FROM = re.compile(r"(?:发件人|发信人|寄件者|寄件人|From)\s*[:：]")
_FIELD = re.compile(
    r"(?:发送时间|发送日期|日\s*期|时\s*间|寄件日期|收件人|收件者|抄送|主\s*题|主旨|Sent|To|Cc|Date|Subject)\s*[:：]"
)
# What a reply's block has beside the sender's name, and what somebody fills into his letter has not.
_ENVELOPE = re.compile(r"(?:发送时间|发送日期|寄件日期|收件人|收件者|Sent|To)\s*[:：]")
_RULE = re.compile(r"[-_=—]{5,200}$")
_PROGRAM = re.compile(
    r"(?:发自(?!内心|肺腑|心底|真心)|从我的|发送自|傳送自|從我的|寄自|Sent from|來自我的|来自我的).{0,40}$|.{0,6}签名由.{0,40}定制.{0,6}$|(?:获取|下载|Get) ?Outlook for .{0,30}$|"
    r".{0,10}(?:网易邮箱|QQ邮箱|新浪邮箱|搜狐邮箱|阿里邮箱|139邮箱|189邮箱|网易考拉|网易严选).{0,60}$|【.{0,30}(?:邮箱|网易).{0,60}】.{0,40}$",
    re.IGNORECASE,
)
_DASHES = re.compile(r"--\s?$")
_ARMOUR = "-----BEGIN PGP SIGNATURE-----"
_REMARK = re.compile(
    r"第.{1,8}[条條款项項点點章节節]|建议|建議|意见如下|(?:应当?|增加|改为|删[除去])"
)
MOST_LINES_OF_BLOCK = 6
LONGEST_MATCHED = 600
MOST_SIGNATURE_LINES = 12


@dataclass(frozen=True, slots=True)
class Cut:
    """``end``: where the sender's own words end; ``quoted_from``: where the older mail begins
    (None: there is none). Offsets in characters."""

    end: int
    quoted_from: int | None


def find_cut(text: str, *, forwarded: bool = False) -> Cut:
    """Where to cut. ``forwarded``: the subject says that this is a forward."""
    lines = text.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    quote = _quote_line(lines, forwarded=forwarded)
    own = quote if quote is not None else len(lines)
    end = _signature_line(lines, own, forwarded=forwarded)
    if not _says_something(lines[:end]):
        end = own if _says_something(lines[:own]) else len(lines)
    if end == len(lines):
        return Cut(len(text), None)
    quoted = starts[quote] if quote is not None and quote < len(lines) else None
    if quoted is not None and not _says_something(lines[:quote]):
        return Cut(len(text), None)
    return Cut(min(starts[end], len(text)), quoted)


def is_only_quote(text: str) -> bool:
    """Whether a text begins with the older mail: its sender added no word. Never of a forward."""
    lines = text.split("\n")
    quote = _quote_line(lines, forwarded=False)
    return quote is not None and not _says_something(lines[: _signature_line(lines, quote)])


def _quote_line(lines: list[str], *, forwarded: bool) -> int | None:
    """The first line of the older mail."""
    for number, raw in enumerate(lines):
        line = _bare(raw)
        if not line:
            continue
        if _FORWARD.match(line):
            return None
        if _RULED.match(line):
            return None if forwarded else number
        if _FROM.match(line) and _is_block(lines, number):
            return None if forwarded else _with_rule(lines, number)
        if _wrote(lines, number):
            return None if _answers_inside(lines, number) else number
    return _trailing_quote(lines)


def _bare(raw: str) -> str:
    """A line without quote marks and spaces, as far as anything here looks."""
    return raw[:LONGEST_MATCHED].lstrip("> \t　").rstrip()


def _wrote(lines: list[str], number: int) -> bool:
    """「在 … 写道：」, also broken over two lines."""
    line = _bare(lines[number])
    if len(line) < LONGEST_MATCHED and _WROTE.match(line):
        return True
    following = _bare(lines[number + 1]) if number + 1 < len(lines) else ""
    begins = line.startswith(("在 ", "On ", "在2")) and len(line) + len(following) < 300
    if begins and _WROTE.match(f"{line} {following}"):
        return True
    return _WROTE_ALONE.match(_paragraph(lines, number)) is not None


def _paragraph(lines: list[str], number: int) -> str:
    """A paragraph of two or three lines that begins here, as one line; else nothing."""
    if number and lines[number - 1].strip():
        return ""
    near = [_bare(line) for line in lines[number : number + 4]]
    end = near.index("") if "" in near else len(near)
    return " ".join(near[:end]) if 2 <= end <= 3 else ""


def _is_block(lines: list[str], number: int) -> bool:
    near = [_bare(line) for line in lines[number + 1 : number + 1 + 2 * MOST_LINES_OF_BLOCK]]
    near = [one for one in near if one][:MOST_LINES_OF_BLOCK]
    fields = sum(bool(_FIELD.match(line)) for line in near)
    sent = "@" in _bare(lines[number]) or any(_ENVELOPE.match(line) for line in near)
    return fields >= 2 and sent


def _with_rule(lines: list[str], number: int) -> int:
    """A ruler or blank lines right above the block belong to it."""
    above = number - 1
    while above >= 0 and not lines[above].strip():
        above -= 1
    return above if above >= 0 and _RULE.match(lines[above].strip()) else number


def _answers_inside(lines: list[str], number: int) -> bool:
    """Whether somebody wrote between or below quoted lines."""
    after = [line for line in lines[number + 1 :] if line.strip()]
    marked = [line.lstrip().startswith((">", "＞")) for line in after]
    if not any(marked):
        return False
    first = marked.index(True)
    own = [line for line, quoted in zip(after[first:], marked[first:], strict=True) if not quoted]
    return any(not _PROGRAM.match(_bare(line)) for line in own)


def _trailing_quote(lines: list[str]) -> int | None:
    """A block of lines marked > at the very end."""
    number = len(lines)
    while number and (not lines[number - 1].strip() or lines[number - 1].lstrip().startswith(">")):
        number -= 1
    rest = [line for line in lines[number:] if line.strip()]
    above = any(line.lstrip().startswith(">") for line in lines[:number])
    return number if rest and number and not above else None


def _signature_line(lines: list[str], end: int, *, forwarded: bool = False) -> int:
    """Where the mail program's addition begins, at the end of the sender's words."""
    for number in range(end):
        if lines[number].strip() == END_MARK and not forwarded:
            return number
    last = end
    while last and not lines[last - 1].strip():
        last -= 1
    for number in range(max(last - MOST_SIGNATURE_LINES, 1), last):
        if _is_card(lines, number, last):
            return number
    cut = last
    while cut and (not lines[cut - 1].strip() or _PROGRAM.match(_bare(lines[cut - 1]))):
        cut -= 1
    return cut if cut < last else end


def _is_card(lines: list[str], number: int, last: int) -> bool:
    """Whether a line begins a name card. Two hyphens without the space of RFC 3676 may also part
    one remark from the next: then what is below speaks of the draft."""
    line = lines[number].strip("\r\t ")
    if line == _ARMOUR:
        return True
    if not _DASHES.fullmatch(line):
        return False
    below = lines[number + 1 : last]
    spaced = lines[number].rstrip("\r\n") == "-- "
    return spaced or not any(_REMARK.search(one[:LONGEST_MATCHED]) for one in below)


def _says_something(lines: list[str]) -> bool:
    return any(line.strip().strip(END_MARK) for line in lines)
