"""Which way a text pulls: what is asked, turned round, turned back."""

from __future__ import annotations

import pytest

from app.core.clustering.direction_words import Axis
from app.core.clustering.stance import pull, stance
from app.core.text.normalise import normalise


def along(text: str, axis: Axis) -> float:
    return pull(normalise(text)).axes[axis]


def wants(text: str, named: str) -> int:
    """The sign of what the text wants of something it names."""
    form = normalise(text)
    return sum(sign for start, end, sign in pull(form).aims if named in form[start:end])


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("建议增加公厕", 1),
        ("公厕太少了", 1),
        ("建议减少公厕", -1),
        ("不要增加公厕", -1),
        ("公厕没必要增加", -1),
        ("凭什么增加公厕", -1),
        ("取消公厕", -1),
        ("反对取消公厕", 1),
        ("不应当取消公厕", 1),
        ("为什么不增加公厕", 1),
        ("能不能增加公厕", 1),
        ("公厕不能取消", 1),
        ("禁止设置公厕", -1),
        ("公厕收费太高", -1),
        ("要求设置公厕，没必要", -1),
    ],
)
def test_more_or_less_of_what_is_named(text: str, sign: int) -> None:
    assert wants(text, "公厕") * sign > 0


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("对违规者应当从重处罚", 1),
        ("罚款太轻", 1),
        ("一直没人管", 1),
        ("不得在站台上贩卖", 1),
        ("不能放开", 1),
        ("不宜放宽标准", 1),
        ("应当允许个人申请", -1),
        ("处罚太重", -1),
        ("不要一刀切", -1),
        ("一刀切要不得", -1),
        ("不应强制", -1),
        ("不得强制", -1),
        ("禁止吸烟很有必要", 1),
        ("全面禁止吸烟太死板", -1),
        ("首次违规不予罚款", -1),
        ("支持机动车限行", 1),
        ("每户限购一套不合理", -1),
        ("小孩子玩的也禁？", -1),
        ("全面禁止缺乏依据", -1),
        ("坐个车也要登记？", -1),
        ("完全禁止不切实际", -1),
        ("建议删去“一律”，改为“鼓励”", -1),
    ],
)
def test_strict_or_mild(text: str, sign: int) -> None:
    assert along(text, Axis.STRICT) * sign > 0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("尽快实施", "建议暂缓实施"),
        ("不能再拖延了", "不要操之过急"),
    ],
)
def test_sooner_or_later(one: str, other: str) -> None:
    assert along(one, Axis.SOON) > 0 > along(other, Axis.SOON)


def test_shown_or_kept() -> None:
    assert along("名单应当公开", Axis.OPEN) > 0 > along("名单不要公开", Axis.OPEN)
    assert along("不要泄露隐私", Axis.OPEN) < 0


def test_for_and_against() -> None:
    assert stance("坚决支持") > 0 > stance("坚决反对")
    assert stance("不赞成") < 0
    assert stance("今天下雨") == 0


def test_what_is_granted_says_less_than_what_is_asked() -> None:
    assert stance("支持这个办法，但是没必要这么急，不划算") < 0


def test_a_quotation_is_the_drafts_own_word() -> None:
    assert pull("第三条“禁止饲养”一句是什么意思").axes[Axis.STRICT] == 0
    assert pull("建议改为“禁止饲养”").axes[Axis.STRICT] > 0


@pytest.mark.parametrize("text", ["特别多的人", "别人家的", "门禁坏了", "请问期限", "贵州的茶"])
def test_what_only_looks_like_a_word_of_an_axis(text: str) -> None:
    assert pull(text).axes == (0.0, 0.0, 0.0, 0.0)


@pytest.mark.parametrize("text", ["", "，。！？", "不要" * 3_000, "“" * 5_000, "别，" * 3_000])
def test_any_text(text: str) -> None:
    found = pull(text)
    assert all(-1 <= value <= 1 for value in found.axes)
    assert all(0 <= start < end <= len(text) for start, end, _ in found.aims)
