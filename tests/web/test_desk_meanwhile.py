"""Two people at one desk: what one writes about an opinion that the other takes away is given back."""

from __future__ import annotations

from typing import Any

import pytest

from tests.web.conftest import Site, form_token
from tests.web.test_desk import address, comments, staff

__all__ = ["staff"]
REASON = "写了很久的理由，已写入第三款。"


def merged(site: Site, browser: Any) -> tuple[int, dict[str, str]]:
    """A colleague merges two opinions; the one that is gone, and a form that was open on it."""
    kept, gone = list(dict.fromkeys(one.opinion_id for one in comments(site)))[:2]
    token = form_token(browser.get(f"{address(site)}?open={gone}").text)
    data = {"csrf": token, "do": "merge", "opinion": [kept, gone]}
    assert browser.post(f"{address(site)}/merge", data=data).status_code == 303
    form = {"csrf": token, "revision": "0", "outcome": "adopted", "reason": REASON, "name": REASON}
    return gone, form


@pytest.mark.parametrize("deed", ["decide/{}", "rename/{}", "together"])
def test_words_about_an_opinion_that_is_gone(site: Site, staff: Any, deed: str) -> None:
    gone, form = merged(site, staff)
    path = f"{address(site)}/{deed.format(gone)}"
    answer = staff.post(path, data={**form, "opinion": [gone]})
    assert answer.status_code in (409, 422)
    assert "这个观点已被合并或移走" in answer.text
    assert "您写的内容没有保存，在下面，可以复制。" in answer.text
    assert REASON in answer.text.split('id="opinions"')[0]


def test_an_answer_to_a_comment_that_was_moved(site: Site, staff: Any) -> None:
    first = comments(site)[0]
    _, form = merged(site, staff)
    elsewhere = next(one.opinion_id for one in comments(site) if one.opinion_id != first.opinion_id)
    path = f"{address(site)}/comments/{first.id}/decide"
    answer = staff.post(path, data={**form, "opinion": elsewhere})
    assert answer.status_code == 409
    assert "这条意见已被移走" in answer.text
    assert REASON in answer.text.split('id="opinions"')[0]


def test_one_opinion_alone_is_not_merged(site: Site, staff: Any) -> None:
    token = form_token(staff.get(address(site)).text)
    data = {"csrf": token, "do": "merge", "opinion": [comments(site)[0].opinion_id]}
    answer = staff.post(f"{address(site)}/merge", data=data)
    assert answer.status_code == 422
    assert "只勾选了一个观点。请勾选两个或更多，再合并。" in answer.text
    assert "没有选中任何一项" not in answer.text
