"""Old Word files: by catdoc, or by LibreOffice, which keeps the numbers."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.files import Unreadable, programs
from app.files.old_office import is_whole, read_ole
from app.locale.files import UNREADABLE
from tests.files.material import compound, doc, docx, p
from tests.support import parts

TEXT = "第一条 为了规范，一二三。\n（一）项"


@pytest.fixture
def no_office(monkeypatch: pytest.MonkeyPatch) -> None:
    """LibreOffice is not installed."""
    monkeypatch.setattr(programs, "OFFICE", "no-such-program")


@pytest.mark.usefixtures("no_office")
def test_catdoc_reads_the_words_and_says_that_numbers_are_missing() -> None:
    parts.catdoc()
    found = read_ole(doc(TEXT))
    assert found.text.strip() == TEXT
    assert found.flags == ("numbers-not-read",)


def test_office_reads_it_as_docx(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stand-in for LibreOffice, called as it is, writes the .docx that it would."""
    (tmp_path / "made.docx").write_bytes(docx(p("第一条 转换")))
    program = tmp_path / "soffice"
    program.write_text(
        f'#!/bin/sh\neval "file=\\${{$#}}"\ncp {tmp_path}/made.docx "${{file%.doc}}.docx"\n'
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    found = read_ole(doc(TEXT))
    assert (found.text, found.flags, found.media_type) == ("第一条 转换", (), "application/msword")


def test_without_any_program_the_clerk_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Unreadable, match="no-converter"):
        read_ole(doc(TEXT))
    assert "另存为 docx" in UNREADABLE["no-converter"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (doc(TEXT, password=True), "encrypted"),
        (compound({"EncryptedPackage": b"x" * 5000}), "encrypted"),
        (compound({"Workbook": b"x" * 5000}), "old-sheet"),
        (compound({"Something": b"x" * 5000}), "kind"),
        (doc(TEXT * 500)[:6000], "damaged"),
        (doc(TEXT)[:100], "damaged"),
    ],
)
def test_what_cannot_be_read(data: bytes, code: str) -> None:
    with pytest.raises(Unreadable, match=code):
        read_ole(data)


def test_a_file_is_whole_or_cut() -> None:
    assert is_whole(doc(TEXT))
    assert not is_whole(doc(TEXT)[:-600])
