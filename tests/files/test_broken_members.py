"""An archive with a member that cannot be read keeps the others, and names the one that cannot."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest

from app.files import bounded, read_text
from app.files.bounded import Bounds
from tests.files.material import docx, zipped

NAME = "坏.txt"
WORDS = "第三条改为应当。" * 60
LOCAL, LISTED = b"PK\x03\x04", b"PK\x01\x02"
FLAGS, METHOD, PACKED, SIZE = (6, 8), (8, 10), (18, 20), (22, 24)


def archive(method: int = zipfile.ZIP_DEFLATED) -> bytearray:
    """Three members; the second is the one that is to be broken."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("前.txt", "前面的意见")
        made.writestr(NAME, WORDS, method)
        made.writestr("后.txt", "后面的意见")
    return bytearray(out.getvalue())


def heads(data: bytearray) -> tuple[int, int]:
    """Where the second member's own header and its entry in the directory begin."""
    first, entry = data.index(LOCAL), data.index(LISTED)
    return data.index(LOCAL, first + 1), data.index(LISTED, entry + 1)


def field(data: bytearray, places: tuple[int, int], value: int, octets: int = 2) -> bytearray:
    """The archive with a field of the member changed in both places."""
    for head, place in zip(heads(data), places, strict=True):
        data[head + place : head + place + octets] = value.to_bytes(octets, "little")
    return data


def spoilt(data: bytearray, at: int = 20, octets: bytes = b"\xff" * 12) -> bytearray:
    """The archive with other octets ``at`` so many behind the begin of the member's content."""
    start = heads(data)[0] + 30 + len(NAME.encode()) + at
    data[start : start + len(octets)] = octets
    return data


def named_otherwise(octets: bytes) -> bytearray:
    """The member's own header has another name than the directory."""
    data = archive()
    start = heads(data)[0] + 30
    data[start : start + len(octets)] = octets
    return data


def too_long() -> bytearray:
    """The member is said to be longer than what is left of the file."""
    data = field(archive(zipfile.ZIP_STORED), PACKED, 90_000, 4)
    return field(data, SIZE, 90_000, 4)


def beyond() -> bytearray:
    """The directory says that the member begins behind the end of the file."""
    data = archive()
    place = heads(data)[1] + 42
    data[place : place + 4] = (10**6).to_bytes(4, "little")
    return data


BROKEN: dict[str, tuple[Callable[[], bytearray], str]] = {
    "other octets": (lambda: spoilt(archive(zipfile.ZIP_STORED)), "damaged"),
    "deflate": (lambda: spoilt(archive(), 0), "damaged"),
    "bzip2": (lambda: spoilt(archive(zipfile.ZIP_BZIP2), 0), "damaged"),
    "lzma": (lambda: spoilt(archive(zipfile.ZIP_LZMA)), "damaged"),
    "lzma's properties": (lambda: spoilt(archive(zipfile.ZIP_LZMA), 2, b"\0\0"), "damaged"),
    "unknown method": (lambda: field(archive(), METHOD, 97), "damaged"),
    "patched": (lambda: field(archive(), FLAGS, 0x820), "damaged"),
    "password": (lambda: field(archive(), FLAGS, 0x801), "encrypted"),
    "another name": (lambda: named_otherwise("好".encode()), "damaged"),
    "no name": (lambda: named_otherwise(b"\xff\xff\xff"), "damaged"),
    "too long": (too_long, "damaged"),
    "beyond the end": (beyond, "damaged"),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_the_others_are_kept_and_the_broken_one_is_named(kind: str) -> None:
    make, status = BROKEN[kind]
    found = read_text(bytes(make()), "意见.zip")
    assert [(one.name, one.status) for one in found.members] == [
        ("前.txt", "read"),
        (NAME, status),
        ("后.txt", "read"),
    ]
    assert found.text == "前面的意见\n\n后面的意见"


def test_nothing_is_broken_in_the_archive_that_is_broken_here() -> None:
    """Each method of packing is read as long as nobody spoils it."""
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        found = read_text(bytes(archive(method)), "意见.zip")
        assert [one.status for one in found.members] == ["read", "read", "read"]


def test_a_fault_of_a_parser_is_the_members_own() -> None:
    """A Word file that no reader was made for is one member that cannot be read, not all."""
    level = f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{"9" * 5000}"/></w:numPr></w:pPr></w:p>'
    data = zipped({"前.txt": "甲", "坏.docx": docx(level), "后.txt": "乙"})
    found = read_text(data, "意见.zip")
    assert found.text == "甲\n\n乙"
    assert [one.status for one in found.members] == ["read", "damaged", "read"]


def test_a_member_that_asks_for_more_memory_than_there_is_is_left_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """bzip2 is unpacked without a bound of its own: the child's is met in this member alone."""
    monkeypatch.setattr(bounded, "USUAL", Bounds(8, 9, 100 * 2**20))
    out, size = io.BytesIO(), 120 * 2**20
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("前.txt", "甲")
        made.writestr("大.txt", bytes(size), zipfile.ZIP_BZIP2)
        made.writestr("后.txt", "乙")
    data = out.getvalue().replace(size.to_bytes(4, "little"), (9).to_bytes(4, "little"))
    found = read_text(data, "意见.zip")
    assert [one.status for one in found.members] == ["read", "gave-up", "read"]


def test_an_archive_that_is_not_opened_takes_no_depth_from_the_next() -> None:
    """The bound on archives in archives counts those that it stands in, not those before it."""
    steep = zipped({"a.txt": bytes(2 * 2**20)})
    good = zipped({"b.txt": "乙"})
    found = read_text(zipped({"甲.zip": steep, "乙.zip": good}), "意见.zip")
    assert [one.status for one in found.members] == ["bomb", "read"]
