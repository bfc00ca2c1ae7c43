"""Pages that quote the older mail by mark-up alone; header lines beside bodies in wide charsets."""

from __future__ import annotations

import base64

import pytest

from app.core.messages import read
from app.core.messages.cited import cited_from
from tests.support.moments import moments


def page_mail(page: str, subject: str = "Re: x") -> bytes:
    head = f"From: a@b.example\r\nSubject: {subject}\r\nContent-Type: text/html; charset=utf-8\r\n"
    text = base64.encodebytes(page.encode()).replace(b"\n", b"\r\n")
    return head.encode() + b"Content-Transfer-Encoding: base64\r\n\r\n" + text


OLD = (
    "<div>您的意见已经收到。</div><blockquote>第十五条应当补贴。</blockquote><p>要撤回请回复。</p>"
)


@pytest.mark.parametrize(
    "open_tag",
    [
        '<blockquote type="cite">',
        "<blockquote type=cite style='margin:0'>",
        '<blockquote class="gmail_quote" style="border-left:1px">',
        "<blockquote id=isReplyContent>",
    ],
)
@pytest.mark.parametrize("close", ["</blockquote>", "</blockquote><div><br></div>&nbsp;", ""])
def test_the_older_mail_is_not_the_senders(open_tag: str, close: str) -> None:
    message = read(page_mail(f"<div>第十六条也要补贴。</div>{open_tag}{OLD}{close}"))
    assert message.body == "第十六条也要补贴。"
    assert "第十五条应当补贴。" in message.text, "nothing is deleted"


@pytest.mark.parametrize(
    ("page", "subject", "kept"),
    [
        # Below, between, as a quotation of the draft, in a forward, alone: all content.
        ('<blockquote type="cite">旧信</blockquote><p>写在下面的话</p>', "Re: x", "写在下面的话"),
        (
            '<p>一</p><blockquote type="cite">旧信一</blockquote><p>答一</p>'
            '<blockquote type="cite">旧信二</blockquote><p>答二</p>',
            "Re: x",
            "答二",
        ),
        ("<p>原文：</p><blockquote>第十五条原文</blockquote>", "意见", "第十五条原文"),
        (
            '<p>转发的邮件：</p><blockquote type="cite">群众的话</blockquote>',
            "意见",
            "群众的话",
        ),
        ('<p>请看</p><blockquote type="cite">群众的话</blockquote>', "转发：意见", "群众的话"),
        ('<blockquote type="cite">只有旧信</blockquote>', "Re: x", "只有旧信"),
    ],
)
def test_what_is_content_stays(page: str, subject: str, kept: str) -> None:
    assert kept in read(page_mail(page, subject)).body


@pytest.mark.parametrize("mark", ["<blockquote type=cite>", "</blockquote>", "<blockquote "])
def test_time_grows_with_odd_marks(mark: str) -> None:
    few, many = mark * 5_000, mark * 50_000
    assert moments(lambda: cited_from(many)) < 30 * moments(lambda: cited_from(few))


@pytest.mark.parametrize("charset", ["utf-16", "UTF-16LE", "utf-32", "gb18030", "iso-2022-jp"])
def test_a_wide_body_says_nothing_of_the_header(charset: str) -> None:
    head = f'From: "Lee" <lee@x.example>\r\nSubject: comment\r\nContent-Type: text/plain; charset={charset}\r\n'
    text = base64.encodebytes("第25条".encode("gb18030" if charset == "gb18030" else "utf-16"))
    message = read(head.encode() + b"Content-Transfer-Encoding: base64\r\n\r\n" + text)
    assert (message.from_address, message.subject) == ("lee@x.example", "comment")
