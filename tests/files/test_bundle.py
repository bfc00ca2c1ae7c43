"""Archives: each member by the same rules, with its name as it was meant."""

from __future__ import annotations

import io
import zipfile

import pytest

from app.files import Remark, Unreadable, read_text
from tests.files.material import docx, p, r, zipped


def named(names: dict[bytes, bytes]) -> bytes:
    """An archive whose names are these octets, without the mark for UTF-8."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number, content in enumerate(names.values()):
            archive.writestr(str(number) * len(list(names)[number]), content)
    data = out.getvalue()
    for number, name in enumerate(names):
        data = data.replace(str(number).encode() * len(name), name)
    return data


def test_chinese_names_of_windows_and_of_others() -> None:
    found = read_text(
        named({"意见一.txt".encode("gbk"): "甲".encode(), "意见二.txt".encode(): "乙".encode()}),
        "a.zip",
    )
    assert [one.name for one in found.members] == ["意见一.txt", "意见二.txt"]
    assert found.text == "甲\n\n乙"
    assert zipfile.ZipFile(io.BytesIO(zipped({"意见.txt": "丙"}))).namelist() == ["意见.txt"]


def test_members_of_all_kinds_and_what_cannot_be_read() -> None:
    inner = zipped({"表.csv": "条款,建议\n第三条,甲", "坏.docx": b"PK\x03\x04"})
    data = zipped(
        {
            "信/草案.docx": docx(p("第一条")),
            "更多.zip": inner,
            "空.txt": "",
            "信.eml": "Subject: x\n\ny",
            "照片.png": b"\x89PNG\r\n\x1a\n123",
            "__MACOSX/._草案.docx": b"x",
            ".DS_Store": b"x",
        }
    )
    found = read_text(data, "a.zip")
    assert [(one.name, one.status) for one in found.members] == [
        ("信/草案.docx", "read"),
        ("更多.zip/表.csv", "read"),
        ("更多.zip/坏.docx", "damaged"),
        ("空.txt", "empty"),
        ("信.eml", "mail"),
        ("照片.png", "picture"),
    ]
    assert found.members[0].text == "第一条"
    assert "第三条\t甲" in found.text
    assert found.members[1].tables[0].rows == (("条款", "建议"), ("第三条", "甲")), (
        "a table, not lines"
    )


def test_footnotes_and_margin_remarks_of_members_are_kept_at_any_depth() -> None:
    body = (
        f'<w:p><w:commentRangeStart w:id="4"/>{r("五百元")}<w:commentRangeEnd w:id="4"/>'
        '<w:r><w:footnoteReference w:id="1"/></w:r></w:p>'
    )
    file = docx(
        body,
        comments=f'<w:comment w:id="4">{p("过高")}</w:comment>',
        footnotes=f'<w:footnote w:id="1">{p("见附表")}</w:footnote>',
    )
    found = read_text(zipped({"批注.docx": file, "更多.zip": zipped({"又.docx": file})}), "a.zip")
    for member in found.members:
        assert (member.text, member.notes) == ("五百元", ("见附表",))
        assert member.remarks == (Remark("五百元", "过高"),)


def test_a_file_of_which_only_a_footnote_can_be_read_is_read() -> None:
    file = docx(
        '<w:p><w:r><w:footnoteReference w:id="1"/></w:r></w:p>',
        footnotes=f'<w:footnote w:id="1">{p("只有脚注")}</w:footnote>',
    )
    assert read_text(zipped({"注.docx": file}), "a.zip").notes == ("只有脚注",)


def test_too_deep_is_told_at_the_member() -> None:
    data = zipped({"a.txt": "甲", "b.zip": zipped({"c.zip": zipped({"d.txt": "丁"})})})
    found = read_text(data, "a.zip")
    assert [(one.name, one.status) for one in found.members] == [
        ("a.txt", "read"),
        ("b.zip", "bomb"),
    ]


def test_nothing_readable_says_why() -> None:
    with pytest.raises(Unreadable, match="picture"):
        read_text(zipped({"a.png": b"\x89PNG\r\n\x1a\n1"}), "a.zip")
    with pytest.raises(Unreadable, match="empty"):
        read_text(zipped({}), "a.zip")
