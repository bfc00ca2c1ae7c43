"""The clause's desk as plain forms, without scripts: every key of the queue is a button."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest

from app.opinions.read import clause_comments, clause_desk
from app.opinions.values import CommentView
from app.storage.models import Opinion
from tests import houses
from tests.web.conftest import Site, form_token

WINDOWS = [
    "线上办理的同时要保留人工窗口，老人不会用手机。",
    "请保留人工窗口和现金支付，照顾老年人。",
    "老年人不会用智能手机，人工窗口不能取消。",
    "窗口和电话都要留着，老人用不来手机。",
]
ETC = ["ETC应当自愿办理，不得强制安装。", "反对强制安装ETC，自愿二字写进文件。", "ETC要自愿。"]
OTHERS = [
    "公交到站时间要准。",
    "快递要进村。",
    "网费太贵，要降下来。",
    "学校要配好老师。",
    "路灯坏了没人修。",
    "一是快递要进村。二是网费太贵要降价。",
]


@pytest.fixture
def staff(site: Site) -> Any:
    """A drafter's browser, with thirteen comments on one clause."""
    for number, text in enumerate([*WINDOWS, *ETC, *OTHERS]):
        site.town.send(text, "一/(一)", email=f"p{number}@b.example")
    regroup(site)
    return site.signed_in("drafter")


def regroup(site: Site) -> None:
    houses.regroup(site.town)


def address(site: Site) -> str:
    return f"{site.office}/clauses/1-1"


def comments(site: Site) -> list[CommentView]:
    return site.town.house.read_now(clause_comments, site.town.clauses["一/(一)"].id)


def figures(site: Site) -> Any:
    desk = site.town.house.read_now(clause_desk, site.town.clauses["一/(一)"].id)
    assert desk is not None
    assert desk.sums.total == desk.figures.comments
    return desk.figures


def field(page: str, name: str) -> str:
    """The value of a hidden field in the queue's form."""
    form = page.split('id="code"')[1].split("</form>")[0]
    return html.unescape(re.findall(rf'name="{name}" value="([^"]*)"', form)[0])


def press(site: Site, staff: Any, do: str, page: str, **more: Any) -> str:
    """Press a button of the queue's form as it stands on a page; the page that comes next."""
    data = {name: field(page, name) for name in ("csrf", "demand", "after", "proposed")}
    answer = staff.post(f"{address(site)}/code", data={**data, "do": do, **more})
    assert answer.status_code == 303, answer.text
    return str(staff.get(answer.headers["location"].partition("#")[0]).text)


def test_reading_one_after_another(site: Site, staff: Any) -> None:
    page = staff.get(address(site)).text
    assert "待读 13条" in page
    first = int(field(page, "demand"))
    page = press(site, staff, "new", page)
    assert "待读 12条" in page
    assert "已另立新观点。" in page
    placed = {one.demand_id: one for one in comments(site)}
    assert placed[first].placed_by == "staff"
    target = placed[first].opinion_id
    second = int(field(page, "demand"))
    page = press(site, staff, f"to:{target}", page)
    assert {one.demand_id: one for one in comments(site)}[second].opinion_id == target
    page = press(site, staff, "off", page)
    page = press(site, staff, "read", page)
    assert "待读 9条" in page
    later = int(field(page, "demand"))
    page = press(site, staff, "later", page)
    assert "待读 9条" in page
    assert int(field(page, "demand")) != later
    found = figures(site)
    assert (found.comments, found.read) == (13, 4)


def test_undo_brings_the_comment_back_on_the_screen(site: Site, staff: Any) -> None:
    page = staff.get(address(site)).text
    first = field(page, "demand")
    page = press(site, staff, "off", page)
    assert field(page, "demand") != first
    answer = staff.post(f"{address(site)}/undo", data={"csrf": field(page, "csrf")})
    page = staff.get(answer.headers["location"].partition("#")[0]).text
    assert field(page, "demand") == first
    assert "已撤销。" in page
    assert figures(site).read == 0


def test_a_comment_is_split_with_two_keys_and_whole_again(site: Site, staff: Any) -> None:
    last = comments(site)[-1]
    page = staff.get(f"{address(site)}?at={last.id}").text
    assert "看来是两项诉求" in page
    people = figures(site).people
    page = press(site, staff, "split", page)
    assert "正在归入第1项，共2项" in page
    regroup(site)
    parts = [one.text for one in comments(site) if one.id == last.id]
    assert parts == ["一是快递要进村。", "二是网费太贵要降价。"]
    page = press(site, staff, "new", staff.get(f"{address(site)}?at={last.id}").text)
    assert "正在归入第2项，共2项" in page, "the comment stays until both are placed"
    page = press(site, staff, "new", page)
    assert f'value="{last.demand_id}"' not in page.split('id="code"')[1].split("</form>")[0]
    assert (figures(site).comments, figures(site).people) == (13, people)
    page = press(site, staff, "whole", page, demand=str(last.demand_id))
    assert [one.text for one in comments(site) if one.id == last.id] == [OTHERS[-1]]


def test_a_person_cuts_elsewhere(site: Site, staff: Any) -> None:
    found = next(one for one in comments(site) if one.text == WINDOWS[0])
    page = staff.get(f"{address(site)}?at={found.id}").text
    answer = staff.post(
        f"{address(site)}/code",
        data={
            "csrf": field(page, "csrf"),
            "demand": found.demand_id,
            "do": "split-here",
            "cut": 15,
        },
    )
    assert answer.status_code == 303
    parts = [one.text for one in comments(site) if one.id == found.id]
    assert "".join(parts) == WINDOWS[0]
    assert len(parts) == 2
    answer = staff.post(
        f"{address(site)}/code",
        data={"csrf": field(page, "csrf"), "demand": found.demand_id, "do": "split-here"},
    )
    assert answer.status_code == 409
    assert "这里拆不开，请另选断开的地方。" in answer.text


def test_a_bundle_is_confirmed_and_read(site: Site, staff: Any) -> None:
    found = comments(site)
    home = found[0].opinion_id
    demands = [one.demand_id for one in found[:4]]
    answer = staff.post(
        f"{address(site)}/bundle",
        data={"csrf": form_token(staff.get(address(site)).text), "to": home, "demand": demands},
    )
    assert "done=bundle&n=4" in answer.headers["location"]
    placed = {one.demand_id: one for one in comments(site)}
    assert {placed[one].opinion_id for one in demands} == {home}
    assert all(placed[one].read for one in demands)


def test_no_form_reaches_into_another_clause(site: Site, staff: Any) -> None:
    site.town.send("另一条的意见。", "二")
    regroup(site)
    other = site.town.house.read_now(clause_comments, site.town.clauses["二"].id)[0]
    token = form_token(staff.get(address(site)).text)
    for path, data in (
        ("code", {"demand": other.demand_id, "do": "off"}),
        ("code", {"demand": comments(site)[0].demand_id, "do": f"to:{other.opinion_id}"}),
        ("bundle", {"to": other.opinion_id, "demand": comments(site)[0].demand_id}),
        ("bundle", {"to": comments(site)[0].opinion_id, "demand": other.demand_id}),
        ("move", {"demand": other.demand_id, "to": "off"}),
        ("merge", {"opinion": [comments(site)[0].opinion_id, other.opinion_id]}),
        ("together", {"opinion": other.opinion_id, "outcome": "adopted", "reason": "好"}),
        (f"confirm/{other.opinion_id}", {}),
        (f"comments/{other.id}/decide", {"opinion": comments(site)[0].opinion_id}),
        ("read", {"comment": other.id}),
    ):
        answer = staff.post(f"{address(site)}/{path}", data={"csrf": token, **data})
        assert answer.status_code in (303, 404, 409, 422), path
    now = site.town.house.read_now(clause_comments, site.town.clauses["二"].id)[0]
    assert now == other
    assert all(one.opinion_id != other.opinion_id for one in comments(site))


def test_one_answer_to_several_and_undone(site: Site, staff: Any) -> None:
    ids = sorted({one.opinion_id for one in comments(site) if one.opinion_id})[:3]
    token = form_token(staff.get(address(site)).text)
    asked = staff.post(
        f"{address(site)}/merge", data={"csrf": token, "do": "together", "opinion": ids}
    )
    assert "将处理3个观点" in asked.text
    wrong = staff.post(
        f"{address(site)}/together",
        data={"csrf": token, "opinion": ids, "outcome": "rejected", "reason": " "},
    )
    assert wrong.status_code == 422
    assert "请写理由" in wrong.text
    endless = "理" * 5_001
    long = staff.post(
        f"{address(site)}/together",
        data={"csrf": token, "opinion": ids, "outcome": "rejected", "reason": endless},
    )
    assert long.status_code == 422
    assert "理由最多5,000字" in long.text
    assert endless in long.text, "and nothing that was written is lost"
    done = staff.post(
        f"{address(site)}/together",
        data={"csrf": token, "opinion": ids, "outcome": "rejected", "reason": "另有规定。"},
    )
    page = staff.get(done.headers["location"]).text
    assert "已处理3个观点" in page
    edit = re.findall(r'name="edit" value="(\d+)"', page)[0]
    staff.post(f"{address(site)}/undo", data={"csrf": token, "edit": edit})
    desk = site.town.house.read_now(clause_desk, site.town.clauses["一/(一)"].id)
    assert desk is not None
    assert all(one.decision is None for one in (*desk.groups, *desk.singles))


def test_a_conflict_shows_both_answers(site: Site, staff: Any) -> None:
    opinion = comments(site)[0].opinion_id
    token = form_token(staff.get(address(site)).text)
    path = f"{address(site)}/decide/{opinion}"
    first = {"csrf": token, "revision": "0", "outcome": "rejected", "reason": "不在职权之内。"}
    assert staff.post(path, data=first).status_code == 303
    second = {"csrf": token, "revision": "0", "outcome": "adopted", "reason": "已写入第三款。"}
    answer = staff.post(path, data=second)
    assert answer.status_code == 409
    for words in (
        "已定为“不采纳”",
        "不在职权之内。",
        "您写的是“采纳”",
        "已写入第三款。",
        "用他的",
        "用我的",
    ):
        assert words in answer.text
    revision = re.findall(r'name="revision" value="(\d+)"', answer.text)[0]
    assert staff.post(path, data={**second, "revision": revision}).status_code == 303


def test_merging_two_answers_says_that_one_is_left(site: Site, staff: Any) -> None:
    ids = list(dict.fromkeys(one.opinion_id for one in comments(site)))[:3]
    token = form_token(staff.get(address(site)).text)
    for opinion, outcome in zip(ids, ("adopted", "rejected"), strict=False):
        data = {"csrf": token, "revision": "0", "outcome": outcome, "reason": f"理由{outcome}"}
        assert staff.post(f"{address(site)}/decide/{opinion}", data=data).status_code == 303
    for chosen, told in (([ids[2], ids[0]], False), ([ids[2], ids[1]], True)):
        data = {"csrf": token, "do": "merge", "opinion": chosen}
        answer = staff.post(f"{address(site)}/merge", data=data)
        page = staff.get(answer.headers["location"].partition("#")[0]).text
        assert "已合并。" in page
        assert ("原来不止一个处理结果" in page) == told


def test_a_decided_opinion_is_offered_what_is_new(site: Site, staff: Any) -> None:
    found = comments(site)
    token = form_token(staff.get(address(site)).text)
    staff.post(
        f"{address(site)}/move",
        data={"csrf": token, "to": "new", "demand": [one.demand_id for one in found[:4]]},
    )
    opinion = comments(site)[0].opinion_id
    data = {"csrf": token, "revision": "0", "outcome": "adopted", "reason": "已写入。"}
    staff.post(f"{address(site)}/decide/{opinion}", data=data)
    site.town.send(WINDOWS[0] + "请考虑。", "一/(一)")
    regroup(site)
    new = comments(site)[-1]
    assert (new.opinion_id, new.offered_to) == (None, opinion)
    page = staff.get(f"{address(site)}?open={opinion}").text
    assert "新到1条待确认" in page
    assert "尚未归入1条" in page
    assert "新到待确认1条" in staff.get(site.office).text
    staff.post(
        f"{address(site)}/bundle", data={"csrf": token, "to": opinion, "demand": new.demand_id}
    )
    assert comments(site)[-1].opinion_id == opinion
    site.town.send(WINDOWS[0] + "请采纳。", "一/(一)")
    regroup(site)
    new = comments(site)[-1]
    page = staff.get(f"{address(site)}?at={new.id}").text
    press(site, staff, "refuse", page)
    regroup(site)
    new = comments(site)[-1]
    assert new.offered_to is None
    assert new.opinion_id not in (None, opinion)


@pytest.mark.parametrize("number", [0, 1, 3])
def test_few_comments_stand_in_one_list(site: Site, number: int) -> None:
    for text in OTHERS[:number]:
        site.town.send(text, "一/(一)")
    regroup(site)
    page = site.signed_in("drafter").get(address(site)).text
    if not number:
        assert "这一条还没有收到意见。" in page
        return
    assert f"意见 {number}条" in page
    assert "待读" not in page.split('id="opinions"')[1]
    assert all(text in page for text in OTHERS[:number])
    assert ('name="outcome"' in page) == (number == 1), "one comment has its form open"


def test_what_was_on_the_screen_is_read(site: Site, staff: Any) -> None:
    token = form_token(staff.get(address(site)).text)
    ids = [one.id for one in comments(site)[:5]]
    told = staff.post(
        f"{address(site)}/read",
        data={"csrf": token, "comment": ids},
        headers={"Accept": "application/json"},
    )
    assert told.status_code == 204
    assert figures(site).read == 5
    assert "5<small> / 13</small>" in staff.get(site.office).text
    assert "已读5/13" in staff.get(f"{site.office}/report").text


def test_others_changes_are_one_line(site: Site, staff: Any) -> None:
    page = staff.get(address(site)).text
    since = re.findall(r'data-since="(\d+)"', page)[0]
    look = f"{address(site)}/changes?since={since}&comments=13"
    assert staff.get(look).json() == {"words": ""}
    other = site.signed_in("administrator")
    press(site, other, "new", other.get(address(site)).text)
    site.town.send("又来一条。", "一/(一)")
    words = staff.get(look).json()["words"]
    assert words.startswith("李敏刚归入了一条到“")
    assert words.endswith("新到1条意见。")
    assert other.get(look).json() == {"words": "新到1条意见。"}


def test_a_single_comment_gets_an_answer_of_its_own(site: Site, staff: Any) -> None:
    found = comments(site)[0]
    url = f"{address(site)}/opinions/{found.opinion_id}"
    token = form_token(staff.get(url).text)
    path = f"{address(site)}/comments/{found.id}/decide"
    data = {"csrf": token, "opinion": found.opinion_id, "revision": "0"}
    wrong = staff.post(path, data={**data, "outcome": "explained", "reason": ""})
    assert wrong.status_code == 422
    assert "请写理由" in wrong.text
    assert (
        staff.post(path, data={**data, "outcome": "explained", "reason": "见附件。"}).status_code
        == 303
    )
    assert "已单独答复：已说明" in staff.get(url).text
    late = staff.post(path, data={**data, "outcome": "adopted", "reason": "好。"})
    assert late.status_code == 409
    assert staff.post(path, data={**data, "revision": "1", "undo": "1"}).status_code == 303
    assert "已单独答复" not in staff.get(url).text


def test_runs_are_listed(site: Site, staff: Any) -> None:
    page = staff.get(f"{address(site)}/runs").text
    assert "归并记录" in page
    assert "13" in page


def test_a_reader_sees_and_changes_nothing(site: Site, staff: Any) -> None:
    page = site.signed_in("reader").get(address(site)).text
    assert 'id="queue"' not in page
    assert 'name="demand"' not in page
    assert WINDOWS[0][:10] in page or "观点" in page


def test_many_opinions_stand_under_topics(site: Site, staff: Any) -> None:
    def name(session: Any, *, now: object) -> None:
        for at, row in enumerate(session.query(Opinion).order_by(Opinion.id)):
            row.topic = "网费与窗口" if at % 2 else ""

    site.town.house.writer.call(name)
    page = staff.get(address(site)).text
    desk = site.town.house.read_now(clause_desk, site.town.clauses["一/(一)"].id)
    assert desk is not None
    assert ("<h3>网费与窗口</h3>" in page) == any(one.topic for one in desk.groups)
    for one in desk.groups:
        assert f'id="op-{one.id}"' in page


def test_a_colleague_who_was_quicker_is_not_overruled_unseen(site: Site, staff: Any) -> None:
    other = site.signed_in("administrator")
    mine, theirs = staff.get(address(site)).text, other.get(address(site)).text
    demand = int(field(mine, "demand"))
    assert int(field(theirs, "demand")) == demand
    press(site, other, "new", theirs)
    placed = {one.demand_id: one for one in comments(site)}[demand]
    data = {name: field(mine, name) for name in ("csrf", "demand", "since", "after", "proposed")}
    for do in ("off", "new", "later", f"to:{placed.opinion_id}"):
        answer = staff.post(f"{address(site)}/code", data={**data, "do": do})
        assert answer.status_code == 409
        assert "同事刚处理过这里的意见" in answer.text
    assert {one.demand_id: one for one in comments(site)}[demand] == placed
    bundle = {
        "csrf": data["csrf"],
        "since": data["since"],
        "demand": demand,
        "to": placed.opinion_id,
    }
    assert staff.post(f"{address(site)}/bundle", data=bundle).status_code == 409
    fresh = {**data, "since": field(answer.text, "since"), "do": "off"}
    assert staff.post(f"{address(site)}/code", data=fresh).status_code == 303
    assert {one.demand_id: one for one in comments(site)}[demand].off_topic


def test_moving_asks_where_to(site: Site, staff: Any) -> None:
    found = comments(site)
    page = staff.get(f"{address(site)}/opinions/{found[0].opinion_id}").text
    assert '<option value="">请选择</option>' in page
    data = {"csrf": form_token(page), "to": "", "demand": found[0].demand_id}
    answer = staff.post(f"{address(site)}/move", data=data)
    assert answer.status_code == 422
    assert "没有选移到哪里" in answer.text
    assert comments(site) == found


def test_without_scripts_a_refused_answer_is_told_at_the_top(site: Site, staff: Any) -> None:
    opinion = comments(site)[0].opinion_id
    path = f"{address(site)}/decide/{opinion}"
    data = {"csrf": form_token(staff.get(address(site)).text), "revision": "0"}
    page = staff.post(path, data={**data, "outcome": "adopted", "reason": ""}).text
    top = page[: page.index("条款原文")]
    assert f'<a href="#dec-{opinion}">请写理由' in top
    assert staff.post(path, data={**data, "outcome": "adopted", "reason": "一"}).status_code == 303
    page = staff.post(path, data={**data, "outcome": "rejected", "reason": "二"}).text
    assert "同事先处理了这个观点" in page[: page.index("条款原文")]


def test_copies_that_stand_beside_each_other_say_in_which_words_they_differ(site: Site) -> None:
    letter = "我们是山区教学点学生的家长，孩子们的学校一个老师教三个年级，科学课只能照着书念。"
    site.town.send(letter, "一/(一)")
    site.town.send(letter.replace("三个年级", "五个年级"), "一/(一)")
    site.town.send(letter.replace("，科学课只能照着书念", ""), "一/(一)")
    regroup(site)
    page = site.signed_in("drafter").get(address(site)).text
    assert re.search(r"<mark>[^<]*五[^<]*</mark>", page)
    assert "雷同，不同的字已标出" in page
    assert "其中雷同" in page
