"""Which clause of a second version is which of the first."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.outline.alignment import align
from app.core.outline.parse import parse
from app.core.outline.values import Outline

FIRST = """某市公园管理办法
第一章　总则
第一条　为了规范公园管理，保护公园环境，制定本办法。
第二条　本办法适用于本市行政区域内的公园。
第二章　管理
第三条　公园应当每日六时至二十二时免费向公众开放。
第四条　在公园内禁止下列行为：
（一）攀折花木，践踏草坪；
（二）燃放烟花爆竹；
（三）擅自摆摊设点。
第五条　违反本办法规定的，由公园管理机构责令改正。
"""
# Article 3 is new, what was 3 is 4 with other hours, an item is new, another one was dropped.
SECOND = """某市公园管理办法
第一章　总则
第一条　为了规范公园管理，保护公园环境，制定本办法。
第二条　本办法适用于本市行政区域内的公园和广场。
第二章　管理
第三条　公园名录由市人民政府公布，并且每年更新一次。
第四条　公园应当每日五时至二十三时免费向公众开放。
第五条　在公园内禁止下列行为：
（一）攀折花木，践踏草坪；
（二）遛犬不牵绳的，或者犬只未佩戴犬牌的；
（三）燃放烟花爆竹；
第六条　违反本办法规定的，由公园管理机构责令改正。
"""


def pairs(old: Outline, new: Outline) -> dict[str, tuple[str, str]]:
    return {
        new.clauses[one.new].address: (old.clauses[one.old].address, one.how)
        for one in align(old.clauses, new.clauses).pairs
    }


def test_clauses_are_followed_over_new_numbers() -> None:
    old, new = parse(FIRST), parse(SECOND)
    assert pairs(old, new) == {
        "第一章": ("第一章", "same"),
        "第一章/第一条": ("第一章/第一条", "same"),
        "第一章/第二条": ("第一章/第二条", "address"),
        "第二章": ("第二章", "same"),
        "第二章/第四条": ("第二章/第三条", "text"),
        "第二章/第五条": ("第二章/第四条", "same"),
        "第二章/第五条/(一)": ("第二章/第四条/(一)", "same"),
        "第二章/第五条/(三)": ("第二章/第四条/(二)", "same"),
        "第二章/第六条": ("第二章/第五条", "same"),
    }


def test_what_is_new_and_what_was_dropped() -> None:
    old, new = parse(FIRST), parse(SECOND)
    found = align(old.clauses, new.clauses)
    assert [new.clauses[at].address for at in found.added] == [
        "第二章/第三条",
        "第二章/第五条/(二)",
    ]
    assert [old.clauses[at].address for at in found.dropped] == ["第二章/第四条/(三)"]


def test_a_heading_holds_where_number_and_text_changed() -> None:
    old = parse("某意见\n一、总体要求\n坚持原则，狠抓落实。\n二、保障措施\n加强组织领导工作。")
    new = parse(
        "某意见\n一、形势\n情况复杂。\n二、总体要求\n坚持原则，突出重点。\n三、保障措施\n强化组织领导。"
    )
    assert pairs(old, new) == {"二": ("一", "heading"), "三": ("二", "heading")}


def test_the_same_words_twice_keep_their_order() -> None:
    old = parse("某办法\n第一条 本条予以删去，不再执行。\n第二条 本条予以删去，不再执行。")
    new = parse("某办法\n第二条 本条予以删去，不再执行。\n第三条 本条予以删去，不再执行。")
    assert pairs(old, new) == {"第二条": ("第二条", "same"), "第三条": ("第一条", "same")}


ARTICLES = st.lists(
    st.text("公园管理办法机构责令改正的", min_size=1, max_size=12), min_size=1, max_size=8
)


def draft(articles: list[str]) -> Outline:
    return parse("某办法\n" + "\n".join(f"第{n}条 {one}。" for n, one in enumerate(articles, 1)))


@settings(max_examples=100, deadline=None)
@given(ARTICLES)
def test_a_draft_is_aligned_with_itself(articles: list[str]) -> None:
    one = draft(articles)
    found = align(one.clauses, one.clauses)
    assert [(pair.old, pair.new) for pair in found.pairs] == [
        (at, at) for at in range(len(one.clauses))
    ]
    assert not found.added
    assert not found.dropped


@settings(max_examples=100, deadline=None)
@given(ARTICLES, ARTICLES)
def test_every_clause_is_in_one_pair_or_none(first: list[str], second: list[str]) -> None:
    old, new = draft(first), draft(second)
    found = align(old.clauses, new.clauses)
    olds = sorted([*(pair.old for pair in found.pairs), *found.dropped])
    news = sorted([*(pair.new for pair in found.pairs), *found.added])
    assert olds == list(range(len(old.clauses)))
    assert news == list(range(len(new.clauses)))


def test_what_was_put_in_beside_its_like_does_not_take_its_place() -> None:
    old = parse(
        """某市数据办法
第一条 下列情形可以利用个人资料：
（一）公务机关基于医疗、卫生之目的，为统计或者学术研究而有必要的；
（二）法律另有规定的。
"""
    )
    new = parse(
        """某市数据办法
第一条 下列情形可以利用个人资料：
（一）公务机关基于公共利益之目的，为统计而有必要的；
（二）公务机关基于医疗、卫生之目的，为统计或者学术研究而确有必要的；
（三）法律另有规定的。
"""
    )
    found = pairs(old, new)
    assert found["第一条/(二)"] == ("第一条/(一)", "text")
    assert "第一条/(一)" not in found, "it is new"
