"""Finding: texts and the citations in them, with negatives; offsets into the original text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.citations.find import find
from app.core.citations.fold import fold, hide
from app.core.citations.values import Mention, Path
from app.core.text.numerals import to_chinese


def written(path: Path) -> str:
    return "/".join(f"{step.level} {'-'.join(map(str, step.number))}" for step in path)


def seen(text: str) -> list[tuple[str, ...]]:
    return [
        (text[one.start : one.end], *(written(path) for path in one.paths)) for one in find(text)
    ]


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("第15条", ["article 15"]),
        ("第十五条", ["article 15"]),
        ("第 15 点", ["point 15"]),
        ("第１５条", ["article 15"]),
        ("第廿一条", ["article 21"]),
        ("第三章第一节", ["chapter 3/section 1"]),
        ("三（一）15", ["part 3/bracket 1/bare 15"]),
        ("三、（一）15.", ["part 3/bracket 1/bare 15"]),
        ("第十五条第二款第（三）项", ["article 15/paragraph 2/item 3"]),
        ("第十二条之一", ["article 12-1"]),
        ("第7-1條", ["article 7-1"]),
        ("第3至5条", ["article 3", "article 4", "article 5"]),
        ("3-5条", ["article 3", "article 4", "article 5"]),
        ("第3、5、7条", ["article 3", "article 5", "article 7"]),
        ("第六条和第十九条", ["article 6", "article 19"]),
        ("第五十一条第三项、第五项", ["article 51/item 3", "article 51/item 5"]),
        ("附件2第3点", ["annex 2/point 3"]),
        ("三/(一)/15", ["part 3/bracket 1/bare 15"]),
    ],
)
def test_written_forms(text: str, paths: list[str]) -> None:
    assert seen(f"{text}") == [(text, *paths)]
    if text.startswith("第"):
        assert seen(f"😀请看{text}，谢谢") == [(text, *paths)]


@pytest.mark.parametrize(
    "text",
    [
        "2017年9月12日",
        "电话028-80000000",
        "川府发〔2016〕45号",
        "花了1580元",
        "提三条建议",
        "下午3点",
        "3.5点",
        "第一条件",
        "第二项目标",
        "《十六条政策》",
        "“依照本法第四十条的规定”",
        "条条大路",
        "第",
        "",
    ],
)
def test_what_is_no_citation(text: str) -> None:
    assert find(text) == ()


@pytest.mark.parametrize(
    ("text", "law"),
    [
        ("《网络安全法》第二十一条", "《网络安全法》"),
        ("《某法（草案）》第二条", "《某法（草案）》".replace("（", "(").replace("）", ")")),
        ("《某法》（草案）第二条", "《某法》"),
        ("刑法第二十条", "刑法"),
        ("欧盟GDPR第三十三条", "GDPR"),
        ("本法第四条", None),
        ("这个办法第四条", None),
        ("这种做法第四条", None),
    ],
)
def test_whose_article(text: str, law: str | None) -> None:
    assert [one.law for one in find(text)] == [law]


@pytest.mark.parametrize(
    ("text", "anchor", "of"),
    [
        ("该条第二款", "same", "article"),
        ("同一节的第2点", "same", "section"),
        ("上一条", "previous", "article"),
        ("前款", "previous", "paragraph"),
        ("下一条", "next", "article"),
        ("最后一条", "", None),
        ("上述第三款", "under", None),
        ("第二款", "under", None),
    ],
)
def test_relatives(text: str, anchor: str, of: str | None) -> None:
    assert [(one.anchor, one.of) for one in find(text)] == [(anchor, of)]


@given(
    st.integers(1, 1_300), st.sampled_from(["条", "点", "章"]), st.booleans(), st.text(max_size=8)
)
@settings(max_examples=200, deadline=None)
def test_every_number_is_found_where_it_stands(
    number: int, level: str, chinese: bool, before: str
) -> None:
    before = "".join(
        sign
        for sign in before
        if not sign.isalnum() and sign not in "第《》“”「」『』\"'‘’〈〉｢｣＂"
    )
    printed = f"第{to_chinese(number) if chinese else number}{level}"
    text = f"{before}\n{printed}写得好"
    mention = find(text)[-1]
    assert text[mention.start : mention.end] == printed
    assert mention.paths[0][0].number == (number,)


@given(st.text(max_size=100))
def test_folding_keeps_every_offset(text: str) -> None:
    folded = fold(text)
    shown, titles, quotes = hide(folded)
    assert len(folded) == len(shown) == len(text)
    assert all(folded[one.start : one.end] == one.words for one in (*titles, *quotes))


@given(st.text(alphabet="第十五3条点款项（一）()至和、-，。该上前本 \n《》法", max_size=60))
@settings(max_examples=300, deadline=None)
def test_mentions_are_in_order_and_apart(text: str) -> None:
    found: tuple[Mention, ...] = find(text)
    ends = [0, *(one.end for one in found)]
    assert all(end <= one.start < one.end for end, one in zip(ends, found, strict=False))
