from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.mail.passages import Passage
from app.web.office.marked import elsewhere, pieces, rest_of

BODY = "您好！第十五条：补贴。我们这里网慢。谢谢"


def passage(number: int, start: int | None, end: int | None) -> Passage:
    return Passage(number, "", start, end, "", "", "", "", None, False)


def test_passages_stand_where_they_stood() -> None:
    found = pieces(BODY, [passage(2, 11, 18), passage(1, 3, 11)])
    assert [(one.text, one.passage and one.passage.comment_id) for one in found] == [
        ("您好！", None),
        ("第十五条：补贴。", 1),
        ("我们这里网慢。", 2),
        ("谢谢", None),
    ]


def test_what_stands_in_an_attachment_or_overlaps_is_named_apart() -> None:
    odd = [
        passage(1, None, None),
        passage(2, 3, 11),
        passage(3, 5, 9),
        passage(4, 900, 901),
        passage(5, 4, 4),
    ]
    assert [one.comment_id for one in elsewhere(BODY, odd)] == [1, 3, 4, 5]


@given(
    st.text(max_size=40),
    st.lists(
        st.tuples(st.none() | st.integers(-5, 60), st.none() | st.integers(-5, 60)), max_size=8
    ),
)
def test_every_character_is_shown_once_and_every_passage_somewhere(
    body: str, spans: list[tuple[int | None, int | None]]
) -> None:
    given_ = [passage(number, start, end) for number, (start, end) in enumerate(spans)]
    found = pieces(body, given_)
    assert "".join(one.text for one in found) == body
    marked = [one.passage.comment_id for one in found if one.passage]
    apart = [one.comment_id for one in elsewhere(body, given_)]
    assert sorted(marked + apart) == list(range(len(spans)))


@given(st.text(max_size=20), st.text(max_size=20), st.text(max_size=20))
def test_nothing_of_a_mail_is_hidden(before: str, body: str, after: str) -> None:
    shown = body + rest_of(before + body + after, body)
    for letter in before + body + after:
        assert letter.isspace() or letter in shown


def test_rest_of_a_mail_without_own_words_is_the_whole() -> None:
    assert rest_of(" 引用的话 ", "") == "引用的话"
    assert rest_of("我的话\n\n-- \n签名", "我的话") == "-- \n签名"
