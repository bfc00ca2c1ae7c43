"""Names, addresses and slugs of several drafts."""

from __future__ import annotations

from app.consultations.naming import draft_names, full_address, full_slug, split_address


def test_names_are_all_different_and_come_back_from_an_address() -> None:
    titles = [
        "供热办法",
        "供热办法",
        "供热办法（2）",
        "",
        "关于修改《供热办法》的决定",
        "甲/乙",
        "长" * 300,
    ]
    names = draft_names(titles)
    assert len(set(names)) == len(titles)
    for name in names:
        assert split_address(full_address(name, "第一章/第二条")) == (name, "第一章/第二条")
        assert len(name) <= 90


def test_one_draft_needs_no_name() -> None:
    assert draft_names(["供热办法"]) == [""]
    assert full_address("", "第一条") == "第一条"
    assert split_address("第一章/第一条") == ("", "第一章/第一条")
    assert split_address("《办法》是标题/1") == ("", "《办法》是标题/1")
    assert [full_slug(place, "a1") for place in range(3)] == ["a1", "t2-a1", "t3-a1"]
