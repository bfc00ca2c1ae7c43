"""A clerk's mendings: what changes, what stays, and what a corrected file keeps of them."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.outline.mending import (
    MENDING_KINDS,
    BadMending,
    Mending,
    mend,
    mending_of,
    replay,
    split_places,
)
from app.core.outline.parse import parse
from app.core.outline.values import Clause, Outline

TEXT = """一、总体要求
坚持统筹。注重实效。
（一）指导思想
以人民为中心。
（二）基本原则
1.统筹推进。加强协调。
2.重点突破。先易后难。
（三）目标
到明年见效。
二、保障措施
加强领导。
落实经费。
"""


def addresses(outline: Outline) -> list[str]:
    return [clause.address for clause in outline.clauses]


def at(outline: Outline, address: str) -> Clause:
    return next(clause for clause in outline.clauses if clause.address == address)


def change(outline: Outline, kind: str, address: str, value: str = "") -> Outline:
    return mend(outline, mending_of(kind, at(outline, address), value))  # type: ignore[arg-type]


BEFORE = ["一", "一/(一)", "一/(二)", "一/(二)/1", "一/(二)/2", "一/(三)", "二"]


def test_the_text_for_these_tests() -> None:
    assert addresses(parse(TEXT)) == BEFORE


def test_promoted_with_all_below_it() -> None:
    found = addresses(change(parse(TEXT), "promote", "一/(二)"))
    assert found == ["一", "一/(一)", "(二)", "(二)/1", "(二)/2", "(二)/(三)", "二"]


def test_demoted_below_the_one_before() -> None:
    found = addresses(change(parse(TEXT), "demote", "一/(二)"))
    assert found == [
        "一",
        "一/(一)",
        "一/(一)/(二)",
        "一/(一)/(二)/1",
        "一/(一)/(二)/2",
        "一/(三)",
        "二",
    ]


def test_down_and_up_again_is_as_before() -> None:
    outline = parse(TEXT)
    assert change(change(outline, "demote", "一/(二)"), "promote", "一/(一)/(二)") == outline


def test_joined_with_the_one_above_as_it_was_printed() -> None:
    found = change(parse(TEXT), "join", "一/(二)/2")
    assert addresses(found) == ["一", "一/(一)", "一/(二)", "一/(二)/1", "一/(三)", "二"]
    assert "2.重点突破。先易后难。" in at(found, "一/(二)/1").text


def test_a_joined_parents_children_stay() -> None:
    found = change(parse(TEXT), "join", "一/(二)")
    assert addresses(found) == ["一", "一/(一)", "一/(一)/1", "一/(一)/2", "一/(三)", "二"]


def test_split_at_a_sentence_becomes_a_paragraph() -> None:
    outline = parse(TEXT)
    places = split_places(at(outline, "二"))
    assert "落实经费。" in places
    found = change(outline, "split", "二", "落实经费。")
    assert addresses(found) == [*BEFORE, "二/款2"]
    assert at(found, "二").text == "加强领导。"
    assert at(found, "二/款2").text == "落实经费。"


def test_split_at_a_label_becomes_that_clause() -> None:
    joined = change(parse(TEXT), "join", "二")
    found = change(joined, "split", "一/(三)", "二、保障措施")
    assert addresses(found) == [*BEFORE[:-1], "一/二"], "beside the clause that it comes from"
    assert at(found, "一/二").heading == "保障措施"
    assert at(found, "一/二").text == "加强领导。\n落实经费。"
    assert addresses(change(found, "promote", "一/二")) == BEFORE


def test_blanks_around_the_words_to_split_at_are_no_part_of_them() -> None:
    """A form that another program sent may have a line end in front of them."""
    outline = parse(TEXT)
    assert change(outline, "split", "二", "\n落实经费。\n") == change(
        outline, "split", "二", "落实经费。"
    )


def test_renamed_keeps_its_address() -> None:
    found = change(parse(TEXT), "rename", "一/(二)", " 基本  方针 ")
    assert addresses(found) == BEFORE
    assert at(found, "一/(二)").heading == "基本 方针"


def test_closed_and_opened_for_comments() -> None:
    closed = change(parse(TEXT), "close", "二")
    assert not at(closed, "二").commentable
    assert at(change(closed, "open", "二"), "二").commentable


@pytest.mark.parametrize(
    ("kind", "address", "value", "code"),
    [
        ("promote", "一", "", "at-the-top"),
        ("demote", "一", "", "nothing-above"),
        ("demote", "一/(一)", "", "nothing-above"),
        ("join", "一", "", "nothing-above"),
        ("split", "二", "没有这句", "nothing-to-split"),
        ("split", "二", "", "nothing-to-split"),
    ],
)
def test_what_cannot_be(kind: str, address: str, value: str, code: str) -> None:
    with pytest.raises(BadMending) as refused:
        change(parse(TEXT), kind, address, value)
    assert refused.value.code == code


def test_a_corrected_file_keeps_what_fits_and_tells_what_does_not() -> None:
    outline = parse(TEXT)
    done = [
        mending_of("rename", at(outline, "一/(一)"), "总的思想"),
        mending_of("demote", at(outline, "一/(三)")),
        mending_of("close", at(outline, "二")),
    ]
    corrected = parse("零、前情\n新加的一部分。\n" + TEXT.replace("（三）目标", "（三）主要目标"))
    found, lost = replay(corrected, done)
    assert at(found, "一/(一)").heading == "总的思想"
    assert not at(found, "二").commentable
    assert lost == [done[1]], "its words have changed: told, not guessed"


def test_words_that_come_twice_are_found_by_their_address() -> None:
    outline = parse("一、总则\n（一）其他\n甲。\n二、附则\n（一）其他\n甲。\n")
    found = change(outline, "rename", "二/(一)", "其余")
    assert [one.heading for one in found.clauses if one.label] == ["总则", "其他", "附则", "其余"]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(MENDING_KINDS), st.integers(0, 6), st.integers(0, 3)), max_size=12
    )
)
def test_whatever_is_done_nothing_is_lost_and_addresses_are_unique(
    steps: list[tuple[str, int, int]],
) -> None:
    outline = parse(TEXT)
    done: list[Mending] = []
    for kind, place, part in steps:
        clause = outline.clauses[place % len(outline.clauses)]
        places = split_places(clause) or [""]
        value = places[part % len(places)] if kind == "split" else "新的标题"
        mending = mending_of(kind, clause, value)  # type: ignore[arg-type]
        try:
            outline = mend(outline, mending)
        except BadMending:
            continue
        done.append(mending)
        clauses = outline.clauses
        assert len({one.address for one in clauses}) == len(clauses)
        assert len({one.slug for one in clauses}) == len(clauses)
        spans = [(one.start, one.end) for one in clauses]
        assert all(before[1] == after[0] for before, after in itertools.pairwise(spans))
        assert "".join(TEXT.split()) == "".join(outline.text[spans[0][0] : spans[-1][1]].split())
        known = {one.address for one in clauses}
        assert all(one.parent is None or one.parent in known for one in clauses)
    again, lost = replay(parse(TEXT), done)
    assert again == outline, "replayed, it is the same outline"
    assert not lost


def test_places_to_split_begin_sentences_not_their_closing_marks() -> None:
    outline = parse(
        "一、将第八条修改为：\n“甲应当报告。乙应当核实。”\n“丙负责。”\n二、删去第九条。\n"
    )
    places = split_places(outline.clauses[0])
    assert "乙应当核实。”" in places
    assert "“丙负责。”" in places
    assert "”" not in places
