"""Scans and pictures: read by the machine only if asked, and marked."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageDraw, ImageFont

from app.files import Unreadable, read_text
from app.files.recognise import read_image
from tests.files import material
from tests.support import parts

LINES = ("第三十一条建议将罚款改为二百元以下", "理由是过重的处罚难以执行")


@pytest.fixture(scope="module")
def scan() -> Image.Image:
    """A page as a scanner sees it."""
    font = ImageFont.truetype(str(parts.chinese_font()), 32)
    page = Image.new("RGB", (900, 400), "white")
    for number, line in enumerate(LINES):
        ImageDraw.Draw(page).text((60, 80 + 90 * number), line, font=font, fill="black")
    return page


def saved(page: Image.Image, kind: str) -> bytes:
    """A picture's file."""
    out = io.BytesIO()
    page.save(out, kind)
    return out.getvalue()


def test_picture_is_read_if_asked(scan: Image.Image) -> None:
    found = read_text(saved(scan, "PNG"), "a.png", recognise=True)
    assert found.text.replace(" ", "").split("\n") == list(LINES)
    assert found.flags == ("machine-read",)


def test_scanned_pdf_is_read_if_asked(scan: Image.Image) -> None:
    data = saved(scan, "PDF")
    with pytest.raises(Unreadable, match="scanned"):
        read_text(data, "a.pdf")
    found = read_text(data, "a.pdf", recognise=True)
    assert found.text.replace(" ", "").split("\n") == list(LINES)
    assert found.flags == ("machine-read",)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "BMP"])
def test_picture_is_told_if_not_asked(kind: str, scan: Image.Image) -> None:
    with pytest.raises(Unreadable, match="picture"):
        read_text(saved(scan, kind), "a")


def test_text_of_a_pdf_is_not_guessed() -> None:
    found = read_text(material.pdf([[(70, 700, "Article 1")]]), "a.pdf", recognise=True)
    assert (found.text, found.flags) == ("Article 1", ())


def test_more_pixels_than_any_page() -> None:
    with pytest.raises(Unreadable, match="too-many-pixels"):
        read_text(material.png(14_400, 14_400), "a.png", recognise=True)


def test_broken_picture() -> None:
    with pytest.raises(Unreadable, match="damaged"):
        read_image(material.png(100, 100)[:60])


def test_without_the_packages_the_clerk_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "rapidocr", None)
    with pytest.raises(Unreadable, match="no-recognition"):
        read_image(material.png(100, 100))
