"""The office's own words, the search and the map, as a browser without scripts meets them."""

from __future__ import annotations

import html
from typing import Any

import pytest

from app.comments.jobs import index_handler
from app.jobs.drain import drain_once
from app.opinions import edits, words
from app.opinions.jobs import regroup_handler
from app.opinions.read import clause_comments
from app.opinions.runs import runs_of
from app.storage.models import AuditEntry
from tests.houses import drain, regroup
from tests.web.conftest import Site

PAGE = "/words"


def own(site: Site) -> dict[str, tuple[str, ...]]:
    return {one.name: one.words for one in site.town.house.read_now(words.own_concepts)}


def post(site: Site, staff: Any, **data: Any) -> Any:
    return site.post(staff, site.office + PAGE, data, site.office + PAGE)


def test_words_are_added_and_removed(site: Site) -> None:
    staff = site.signed_in("drafter")
    answer = post(site, staff, do="add", concept="网费资费偏高", words="拉网钱、宽带月供\n拉网钱")
    assert "done=added&n=2" in answer.headers["location"]
    assert own(site) == {"网费资费偏高": ("宽带月供", "拉网钱")}
    assert "拉网钱" in staff.get(site.office + PAGE).text
    post(site, staff, do="remove", concept="网费资费偏高", word="拉网钱")
    assert own(site) == {"网费资费偏高": ("宽带月供",)}
    post(site, staff, do="remove", concept="网费资费偏高")
    assert own(site) == {}
    actions = site.town.house.read_now(
        lambda session: [row.action for row in session.query(AuditEntry)]
    )
    assert actions.count("words-removed") == 2


@pytest.mark.parametrize(
    ("concept", "typed", "said"),
    [
        ("", "拉网钱", "请写这些词说的是哪件事"),
        ("网费", " 、", "请写至少一个词"),
        ("网费", "长" * 21, "词最多20字"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    site: Site, concept: str, typed: str, said: str
) -> None:
    answer = post(site, site.signed_in("drafter"), do="add", concept=concept, words=typed)
    assert answer.status_code == 422
    assert said in answer.text
    assert typed.strip() in html.unescape(answer.text)
    assert own(site) == {}


def test_a_table_goes_out_and_comes_in_again(site: Site) -> None:
    staff = site.signed_in("drafter")
    post(site, staff, do="add", concept="网费资费偏高", words="拉网钱、=1+1")
    table = staff.get(site.office + PAGE + ".csv")
    assert table.content.startswith("\ufeff概念,词".encode())
    assert "'=1+1" in table.text
    post(site, staff, do="remove", concept="网费资费偏高")
    before = own(site)
    answer = upload(site, staff, table.content)
    assert (before, answer.status_code) == ({}, 303)
    assert own(site) == {"网费资费偏高": ("=1+1", "拉网钱")}


def upload(site: Site, staff: Any, content: bytes) -> Any:
    token = staff.get(site.office + PAGE).text.split('name="csrf" value="')[1].split('"')[0]
    return staff.post(
        site.office + PAGE,
        data={"csrf": token, "do": "file"},
        files={"file": ("words.csv", content, "text/csv")},
    )


@pytest.mark.parametrize(
    ("content", "kept"),
    [
        ("概念;词\n网费;拉网钱、月供\n".encode(), {"网费": ("拉网钱", "月供")}),
        ("网费\t拉网钱\n".encode("gb18030"), {"网费": ("拉网钱",)}),
        (b"\xff\xfe\x00\n", None),
        (b"", None),
        ("只有一列\n".encode(), None),
        (("网费," + "长" * 21 + "\n").encode(), None),
        (b'"a\n' * 3, None),
    ],
)
def test_any_file_is_read_or_refused_whole(
    site: Site, content: bytes, kept: dict[str, tuple[str, ...]] | None
) -> None:
    answer = upload(site, site.signed_in("drafter"), content)
    assert answer.status_code == (303 if kept else 422)
    assert own(site) == (kept or {})


def test_words_are_used_by_the_next_run(site: Site) -> None:
    staff = site.signed_in("drafter")
    first = site.town.send("咱村拉网钱要不起哟。", "一/(一)")
    site.town.send("宽带资费太高，希望降低资费。", "一/(一)")
    for text in ("公交要准点。", "快递要进村。", "学校要配好老师。"):
        site.town.send(text, "一/(一)")
    post(site, staff, do="add", concept="网费资费偏高", words="拉网钱")
    post(site, staff, do="regroup")
    regroup(site.town)
    clause = site.town.clauses["一/(一)"].id
    placed = site.town.house.read_now(clause_comments, clause)
    assert placed[0].receipt == first.receipt
    run = site.town.house.read_now(runs_of, clause)[0]
    assert run.parameters["words"] == 1


def test_words_are_learnt_from_what_staff_placed(site: Site) -> None:
    staff = site.signed_in("drafter")
    texts = [f"第{n}个说：摆渡巴士要多几班，{more}" for n, more in enumerate("甲乙丙丁戊")]
    texts += [f"第{n}个说：人工窗口留着，{more}" for n, more in enumerate("甲乙丙丁戊")]
    for text in texts:
        site.town.send(text, "一/(一)")
    clause = site.town.clauses["一/(一)"].id
    found = site.town.house.read_now(clause_comments, clause)
    for part in (found[:5], found[5:]):
        site.town.house.writer.call(edits.move, [one.demand_id for one in part], None, None)
    page = staff.get(f"{site.office}{PAGE}?from=1-1").text
    assert "从人工归入的意见里学到的词" in page
    learnt = page.split('name="words" value="')[1:]
    assert learnt
    word = learnt[0].split('"')[0]
    post(site, staff, do="refuse", concept="摆渡", words=word, **{"from": "1-1"})
    assert f'name="words" value="{word}"' not in staff.get(f"{site.office}{PAGE}?from=1-1").text
    assert own(site) == {}


def test_search_shows_what_it_found_in_its_place(site: Site) -> None:
    site.town.send("骑手摔了算自己的，<b>工伤</b>保险要加上。", "一/(一)")
    late = site.town.send("骑手的话说晚了。", received_at=site.town.consultation.deadline)
    handler = index_handler(site.town.house.tools)
    staff = site.signed_in("reader")
    assert "正在编入" in staff.get(f"{site.office}/search").text
    drain(handler)
    page = staff.get(f"{site.office}/search", params={"q": "骑手"}).text
    assert "找到2条" in page
    assert "迟到" in page
    assert late.receipt[:4] in page
    assert "<b>" not in page
    assert "<mark>骑手</mark>" in page
    assert "/clauses/1-1?at=" in page
    signs = staff.get(f"{site.office}/search", params={"q": "%"}).text
    assert "标点和符号找不了" in signs
    assert "没有找到" not in signs
    nothing = staff.get(f"{site.office}/search", params={"q": "<script>"}).text
    assert "没有找到“&lt;script&gt;”" in nothing


@pytest.mark.parametrize("by", ["comments", "people", "undecided", "unread", "nothing"])
def test_the_map_has_every_clause_with_its_figure(site: Site, by: str) -> None:
    for n in range(3):
        site.town.send(f"第{n}条意见，窗口要留。", "一/(一)", email="a@b.example")
    drain_once(regroup_handler(site.town.house.tools))
    page = site.signed_in("reader").get(f"{site.office}/map?by={by}").text
    assert "意见3条、来自1人" in page
    assert "（一）指导思想" in page
    assert 'role="img"' in page
    assert "8月29日一/(一)最多，3条" in page


def test_an_empty_map(site: Site) -> None:
    assert "还没有收到意见。" in site.signed_in("reader").get(f"{site.office}/map").text
