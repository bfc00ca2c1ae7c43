"""How many people signed one letter (联名), as far as its text tells; staff has the last word."""

from __future__ import annotations

import re
import unicodedata

from app.core.feedback.names import listed
from app.core.text.numerals import parse_numeral

_NUMBER = r"(?P<n>[0-9]{1,6}|[一二三四五六七八九十百千两零〇]{1,8})"
_PEOPLE = r"(?:余)?(?:名|位|户|个)?(?P<who>业主|居民|村民|住户|群众|职工|员工|教师|老师|学生|家长|市民|委员|代表|律师|商户|司机|农户|人|户|企业|单位|会员|党员|同志|公民|学者|专家)"
# What tells that the number is of those who write: 等38人, 我们38名业主, 38人联名, 联名人数：38.
_SAID = (
    re.compile(
        rf"(?:联名|联署|签名|签字|署名)(?:人数|者|人|的)?(?:共|合计|共计|为|有|:|\s)*{_NUMBER}{_PEOPLE}?"
    ),
    re.compile(
        rf"{_NUMBER}{_PEOPLE}(?:的|共同|集体|全体|自愿|一致)*,?(?:现|特|在此)?(?:联名|联署|签名|签字|署名)"
    ),
    re.compile(
        rf"我们(?:是(?:[^,。;!?\n]{{0,20}}?[^,。;!?\n第])?|这|,|.{{0,20}}?的)?{_NUMBER}{_PEOPLE}"
    ),
    re.compile(
        rf"(?:^|\n)[^\n。!?]{{0,40}}?等(?:共)?\s*{_NUMBER}{_PEOPLE}\s*(?:\n|$|[,。;]|联名|敬上|谨启|上)"
    ),
    re.compile(
        rf"(?:小区|业委会|村|社区|单元|公司|学校|楼)(?:全体)?\s*{_NUMBER}{_PEOPLE}\s*(?:敬上|谨启|联名|\n|$)"
    ),
)
LOOKED_AT = 100_000


def proposed(text: str) -> int | None:
    """The number of signers that a letter tells; None if it tells of no more than one.

    A list of names under 联名人： is counted; else a number is taken that stands with words which
    say that so many write. Numbers in the story (导致5人受伤) are none.
    """
    text = unicodedata.normalize("NFKC", text[:LOOKED_AT])
    said = [
        number for pattern in _SAID for found in pattern.finditer(text) for number in _number(found)
    ]
    most = max([listed(text), *said], default=0)
    return most if most > 1 else None


def _number(found: re.Match[str]) -> list[int]:
    words = found["n"]
    number = int(words) if words.isdecimal() else parse_numeral(words)
    return [number] if number and 1 < number <= 1_000_000 else []
