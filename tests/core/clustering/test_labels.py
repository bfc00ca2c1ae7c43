"""Headlines and key phrases."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.clustering.labels import HEADLINE, headline
from app.core.clustering.phrases import keywords
from app.core.clustering.thesaurus.lexicon import lexicon
from app.core.text.cuts import cutter


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("你好！一、建议降低宽带资费。谢谢！", "建议降低宽带资费"),
        ("好", "好"),
        # A number of an item goes, one with a decimal point is what is said.
        ("1.5米的绳子太短，建议改成两米", "1.5米的绳子太短，建议改成两米"),
        ("1.建议绳子改成两米", "建议绳子改成两米"),
        ("👍👍", "👍👍"),
        ("", ""),
        ("\n\n", ""),
        ("=SUM(A1)", "=SUM(A1)"),
        ("建议增加：“一般故障两天内修好；逾期的退费。”", "建议增加：“一般故障两天内修好”"),
        # A closing mark stays with its sentence, what only quotes the draft says nothing.
        (
            "“持续推进系统拓展应用。”建议“拓展应用”后面加上“并建立退还制度”。",
            "建议“拓展应用”后面加上“并建立退还制度”",
        ),
        (
            "“实施网络扶智工程,提高教育水平。”这几个字后面,建议加“重点面向老人”。",
            "这几个字后面，建议加“重点面向老人”",
        ),
        ("”建议降低资费", "建议降低资费"),
        ("因此建议增加：“收费要公开。”", "建议增加：“收费要公开”"),
        # What only announces goes on to what it announces.
        (
            "建议在平台经济之后增加：“依法制止平台滥用优势地位强迫商家二选一和收取不合理费用以及其他损害消费者的行为”",
            "建议在平台经济之后增加：“依法制止平台滥用优势地位强迫商家二选一和收取不合理费用以及其他…”",
        ),
        # Half-width signs between Chinese words are full-width, those between digits are not.
        ("ETC自愿办理,支持保留人工1:2,10,000!", "ETC自愿办理，支持保留人工1:2,10,000!"),
        (
            "近年来一些地方反映比较多，办理的群众意见也很大，建议在文件里写明各收费站人工车道不少于两条，并保留现金支付方式",
            "建议在文件里写明各收费站人工车道不少于两条，并保留现金支付方式",
        ),
        (
            "建议改为“到2020年，固定宽带单位带宽资费比2016年下降50%以上，并逐年公布，接受社会各界的监督”",
            "建议改为“到2020年，固定宽带单位带宽资费比2016年下降50%以上，并逐年公布…”",
        ),
    ],
)
def test_headline(text: str, expected: str) -> None:
    assert headline(text, cutter()) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # What does not say of what has the sentence before it in front, or as much as fits.
        (
            "一辆车只能坐一个小孩，两个娃怎么接送？请允许带两个。",
            "一辆车只能坐一个小孩，两个娃怎么接送？请允许带两个",
        ),
        (
            "我们跑了很多部门都说不归他们管，来来回回折腾了两三个月也没有结果，楼顶的广告牌太亮。请尽快予以取消。",
            "来来回回折腾了两三个月也没有结果，楼顶的广告牌太亮。请尽快予以取消",
        ),
        # A greeting is no subject.
        ("尊敬的领导：您好！请允许带两个。", "请允许带两个"),
    ],
)
def test_the_headline_has_a_subject(text: str, expected: str) -> None:
    assert headline(text, cutter()) == expected


def test_a_word_that_names_nothing_is_no_chip() -> None:
    texts = ["这一条读来零乱，最好改一改，程度不清", "内容零乱，时间也最好写上，程度再说"]
    chips = keywords([texts, ["路灯坏了"]], cutter(), lexicon())[0]
    assert not {"零乱", "最好", "程度", "内容", "时间"} & set(chips)
    assert keywords([["应当收取停车费"], ["路灯坏了"]], cutter(), lexicon())[0] == ("停车费",)


def test_the_headline_says_what_the_opinion_says() -> None:
    text = "建议写清楚谁来管。建议公交到站时间要准。"
    assert headline(text, cutter(), ("公交", "到站时间")) == "建议公交到站时间要准"


def test_what_is_cut_off_says_nothing() -> None:
    text = (
        "对照国家几个部门联合印发的《网络扶贫行动计划》和后来的实施方案，这一条没有量化目标没有完成时限没有责任分工也没有考核办法。"
        "望补上完成时限。"
    )
    phrases = ("完成时限", "责任分工", "考核办法")
    assert headline(text, cutter(), phrases) == "望补上完成时限"


@given(st.text(alphabet="建议降低资费，。；“”（ \nabc👍", max_size=300))
def test_a_headline_is_one_short_line(text: str) -> None:
    found = headline(text, cutter())
    assert len(found) <= HEADLINE + 5
    assert "\n" not in found
    assert bool(found) == bool(text.strip())


def test_key_phrases_tell_opinions_apart() -> None:
    fees = ["建议降低宽带资费", "宽带资费太高", "四川的宽带资费该降了"]
    lanes = ["保留人工车道", "人工车道不能取消", "人工车道要有人"]
    found = keywords([fees, lanes, ["👍"], [""]], cutter())
    assert found[0][0] == "宽带资费"
    assert found[1][0] == "人工车道"
    assert found[2:] == [(), ()]


def test_key_phrases_keep_the_capitals_of_the_text() -> None:
    assert keywords([["停用ETC车道", "ETC车道故障"], ["资费"]], cutter())[0][0] == "ETC车道"


def test_key_phrases_are_no_place_names_and_no_fragments() -> None:
    found = keywords([["四川成都绵阳", "成都的的的我"]], cutter())
    assert found == [()]
