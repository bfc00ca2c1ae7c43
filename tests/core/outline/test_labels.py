"""Labels at the start of a line, and what only looks like one."""

from __future__ import annotations

import pytest

from app.core.outline.labels import Label, read_label
from app.core.outline.levels import find_ranks


@pytest.mark.parametrize(
    ("text", "style", "step", "printed"),
    [
        ("第十二条　为了", "条", "第十二条", "第十二条"),
        ("第 十 二 条 为了", "条", "第十二条", "第 十 二 条"),
        ("第 7-1 條", "条", "第7-1條", "第 7-1 條"),
        ("第一百二十条之一 资助", "条", "第一百二十条之一", "第一百二十条之一"),
        ("第三条、从事", "条", "第三条", "第三条、"),
        ("第一条为了规范", "条", "第一条", "第一条"),
        ("第１条 为了", "条", "第1条", "第1条"),
        ("第一章、总则", "章", "第一章", "第一章、"),
        ("第 一 章 總則", "章", "第一章", "第 一 章"),
        ("第四章之一 直轄市", "章", "第四章之一", "第四章之一"),
        ("第二分编 通则", "分编", "第二分编", "第二分编"),
        ("第一部分", "部分", "第一部分", "第一部分"),
        ("第一款 縣市", "款", "第一款", "第一款"),
        ("一、总体要求", "一、", "一", "一、"),
        ("一． 总体要求", "一、", "一", "一."),
        ("（ 二 ） 部署", "(一)", "(二)", "( 二 )"),
        ("三）部署", "(一)", "(三)", "三)"),
        ("９. 完善", "1.", "9", "9."),
        ("1．人民法院", "1.", "1", "1."),
        ("3、完善", "1.", "3", "3、"),
        ("⒈检查", "⒈", "1", "⒈"),
        ("（12）检查", "(1)", "(12)", "(12)"),
        ("⑵检查", "⑴", "(2)", "⑵"),
        ("3.1.1 企业", "1.1.1", "3.1.1", "3.1.1"),
        ("3.2日常", "1.1", "3.2", "3.2"),
        ("a）接地", "a)", "a)", "a)"),
        ("2）接地", "1)", "2)", "2)"),
        ("②接地", "①", "②", "②"),
        ("A.1.2 设备", "A.1.1", "A.1.2", "A.1.2"),
        ("附件1：清单", "附件", "附件1", "附件1:"),
        ("附录B", "附件", "附录B", "附录B"),
        ("附：", "附件", "附", "附:"),
    ],
)
def test_label(text: str, style: str, step: str, printed: str) -> None:
    label = read_label(text)
    assert label is not None
    assert (label.style.name, label.step, label.printed) == (style, step, printed)
    assert label.length <= len(text)


@pytest.mark.parametrize(
    "text",
    [
        "第十二条规定的情形",
        "第十二条第二款",
        "第三条和第四条",
        "第一章的规定不适用，另行规定。",
        "一、二、三等奖",
        "1、2、3项",
        "2.4 吨标煤",
        "66.9%。我国",
        "1990年",
        "3个月内",
        "2.5万元以上",
        "附则",
        "附件是指与合同有关的文件。",
        "附属设施",
        "——————",
        "第二，加强",
        "一是加强",
    ],
)
def test_no_label(text: str) -> None:
    assert read_label(text) is None


def ranks(*texts: str) -> list[str]:
    labels: list[Label] = [label for text in texts if (label := read_label(text))]
    found = find_ranks(labels)
    return sorted(found, key=lambda name: found[name])


def test_usual_levels() -> None:
    assert ranks("一、甲", "（一）甲", "1.甲", "2.乙", "（二）乙", "1.甲") == ["一、", "(一)", "1."]


def test_levels_the_other_way_round() -> None:
    assert ranks("1.甲", "（一）甲", "（二）乙", "2.乙", "（一）甲") == ["1.", "(一)"]


def test_numbers_that_run_on_say_nothing() -> None:
    assert ranks("（一）甲", "1.甲", "2.乙", "（二）乙", "3.丙", "（三）丙", "4.丁") == [
        "(一)",
        "1.",
    ]


def test_articles_below_parts_where_those_come_first() -> None:
    assert ranks("一、甲", "第一条 甲", "第二条 乙", "二、乙", "第三条 丙") == ["一、", "条"]
    assert ranks("第一条 甲", "一、甲", "二、乙", "第二条 乙", "一、丙") == ["条", "一、"]
