"""Finding: the places of a text that cite by number, whatever the draft has.

What they mean is not decided here (`resolve`). Looked for from left to right; the longest path at
a place is taken, and places that are joined (至, 和, 、) become one mention with several paths.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Literal

from app.core.citations import grammar
from app.core.citations.depth import may_follow
from app.core.citations.fold import fold, hide
from app.core.citations.laws import law_before
from app.core.citations.listed import ITEM, RANGE, between, numbers_in
from app.core.citations.numbers import letter_number, numeral
from app.core.citations.values import Level, Mention, Number, Path, Step

_MOST_PATHS = 100
_MOST_STEPS = 8
# A letter of a megabyte has some 50,000 places that could begin a citation; what comes after so many
# is read as words only.
_MOST_TRIES = 100_000
_INDENT = 40
_SUB_LEVELS = ("paragraph", "item", "subitem", "dash")
# What may stand before a number without 第, before a bracket, before 上条: a break, a preposition.
_FREE = re.compile(r"[\s\x00,。;:!?、()“”\"'|》>\]】/对于在将把和与及至到见按就版稿案]")
# 第3(1)(a)条: the level stands behind all of it.
_NESTED_ENDS = ("条", "款", "段")
_HOURS = tuple("午晚早夜晨天到至于间")
_Found = tuple[tuple[Path, ...], int]


def find(text: str) -> tuple[Mention, ...]:
    """All citations by number, in order and without overlaps; offsets are into ``text``."""
    shown, titles, _ = hide(fold(text))
    return find_in(shown, {title.end: title.words for title in titles})


def find_in(shown: str, titles: dict[int, str]) -> tuple[Mention, ...]:
    """As `find`, in a text whose titles and quotations are hidden; ``titles`` by their end."""
    mentions: list[Mention] = []
    at, counted = 0, 0
    for _ in range(_MOST_TRIES):
        start = grammar.START.search(shown, at)
        if start is None:
            break
        if (own := _own_number(shown, start.start())) and own[0] in (1, counted + 1):
            counted, at = own
            continue
        mention = _mention(shown, start)
        if mention is None:
            at = start.start() + 1
            continue
        at = mention.end
        if law := law_before(shown, mention.start, titles):
            mention = replace(mention, law=law)
        whole = _join(shown, mentions[-1], mention) if mentions else None
        if whole:
            mentions[-1] = whole
        else:
            mentions.append(mention)
    return tuple(mentions)


def _own_number(shown: str, at: int) -> tuple[int, int] | None:
    """四、 at the start of a line, and where it ends: 四、三十四条 cites one article, not two."""
    line = shown.rfind("\n", max(0, at - _INDENT), at) + 1
    if shown[line:at].strip() or (line == 0 and at > _INDENT):
        return None
    found = grammar.COUNTED.match(shown, at)
    number = numeral(found["list"]) if found else None
    return (number, found.end()) if found and number else None


def _mention(shown: str, start: re.Match[str]) -> Mention | None:
    at = start.start()
    if start["relative"] is not None:
        return _relative(shown, at)
    if start["decimal"] is not None:
        return _decimal(shown, at)
    first = _first(shown, start)
    if first is None:
        return None
    paths, end = _follow(shown, *first)
    if paths[0][-1].level in ("bracket", "letter") and shown.startswith(_NESTED_ENDS, end):
        end += 1
    mention = Mention(at, end, paths, "under" if paths[0][0].level in _SUB_LEVELS else "")
    if len(paths) > 1:
        mention = replace(mention, joined="range" if RANGE.search(shown, at, end) else "list")
    return mention


def _relative(shown: str, at: int) -> Mention | None:
    if shown.startswith(("上述第", "前述第"), at):
        found = grammar.ORDINAL.match(shown, at + 2)
        if found is None:
            return None
        return Mention(at, *_swap(_follow(shown, _paths(found), found.end())), "under")
    found = grammar.RELATIVE.match(shown, at)
    if found is None or (found["anchor"][0] in "上前下后同" and not _free(shown, at)):
        return None
    anchor = grammar.ANCHORS[found["anchor"].rstrip("一的面边")]
    level = _level(found["level"])
    paths, end = _follow(shown, ((),), found.end(), level)
    return Mention(at, end, paths, anchor, level)


def _swap(found: _Found) -> tuple[int, tuple[Path, ...]]:
    return found[1], found[0]


def _first(shown: str, start: re.Match[str]) -> _Found | None:
    at = start.start()
    level: Level = "bare"
    if start["endmost"] is not None:
        return _endmost(shown, at) if _free(shown, at) or shown[at] != "末" else None
    if start["ordinal"] is not None:
        found = grammar.NESTED.match(shown, at) or grammar.ORDINAL.match(shown, at)
        if found and _mixed(found["list"]):
            return None
        if found is None and (counted := grammar.COUNTED_BRACKET.match(shown, at)):
            found, level = grammar.BRACKET.match(shown, counted.end()), "bracket"
    elif start["annex"] is not None:
        found, level = grammar.ANNEX.match(shown, at), "annex"
    elif start["english"] is not None:
        found = grammar.ENGLISH.match(shown, at)
    elif not _free(shown, at) and not grammar.NAMED.search(shown, max(0, at - 5), at):
        return None
    elif start["bracket"] is not None:
        found, level = grammar.BRACKET.match(shown, at), "bracket"
    elif found := grammar.PARTED.match(shown, at):
        level = "part"
    elif found := grammar.SHORT.match(shown, at):
        level = "bare"
    else:
        found = grammar.PLAIN.match(shown, at)
        if found and not _is_citation(shown, found):
            return None
        if found is None and grammar.NAMED.search(shown, max(0, at - 5), at):
            found = grammar.NUMBER.match(shown, at)
    return (_paths(found, level), found.end()) if found else None


def _free(shown: str, at: int) -> bool:
    return at == 0 or bool(_FREE.match(shown, at - 1))


def _is_citation(shown: str, found: re.Match[str]) -> bool:
    """15条 and 六十八条 cite; 三条 is a count, 3点 after 下午 and 十一点 after 到 are hours."""
    if not found["list"].isascii() and len(found["list"]) < 2:
        return False
    before = shown[max(0, found.start() - 3) : found.start()]
    return found["level"] != "点" or not before.rstrip().endswith(_HOURS)


def _mixed(written: str) -> bool:
    """第一、第15点: the writer's first, then point 15; a list keeps to one script."""
    scripts = {found[1].isascii() for found in ITEM.finditer(written)}
    return len(scripts) > 1


def _follow(shown: str, paths: tuple[Path, ...], end: int, named: Level | None = None) -> _Found:
    """Go on while a deeper step follows: 第十五条 | 第二款 | 第（三）项; ``named`` came before."""
    for _ in range(_MOST_STEPS):
        if len(paths) > 1:
            break
        last = paths[0][-1].level if paths[0] else named
        gap = grammar.BETWEEN.match(shown, end)
        at = gap.end() if gap else end
        if last == "annex" and (titled := grammar.TITLED.match(shown, at)):
            at = titled.end()
        step = _next(shown, at, last, shown[end:at])
        if step is None or (last and not may_follow(last, step[0][0][0], at == end)):
            break
        paths, end = tuple(paths[0] + path for path in step[0]), step[1]
    return paths, end


def _next(shown: str, at: int, last: Level | None, gap: str) -> _Found | None:
    if found := grammar.NESTED.match(shown, at) or grammar.ORDINAL.match(shown, at):
        return _paths(found), found.end()
    if last and (endmost := _endmost(shown, at)):
        return endmost
    if counted := grammar.COUNTED_BRACKET.match(shown, at):
        found = grammar.BRACKET.match(shown, counted.end())
        return (_paths(found, "bracket"), found.end()) if found else None
    if last == "annex" and (found := grammar.ANNEX_PART.match(shown, at)):
        return _paths(found, "part"), found.end()
    if last in ("annex", "part") and (found := grammar.PARTED.match(shown, at)):
        return _paths(found, "part" if last == "annex" else "bare"), found.end()
    above = last in ("part", "chapter", "section", "annex")
    found = grammar.BRACKET.match(shown, at) if last else None
    joined = gap.strip() in ("", "的", "之", "中的", "里的") and not gap.isspace()
    if found and (joined or above or (found["level"] and "," not in gap)):
        steps = _paths(found, "bracket")
        if found["level"] == "条" and last in ("article", "bare"):
            # 第2(1)条
            steps = tuple((replace(path[0], level="bracket"),) for path in steps)
        return steps, found.end()
    letter = grammar.ROMAN if last == "letter" else grammar.LETTER
    if last and not gap.strip() and (found := letter.match(shown, at)):
        return ((Step("letter", (letter_number(found["letter"]),)),),), found.end()
    if (above or last == "bracket") and "," not in gap:
        found = grammar.TAIL.match(shown, at)
        return (_paths(found, "bare"), found.end()) if found else None
    if last in ("article", "point", "part", "chapter", "annex") and (
        found := grammar.DECIMAL_BELOW.match(shown, at)
    ):
        number = tuple(map(int, found[0].split(".")))
        return ((Step("decimal", number),),), found.end()
    if (found := grammar.ENGLISH_BRACKET.match(shown, at)) and grammar.ENGLISH_BEFORE.search(
        shown[max(0, at - 14) : at].rstrip()
    ):
        return _paths(found, "paragraph"), found.end()
    for pattern in (grammar.BELOW, grammar.ENGLISH_BELOW):
        if last and not gap.strip(" ,") and (found := pattern.match(shown, at)):
            return _paths(found), found.end()
    return None


def _endmost(shown: str, at: int) -> _Found | None:
    """最后一款, 倒数第二条: counted from the end, -1 and -2."""
    found = grammar.ENDMOST.match(shown, at)
    if found is None:
        return None
    number = (numeral(found["list"]) or 1) if found["list"] else 1
    return ((Step(_level(found["level"] or found["from"]), (-number,)),),), found.end()


def _decimal(shown: str, at: int) -> Mention | None:
    """4.2.1 as printed in a draft; whether the draft has it is not asked here."""
    start = at
    if shown[max(0, at - 2) : at].rstrip().endswith("第"):
        start = shown.rindex("第", 0, at)
    found = grammar.DECIMAL.match(shown, start)
    if found is None:
        return None
    named = grammar.NAMES_DECIMAL.search(shown, max(0, start - 6), start)
    # 3.5点 is an hour or a rate, 4.2.1点 is none.
    level = found["level"] if found["level"] != "点" or found["list"].count(".") > 1 else None
    marked = bool(found["marked"] or level or named)
    after = grammar.AFTER_DECIMAL.match(shown, found.end("list"))
    opens = grammar.OPENS.search(shown, max(0, start - 12), start)
    after = after or (opens and grammar.UNMEASURED.match(shown, found.end("list")))
    several = len(grammar.DECIMAL_ITEM.findall(found["list"])) > 1
    deep = found["list"].count(".") > 1
    if deep:
        after = after or grammar.UNMEASURED.match(shown, found.end("list"))
    if not marked and not ((_free(shown, start) or several or deep) and after):
        return None
    numbers: list[Number] = []
    end = 0
    for one in grammar.DECIMAL_ITEM.finditer(found["list"]):
        number = tuple(map(int, one[0].split(".")))
        runs = bool(numbers) and bool(RANGE.search(found["list"], end, one.start()))
        numbers += between(numbers[-1], number) if runs else [number]
        end = one.end()
    paths: tuple[Path, ...] = tuple((Step("decimal", number),) for number in numbers)
    paths, last = _follow(shown, paths, found.end())
    joined: Literal["", "list"] = "list" if len(numbers) > 1 else ""
    return Mention(start, last, paths, joined=joined, marked=marked)


def _paths(found: re.Match[str], level: Level = "bare") -> tuple[Path, ...]:
    groups = found.groupdict()
    if groups.get("level"):
        level = _level(groups["level"])
    numbers = numbers_in(found["list"])
    if sub := groups.get("sub"):
        numbers[-1] = (*numbers[-1], numeral(sub) or 0)
    bracketed = "(" in found["list"]
    return tuple((Step(level, number, bracketed),) for number in numbers)


def _level(name: str) -> Level:
    plain = name.lower().removesuffix("s")
    return grammar.LEVELS.get(plain, grammar.OTHER_LEVEL)


def _join(shown: str, first: Mention, second: Mention) -> Mention | None:
    """第六条 and 第十九条 with 和 between them are one mention; the second takes over the stem."""
    joint = grammar.JOINED.fullmatch(shown, first.end, second.start)
    if joint is None or second.of or second.law or len(first.paths) > _MOST_PATHS:
        return None
    level = second.paths[0][0].level
    last = first.paths[-1]
    levels = [step.level for step in last]
    if level not in levels:
        return None
    stem = last[: levels.index(level)]
    paths = tuple(stem + path for path in second.paths)
    if joint["range"] and len(paths[0]) == len(last):
        numbers = between(last[-1].number, paths[0][-1].number)
        run = tuple((*paths[0][:-1], replace(paths[0][-1], number=number)) for number in numbers)
        paths = run + paths[1:]
    return replace(
        first,
        end=second.end,
        paths=first.paths + paths,
        joined="range" if joint["range"] else "list",
    )
