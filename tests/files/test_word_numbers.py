"""Word's automatic numbers are rendered as they are printed."""

from __future__ import annotations

import pytest

from app.files.word.formats import print_number
from app.files.word.read import read_docx
from tests.files.material import docx, level, lists, p, r

CHINESE = level(0, "chineseCounting", "%1、") + level(1, "chineseCounting", "（%2）")
LEGAL = level(0, "decimal", "%1") + level(1, "decimal", "%1.%2") + level(2, "decimal", "%1.%2.%3")


def lines(body: str, numbering: str, styles: str = "") -> list[str]:
    """The lines of a document with lists."""
    return read_docx(docx(body, numbering=numbering, styles=styles)).text.split("\n")


def one_list(levels: str, more: str = "") -> str:
    """Numbering with one definition, in use as list 1."""
    return lists({"0": levels}, {"1": ("0", more)})


@pytest.mark.parametrize(
    ("style", "number", "printed"),
    [
        ("decimal", 12, "12"),
        ("decimalZero", 7, "07"),
        ("decimalFullWidth", 12, "１２"),
        ("decimalEnclosedCircle", 3, "③"),
        ("decimalEnclosedCircle", 21, "㉑"),
        ("decimalEnclosedCircleChinese", 10, "⑩"),
        ("decimalEnclosedFullstop", 2, "⒉"),
        ("decimalEnclosedParen", 4, "⑷"),
        ("chineseCounting", 10, "十"),
        ("chineseCounting", 11, "十一"),
        ("chineseCounting", 20, "二十"),
        ("chineseCounting", 101, "一百〇一"),
        ("chineseCountingThousand", 101, "一百零一"),
        ("chineseCountingThousand", 1260, "一千二百六十"),
        ("japaneseCounting", 21, "二十一"),
        ("japaneseCounting", 111, "百十一"),
        ("ideographDigital", 10, "一〇"),
        ("ideographDigital", 25, "二五"),
        ("taiwaneseCountingThousand", 15, "十五"),
        ("chineseLegalSimplified", 3, "叁"),
        ("chineseLegalSimplified", 12, "壹拾贰"),
        ("ideographLegalTraditional", 6, "陸"),
        ("ideographTraditional", 2, "乙"),
        ("ideographZodiac", 12, "亥"),
        ("ideographZodiac", 13, "13"),
        ("ideographEnclosedCircle", 4, "㈣"),
        ("upperRoman", 14, "XIV"),
        ("lowerRoman", 9, "ix"),
        ("upperLetter", 2, "B"),
        ("lowerLetter", 28, "bb"),
        ("none", 5, ""),
        ("somethingNew", 5, "5"),
        ("chineseCounting", 0, "0"),
        ("chineseCounting", 123456, "123456"),
    ],
)
def test_formats(style: str, number: int, printed: str) -> None:
    assert print_number(number, style) == printed


def test_levels_count_on_and_start_again_below() -> None:
    body = p("甲", "1") + p("子", "1", 1) + p("丑", "1", 1) + p("乙", "1") + p("寅", "1", 1)
    assert lines(body, one_list(CHINESE)) == [
        "一、甲",
        "（一）子",
        "（二）丑",
        "二、乙",
        "（一）寅",
    ]


def test_text_without_a_number_between_does_not_break_the_count() -> None:
    body = p("甲", "1") + p("说明") + p("乙", "1")
    assert lines(body, one_list(CHINESE)) == ["一、甲", "说明", "二、乙"]


def test_upper_levels_show_in_lower_ones() -> None:
    body = p("a", "1") + p("b", "1", 1) + p("c", "1", 2) + p("d", "1", 2) + p("e", "1", 1)
    assert lines(body, one_list(LEGAL)) == ["1 a", "1.1 b", "1.1.1 c", "1.1.2 d", "1.2 e"]


def test_a_level_passed_over_counts_as_begun() -> None:
    body = p("b", "1", 1) + p("a", "1") + p("c", "1", 1)
    assert lines(body, one_list(LEGAL)) == ["1.1 b", "2 a", "2.1 c"]


def test_legal_level_shows_chinese_ones_as_digits() -> None:
    levels = level(0, "chineseCounting", "第%1章") + level(1, "decimal", "%1.%2", "<w:isLgl/>")
    body = p("总则", "1") + p("范围", "1", 1)
    assert lines(body, one_list(levels)) == ["第一章 总则", "1.1 范围"]


@pytest.mark.parametrize(
    ("suffix", "line"),
    [
        ('<w:suff w:val="nothing"/>', "第一条为了"),
        ('<w:suff w:val="space"/>', "第一条 为了"),
        ("", "第一条 为了"),
    ],
)
def test_what_parts_number_and_words(suffix: str, line: str) -> None:
    numbering = one_list(level(0, "chineseCountingThousand", "第%1条", suffix))
    assert lines(p("为了", "1"), numbering) == [line]


def test_never_restarting_level_runs_on_over_chapters() -> None:
    levels = level(0, "chineseCounting", "第%1章") + level(
        1, "chineseCounting", "第%2条", '<w:lvlRestart w:val="0"/>'
    )
    body = p("甲", "1") + p("a", "1", 1) + p("乙", "1") + p("b", "1", 1)
    assert lines(body, one_list(levels)) == ["第一章 甲", "第一条 a", "第二章 乙", "第二条 b"]


def test_level_that_restarts_only_after_the_first() -> None:
    third = level(2, "decimal", "%3.", '<w:lvlRestart w:val="1"/>')
    body = p("甲", "1") + p("子", "1", 1) + p("a", "1", 2) + p("丑", "1", 1) + p("b", "1", 2)
    body += p("乙", "1") + p("寅", "1", 1) + p("c", "1", 2)
    found = lines(body, one_list(CHINESE + third))
    assert [line for line in found if line[0].isdigit()] == ["1. a", "2. b", "1. c"]


def test_lists_of_one_definition_share_the_count_unless_one_starts_anew() -> None:
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    numbering = lists({"0": CHINESE}, {"1": ("0", ""), "2": ("0", ""), "3": ("0", again)})
    body = p("a", "1") + p("b", "2") + p("c", "3") + p("d", "3") + p("e", "1")
    assert lines(body, numbering) == ["一、a", "二、b", "一、c", "二、d", "三、e"]


def test_start_and_level_of_a_list_in_use() -> None:
    own = level(0, "upperLetter", "%1)").replace('w:start w:val="1"', 'w:start w:val="3"')
    numbering = lists(
        {"0": CHINESE}, {"1": ("0", f'<w:lvlOverride w:ilvl="0">{own}</w:lvlOverride>')}
    )
    assert lines(p("a", "1") + p("b", "1"), numbering) == ["C) a", "D) b"]


def test_lists_of_two_definitions_count_apart() -> None:
    numbering = lists({"0": CHINESE, "1": LEGAL}, {"1": ("0", ""), "2": ("1", "")})
    body = p("a", "1") + p("b", "2") + p("c", "1") + p("d", "2")
    assert lines(body, numbering) == ["一、a", "1 b", "二、c", "2 d"]


def test_number_from_the_style_and_the_one_it_is_based_on() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="Part"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>'
        '</w:pPr></w:style><w:style w:type="paragraph" w:styleId="Own"><w:basedOn w:val="Part"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Section"><w:pPr><w:numPr><w:ilvl w:val="1"/>'
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    body = (
        p("甲", style="Part")
        + p("子", style="Section")
        + p("乙", style="Own")
        + p("无", "0", style="Part")
    )
    assert lines(body, one_list(CHINESE), styles) == ["一、甲", "（一）子", "二、乙", "无"]


def test_level_that_a_list_gives_to_a_style() -> None:
    levels = level(0, "chineseCounting", "%1、") + level(
        1, "chineseCounting", "（%2）", '<w:pStyle w:val="Section"/>'
    )
    styles = (
        '<w:style w:type="paragraph" w:styleId="Section"><w:pPr><w:numPr><w:numId w:val="1"/>'
        "</w:numPr></w:pPr></w:style>"
    )
    body = p("甲", "1") + p("子", style="Section")
    assert lines(body, one_list(levels), styles) == ["一、甲", "（一）子"]


def test_definition_that_only_names_a_list_style() -> None:
    styles = (
        '<w:style w:type="numbering" w:styleId="Numbers"><w:pPr><w:numPr><w:numId w:val="2"/>'
        "</w:numPr></w:pPr></w:style>"
    )
    numbering = lists(
        {"0": '<w:numStyleLink w:val="Numbers"/>', "1": CHINESE + '<w:styleLink w:val="Numbers"/>'},
        {"1": ("0", ""), "2": ("1", "")},
    )
    assert lines(p("甲", "1") + p("乙", "1"), numbering, styles) == ["一、甲", "二、乙"]


def test_custom_zeros_and_bullets() -> None:
    custom = (
        '<w:lvl w:ilvl="0"><mc:AlternateContent><mc:Choice Requires="w14"><w:numFmt w:val="custom" '
        'w:format="001, 002, 003, ..."/></mc:Choice><mc:Fallback><w:numFmt w:val="decimal"/>'
        '</mc:Fallback></mc:AlternateContent><w:lvlText w:val="%1"/></w:lvl>'
    )
    bullets = level(1, "bullet", "\uf06c") + level(2, "bullet", "——")
    body = p("a", "1") + p("b", "1", 1) + p("c", "1", 2)
    assert lines(body, one_list(custom + bullets)) == ["001 a", "● b", "—— c"]


def test_paragraph_whose_end_was_deleted_is_not_counted() -> None:
    joined = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
        f"<w:rPr><w:del/></w:rPr></w:pPr>{r('前半，')}</w:p>"
    )
    body = p("甲", "1") + joined + p("后半", "1") + p("丙", "1")
    assert lines(body, one_list(CHINESE)) == ["一、甲", "二、前半，后半", "三、丙"]


def test_numbers_inside_table_cells_count_with_the_others() -> None:
    table = f"<w:tbl><w:tr><w:tc>{p('甲', '1')}</w:tc><w:tc>{p('说明')}</w:tc></w:tr></w:tbl>"
    assert lines(table + p("乙", "1"), one_list(CHINESE)) == ["一、甲\t说明", "二、乙"]


def test_nonsense_in_the_numbering_is_no_number() -> None:
    numbering = lists({"0": level(0, "decimal", "%1.")}, {"1": ("7", ""), "2": ("0", "")})
    body = p("a", "1") + p("b", "9") + p("c", "2", 99)
    assert [line.split()[-1] for line in lines(body, numbering)] == ["a", "b", "c"]
