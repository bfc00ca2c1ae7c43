"""The notice: until when, to which mailbox, by post, by telephone, who asks."""

from __future__ import annotations

from datetime import datetime

import pytest

from app.core.deadline import BEIJING
from app.core.outline.lines import lines_of
from app.core.outline.notice import read_notice
from app.core.outline.parse import parse
from app.core.outline.values import Notice


def notice(words: str, signed: str = "某市城市管理局\n2021年2月13日") -> Notice:
    text = f"关于征求意见的公告\n{words}\n{signed}"
    return read_notice(text, lines_of(text))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("请于2017年9月12日前反馈意见", (2017, 9, 13)),
        ("请于2017年9月12日之前反馈意见", (2017, 9, 13)),
        ("请于２０１７年９月１２日以前反馈意见", (2017, 9, 13)),
        ("征求意见的时间为2月13日至3月15日。", (2021, 3, 16)),
        ("意见反馈截止日期为：2026年8月27日。", (2026, 8, 28)),
        ("意见反馈截止时间：2024-03-15", (2024, 3, 16)),
        ("截止时间：2024年3月15日17:00", (2024, 3, 15, 17)),
        ("请于2024年3月15日17时前将意见发送至邮箱", (2024, 3, 15, 17)),
        ("截至2024年3月15日下午5时30分", (2024, 3, 15, 17, 30)),
        ("截至2024年3月15日晚上8时", (2024, 3, 15, 20)),
        ("截至2024年3月15日晚上12点", (2024, 3, 16)),
        ("截至2024年3月15日中午12点", (2024, 3, 15, 12)),
        ("请于2024年3月15日（星期五）下午5点半前反馈", (2024, 3, 15, 17, 30)),
        ("请于2024年3月15日24时前反馈", (2024, 3, 16)),
        ("请于2024年3月15日23:59前反馈", (2024, 3, 16)),
        ("自本公告公布之日起30日内提出意见", (2021, 3, 16)),
        ("自本公告发布之日起三十日内提出意见", (2021, 3, 16)),
        ("征求意见期限为一个月", (2021, 3, 14)),
        ("公示期为7天", (2021, 2, 21)),
        ("自公告之日起15个工作日内反馈", (2021, 3, 6)),
        ("请于2024年3月底前反馈意见", (2024, 4, 1)),
        ("时间为2024.3.1—2024.3.31", (2024, 4, 1)),
        ("期限：2024年2月13日-3月15日", (2024, 3, 16)),
        ("请在1月20日前反馈意见", (2022, 1, 21)),
        ("于二〇二四年三月十五日前反馈意见", (2024, 3, 16)),
        ("即日起至2024年3月15日止", (2024, 3, 16)),
        ("拟于2025年12月31日前完成整治。请于2024年5月6日前提出意见。", (2024, 5, 7)),
    ],
)
def test_deadline_is_the_first_instant_that_is_too_late(
    words: str, expected: tuple[int, ...]
) -> None:
    year, month, day, *clock = expected
    assert notice(words).deadline == datetime(year, month, day, *clock, tzinfo=BEIJING)  # type: ignore[misc]


@pytest.mark.parametrize(
    "words",
    ["欢迎提出意见。", "请于2024年2月30日前反馈", "请于13月1日前反馈", "自公布之日起施行"],
)
def test_what_names_no_day_has_no_deadline(words: str) -> None:
    assert notice(words).deadline is None


def test_a_period_needs_the_day_it_begins() -> None:
    assert notice("自公布之日起30日内", signed="某局").deadline is None


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("电子邮箱：abc#de.example.cn（请将#替换为@）", ("abc@de.example.cn",)),
        (
            "邮箱：a.b-c@de.example.cn；备用：def@mail.example。",
            ("a.b-c@de.example.cn", "def@mail.example"),
        ),
        ("邮箱abc(at)de.example.cn", ("abc@de.example.cn",)),
        ("邮箱：abc @ de.example.cn", ("abc@de.example.cn",)),
        ("邮箱：ａｂｃ＠ｄｅ．ｅｘａｍｐｌｅ．ｃｎ", ("abc@de.example.cn",)),
        ("通过网站提出意见（http://www.mot.gov.cn/#top）", ()),
        ("abc@de.example.cn，或者abc@de.example.cn", ("abc@de.example.cn",)),
    ],
)
def test_mailboxes(words: str, expected: tuple[str, ...]) -> None:
    found = notice(words)
    assert found.mailboxes == expected
    assert found.mailbox == (expected[0] if expected else None)


@pytest.mark.parametrize(
    ("words", "address", "telephone"),
    [
        (
            "通信地址：某市人民路1号城市管理局法规处，邮政编码：610000。",
            "某市人民路1号城市管理局法规处",
            None,
        ),
        ("信函邮寄至某市中山路2号（邮编100088），并请注明", "某市中山路2号", None),
        (
            "联系地址：某市中山路2号某局（100736）。联系电话：010-55627192",
            "某市中山路2号某局（100736）",
            "010-55627192",
        ),
        ("咨询电话：（028）86112345转801", None, "(028)86112345"),
        ("登录网站（网址：www.example.cn）提出意见", None, None),
    ],
)
def test_post_and_telephone(words: str, address: str | None, telephone: str | None) -> None:
    found = notice(words)
    assert (found.address, found.telephone) == (address, telephone)


def test_issuer_signs_or_stands_in_the_title() -> None:
    assert notice("提出意见").issuer == "某市城市管理局"
    text = "某市司法局关于征求意见的公告\n请提出意见。"
    assert read_notice(text, lines_of(text)).issuer == "某市司法局"


def test_the_draft_itself_is_not_asked() -> None:
    text = (
        "某办法\n第一条 申请人应当于2024年3月1日前向某局（a@b.example，电话：010-55627192）申报。"
    )
    assert parse(text).notice == Notice()
