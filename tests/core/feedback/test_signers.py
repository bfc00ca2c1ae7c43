from __future__ import annotations

import pytest

from app.core.feedback.letters import said
from app.core.feedback.names import is_list
from app.core.feedback.signers import proposed


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("阳光小区王某等38人\n2017年9月1日", 38),
        ("我们是阳光小区的38名业主，建议第十五条写明补贴。", 38),
        ("我们是锦绣小区38名业主，联名建议第5点免费。\n联名人：张三、李四、王五", 38),
        ("锦绣小区38名业主，现联名建议第5点免费。", 38),
        ("我们是一家企业，去年有5名职工受伤。", None),
        ("我们三十八户村民请求通网。", 38),
        ("第15条应当补贴。\n联名人：张三、李四、王五", 3),
        ("第15条应当补贴。\n签名列表：\n1.张三\n2.李四\n3.王五\n4.张三\n", 3),
        ("请求如下。\n签名：\n张三 李四 王五\n赵六 孙七\n2017年9月1日", 5),
        ("联名人数：126", 126),
        ("以上意见由52名教师联名提出。", 52),
        ("签名人（共12人）：\n略", None),
        ("去年导致5人受伤，12人住院，建议第15条加强安全。", None),
        ("我家有5口人，3个学生。", None),
        ("张三", None),
        ("签名：张三", None),
        ("建议38个县先试点。", None),
        ("专家等3人参加了会议，我没有去。", None),
    ],
)
def test_signers_are_proposed_where_the_letter_tells(text: str, number: int | None) -> None:
    assert proposed(text) == number


@pytest.mark.parametrize(
    "line", ["联名人：张三、李四", "签名列表：", "张三 李四 王五 赵六", "1.张三 2.李四 3.王五"]
)
def test_lists_of_names_are_no_words(line: str) -> None:
    assert is_list(line)
    assert said(f"意见见附件\n{line}") == "pointer"


@pytest.mark.parametrize(
    "line", ["张三", "删去", "网费、电费、水费太贵", "签名要实名", "张三 建议 删去"]
)
def test_other_lines_are_no_lists(line: str) -> None:
    assert not is_list(line)
