"""PDF: lines in reading order, pages parted, scans and locked files told."""

from __future__ import annotations

from typing import Any

import pypdfium2.raw as pdfium
import pytest

from app.files import Remark, Unreadable
from app.files.pdf.lines import Piece, in_order, pieces_of
from app.files.pdf.read import PAGE_END, read_pdf
from tests.files.material import locked_pdf, marked_pdf, pdf


def test_lines_from_top_to_bottom_whatever_is_drawn_first() -> None:
    page = [
        (280, 40, "- 1 -"),
        (70, 700, "Article 1"),
        (70, 660, "Article 3"),
        (70, 680, "Article 2"),
    ]
    assert read_pdf(pdf([page])).text == "Article 1\nArticle 2\nArticle 3\n- 1 -"


def test_pages_are_parted_by_a_form_feed() -> None:
    found = read_pdf(pdf([[(70, 700, "one")], [(70, 700, "two")]]))
    assert found.text == f"one{PAGE_END}two"
    assert found.flags == ()


def test_pieces_on_one_line_go_from_left_to_right() -> None:
    rows = [(70, 700 - 20 * n, f"line {n} of the page") for n in range(10)]
    found = read_pdf(
        pdf([[(300, 600, "15%"), (70, 600, "Deaths"), *[r for r in rows if r[1] != 600]]])
    )
    assert "Deaths 15%" in found.text.split("\n")


def test_columns_are_read_one_after_another() -> None:
    left = [(70, 700 - 20 * n, f"L{n} words of the left") for n in range(8)]
    right = [(320, 700 - 20 * n, f"R{n} words of the right") for n in range(8)]
    lines = read_pdf(pdf([[(280, 40, "7"), *left, *right]])).text.split("\n")
    assert [line[:2] for line in lines] == [f"L{n}" for n in range(8)] + [
        f"R{n}" for n in range(8)
    ] + ["7"]


def test_what_readers_wrote_onto_it() -> None:
    found = read_pdf(marked_pdf())
    assert found.remarks == (Remark("Fine of 500 yuan", "过高"), Remark("", "why"))


def test_gap_on_a_line_is_a_space_and_touching_pieces_are_one_word() -> None:
    row = [Piece("第一", 0, 0, 20, 10), Piece("条", 20.5, 0, 30, 10), Piece("目的", 36, 0, 56, 10)]
    assert in_order([row[2], row[0], row[1]]) == ["第一条 目的"]


@pytest.mark.parametrize(
    ("turn", "matrix", "places"),
    [
        (90, "0 1 -1 0", [(100, 100), (120, 100)]),
        (180, "-1 0 0 -1", [(500, 100), (500, 120)]),
        (270, "0 -1 1 0", [(500, 700), (480, 700)]),
    ],
)
def test_turned_page(turn: int, matrix: str, places: list[tuple[int, int]]) -> None:
    page = [(*place, f"line {number}") for number, place in enumerate(places)]
    found = read_pdf(pdf([page[::-1]], matrix=matrix, turn=turn))
    assert found.text == "line 0\nline 1"


def test_rows_of_a_table_are_lines() -> None:
    rows = [[(70, 700 - 20 * n, f"No{n}"), (320, 700 - 20 * n, f"value {n}")] for n in range(9)]
    cells = [cell for row in rows for cell in row]
    assert read_pdf(pdf([cells])).text.split("\n")[3] == "No3 value 3"


def test_page_without_text_among_others_is_told() -> None:
    assert read_pdf(pdf([[(70, 700, "one")], []])).flags == ("pages-without-text",)


def test_scan_says_how_many_pages() -> None:
    with pytest.raises(Unreadable) as caught:
        read_pdf(pdf([[], []]))
    assert (caught.value.code, caught.value.values) == ("scanned", {"pages": 2})


def test_locked_and_damaged() -> None:
    with pytest.raises(Unreadable, match="encrypted"):
        read_pdf(locked_pdf())
    with pytest.raises(Unreadable, match="damaged"):
        read_pdf(b"%PDF-1.4\nnothing")


def test_order_of_no_pieces() -> None:
    assert in_order([]) == []
    assert in_order([Piece(" a ", 0, 0, 1, 1)]) == ["a"]


@pytest.mark.parametrize(
    ("spaced", "line"),
    [
        ("第 三 条 本 规 定 由", "第三条本规定由"),
        ("总 则", "总 则"),
        ("国家发展改革委 工业和信息化部", "国家发展改革委 工业和信息化部"),
        ("No 3 of the words", "No 3 of the words"),
    ],
)
def test_spaces_of_a_line_set_wide(spaced: str, line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stand-in for pdfium's page, since a PDF with Chinese needs a font of megabytes."""

    class Page:
        """Signs of ten points a side, six points apart where there is a space."""

    def box(_page: Page, at: int, pointer: Any) -> int:
        left = at * 8.0
        rect = pointer._obj
        rect.left, rect.bottom, rect.right, rect.top = left, 0.0, left + 10, 10.0
        return 1

    monkeypatch.setattr(pdfium, "FPDFText_CountChars", lambda _page: len(spaced))
    monkeypatch.setattr(pdfium, "FPDFText_GetUnicode", lambda _page, at: ord(spaced[at]))
    monkeypatch.setattr(pdfium, "FPDFText_IsGenerated", lambda _page, at: int(spaced[at] == " "))
    monkeypatch.setattr(pdfium, "FPDFText_GetLooseCharBox", box)
    assert in_order(pieces_of(Page())) == [line]
