"""What speaks for and against a demand's beginning here, ending there, or standing outside.

Each signal has a name and a value from 0 to a few; ``demand_weights`` says what it counts.
"""

from __future__ import annotations

import re

from app.core.clustering.opening import opening
from app.core.clustering.pieces import COMMA, LINE, QUESTION, SEMICOLON, Piece
from app.core.clustering.reading import Reading
from app.core.clustering.requests import NOTHING, PERHAPS, SURELY

Signals = dict[str, float]

_QUESTION = re.compile("[？?]")
_GOES_ON = re.compile(
    "^(?:因为|由于|毕竟|何况|况且|否则|不然|要不|免得|以免|以便|这样|这|那(?!么)|如此|所以|因此|因而|于是|如果|要是"
    "|假如|比如|例如|譬如|像|但|可是|可(?=[我是])|不过|然而|而(?!且)|反而|其实|尤其|特别|就|才|只有|只要|只能"
    "|不是|并非|也(?=[不是没])|又|他|她|它|人家|自己|大家|有的|有些|一来|二来|现在|目前|如今|去年|前年|今年|上次"
    "|上回|上个?月|年年|每次|每年|往年|我(?!们?(?:建议|希望|认为|觉得|还))|理由|原因|据|按照?|参照|结果|谁|哪|难道"
    "|既|弄不好|搞不好|往往|一(?:天|年|个月)|光|同样|早一?点)"
)
_NEXT_ONE = re.compile(
    "^(?:此外|除此之外|另外|另(?=[，,])|另建议|还有|再有|再就是|再一个|其次|再次|最后|顺便|顺带|也?请顺便"
    "|第[二三四五六七八九十](?:[，,、]|个|[点条](?![“”])))"
)
_AND = re.compile(
    "^(?:同时|而且|并且|且|并(?!非|不)|另|还(?=[要应请希建])|再者|再说(?!一)|再来|第[一二三四五六七八九十]|接着|以及"
    "|至于|对于|关于|加之|一方面)"
)
_ENDS = re.compile(
    "^(?:谢谢|多谢|感谢|此致|敬礼|以上|祝|盼复|拜托|望(?:予|采)|请予(?:采纳|考虑)|恳请采纳|顺颂|总之|综上|对不起"
    "|抱歉|说多了|写到这|仅供参考|麻烦了|辛苦)"
)
_QUOTES = re.compile(
    r"^[“「『\"《]|^第[一二三四五六七八九十百\d]+(?:点|条|款|项|句)|^(?:句首|文件中|本条|该条|本段|原文|文中)"
)
_BEGINS_ASKING = re.compile(
    "^(?:我们?|本人|本公司)?(?:也|还|再|同时|另外|因此|所以|故|特)?[，,]?(?:强烈)?(?:建议|希望|恳请"
    "|请(?!假|客)|要求|能不能|能否|应当?|必须|不要|别|取消|增加|删|改)"
)
_GREETS = re.compile(
    "^(?:尊敬|各位|领导|您好|你好|老师好|敬启|省|市|县|致|我是|我们是|我叫|本人|作为|看了|看到|刚看|读了)"
)
_SIGNATURE = re.compile("^[^，。！？；]{0,24}$")
_NOT_WORD = re.compile(r"[\W_]+")
_SHORT, _SHORT_DEMAND, _LOOKED_BACK = 8, 9, 120


def _pairs(text: str) -> set[str]:
    plain = _NOT_WORD.sub("", text)
    return {plain[at : at + 2] for at in range(len(plain) - 1)}


# What every request has is no common subject.
_IN_ALL = _pairs("建议应当应该希望必须不要不能我们现在要有可以没有增加改为")


def begins(of: Reading, at: int) -> Signals:
    """What speaks for a demand beginning with piece ``at`` (above 0)."""
    piece, before = of.pieces[at], of.pieces[at - 1]
    inside = before.mark == COMMA and piece.sentence == before.sentence
    whole = of.sentences[piece.sentence]
    rest = of.text[piece.start : whole.end].strip()
    level = max(
        of.asks[k] for k in range(at, len(of.pieces)) if of.pieces[k].sentence == piece.sentence
    )
    asking = _BEGINS_ASKING.match(rest)
    found: Signals = {
        "begin": 1,
        "after colon": of.text[: piece.start].rstrip()[-1:] in ("：", ":"),
        "after line": before.mark == LINE,
        "after semicolon": before.mark == SEMICOLON,
        "after question": before.mark == QUESTION,
        "goes on": bool(_GOES_ON.match(rest)),
        "tells": of.tells[at],
        "quotes": bool(_QUOTES.match(rest)),
        "begins asking": bool(asking),
        "begins asking, openly before": bool(asking) and any(of.openly[max(0, at - 4) : at]),
        "same subject": _shared(of, piece, rest),
        "short": len(rest) < _SHORT,
        "item": at in of.items,
        "first ground": at in of.first_ground,
        "inside item": at in of.in_item,
    }
    found |= _after_comma(of, at, level, rest) if inside else _after_stop(of, at, level, rest)
    return {name: float(value) for name, value in found.items() if value}


def _after_comma(of: Reading, at: int, level: int, rest: str) -> Signals:
    piece = of.pieces[at]
    earlier = max(of.asks[k] for k in range(at) if of.pieces[k].sentence == piece.sentence)
    kind, word = opening(rest)
    new = kind == "noun" and word not in of.text[: piece.start]
    return {
        "comma": 1,
        "comma, asks": of.asks[at] == SURELY,
        "comma, asks nothing": level < SURELY,
        "comma, both ask": of.asks[at] == SURELY == earlier,
        "comma, nothing before": earlier < SURELY,
        "comma, next one": bool(_NEXT_ONE.match(rest)),
        "comma, and": bool(_AND.match(rest)),
        "comma, new subject asks": new and of.asks[at] == SURELY == earlier,
        f"comma, {kind}": 1,
    }


def _after_stop(of: Reading, at: int, level: int, rest: str) -> Signals:
    piece = of.pieces[at]
    number = piece.sentence
    before = of.sentences[number - 1].asks if number else NOTHING
    after = of.sentences[number + 1].asks if number + 1 < len(of.sentences) else NOTHING
    kind, word = opening(rest)
    known = word in of.text[: piece.start]
    next_one, and_ = bool(_NEXT_ONE.match(rest)), bool(_AND.match(rest))
    return {
        "asks": level == SURELY,
        "asks nothing": level == NOTHING,
        "asked before": before == SURELY,
        "nothing before": before == NOTHING,
        "fact, asks": before < SURELY == level,
        "asked, asks": before == SURELY == level,
        "asked, fact, asks": before == SURELY == after and level < SURELY,
        "asked, fact, fact": before == SURELY and level < SURELY and after < SURELY,
        "next one": next_one,
        "and": and_,
        "next one, fact": (next_one or and_) and level < SURELY,
        "question": bool(_QUESTION.search(rest)),
        "asked, new subject asks": kind == "noun" and not known and before == SURELY == level,
        "known subject": kind == "noun" and len(word) > 1 and known,
        "question, asks": of.pieces[at - 1].mark == QUESTION and level == SURELY,
        kind: 1,
    }


def _shared(of: Reading, piece: Piece, rest: str) -> float:
    """How much of the sentence's matter the two sentences before it have, from 0 to 1."""
    since = piece.start - _LOOKED_BACK
    if piece.sentence:
        since = of.sentences[max(0, piece.sentence - 2)].start
    own = _pairs(rest) - _IN_ALL
    other = _pairs(of.text[max(0, since) : piece.start]) - _IN_ALL
    return min(1.0, 2 * len(own & other) / max(4, min(len(own), 40)))


def demand(of: Reading, first: int, end: int) -> Signals:
    """What speaks for pieces ``first`` to ``end`` (exclusive) being one demand."""
    level: dict[int, int] = {}
    for at in range(first, end):
        number = of.pieces[at].sentence
        level[number] = max(level.get(number, NOTHING), of.asks[at])
    openly = len({of.pieces[at].sentence for at in range(first, end) if of.openly[at]})
    length = of.pieces[end - 1].end - of.pieces[first].start
    cut = end < len(of.pieces) and of.pieces[end].sentence == of.pieces[end - 1].sentence
    found: Signals = {
        "demand": 1,
        "demand asks nothing": max(level.values()) == NOTHING,
        "demand perhaps asks": max(level.values()) == PERHAPS,
        "demand asks more": min(3, max(0, sum(one == SURELY for one in level.values()) - 1)),
        "demand asks openly": openly > 0,
        "demand asks openly more": min(3, max(0, openly - 1)),
        "demand sentences": min(6, len(level) - 1),
        "demand length": min(3.0, length / 60),
        "demand ends at comma": cut and of.pieces[end - 1].mark == COMMA,
        "demand short": length < _SHORT_DEMAND,
    }
    return {name: float(value) for name, value in found.items() if value}


def outside(of: Reading, first: int, end: int) -> Signals:
    """What speaks for the pieces being none: greeting, story, a word in passing, signature."""
    text = of.text[of.pieces[first].start : of.pieces[end - 1].end].strip()
    level = max(of.asks[first:end])
    last = end == len(of.pieces)
    found: Signals = {
        "outside": 1,
        "outside asks": level == SURELY,
        "outside perhaps asks": level == PERHAPS,
        "outside first": first == 0,
        "outside last": last,
        "outside between": first > 0 and not last,
        "outside ends": bool(_ENDS.match(text)),
        "outside greets": first == 0 and bool(_GREETS.match(text)),
        "outside announces": text.endswith(("：", ":")),
        "outside signs": last
        and first > 0
        and of.pieces[first - 1].mark == LINE
        and bool(_SIGNATURE.match(text)),
        "outside tells": any(of.tells[first:end]),
        "outside question": bool(_QUESTION.search(text)),
        "outside length": min(3.0, len(text) / 60),
    }
    return {name: float(value) for name, value in found.items() if value}
