"""Rich text: Chinese by code page, by font and by number; what is not printed is left out."""

from __future__ import annotations

import pytest

from app.files.rtf import read_rtf


def escaped(text: str, charset: str) -> str:
    """Octets as rich text writes them."""
    return "".join(f"\\'{octet:02x}" for octet in text.encode(charset))


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        (
            "\\ansicpg936 " + escaped("第一条", "gbk") + "\\par " + escaped("二", "gbk"),
            "第一条\n二",
        ),
        ("{\\fonttbl{\\f1\\fcharset134 SimSun;}}\\f1 " + escaped("条", "gbk") + "\\f0 a", "条a"),
        (
            "{\\fonttbl{\\f2\\fcharset136 M;}}{\\f2 " + escaped("條", "big5") + "}b",
            "条b".replace("条", "條"),
        ),
        ("\\uc1\\u31532?\\u19968?\\u26465?", "第一条"),
        ("\\uc2\\u31532" + escaped("?", "ascii") + "\\'3fX", "第X"),
        ("\\u-10179?\\u-9216?", "\U0001f400"),
        ("a\\cell b\\cell\\row c", "a\tb\nc"),
        ("{\\field{\\*\\fldinst PAGE}{\\fldrslt 7}}", "7"),
        ("{\\*\\unknown x}{\\info{\\title t}}{\\pict ffd8}{\\v 藏}y".replace("藏", "h"), "y"),
        ("{\\listtext 1.\\tab}a\\'7b\\{\\}\\\\", "1. a{{}\\"),
    ],
)
def test_printed_words(inside: str, text: str) -> None:
    assert read_rtf(f"{{\\rtf1\\ansi {inside}}}".encode()).text == text


def test_raw_octets_of_the_code_page() -> None:
    assert read_rtf(b"{\\rtf1\\ansi\\ansicpg936 " + "条例".encode("gbk") + b"}").text == "条例"
