"""Chinese mails byte for byte, each with one oddity, and what a person reads in it."""

from __future__ import annotations

import base64
import binascii
import quopri
from dataclasses import dataclass

WORDS = "第十五条建议增加对中小企业上云的补贴。"
SUBJECT = "关于第十五条的意见"
QUOTED = "您好，征求意见稿已在网站公布，请在截止前提出意见。"


@dataclass(frozen=True)
class Case:
    """``body`` is what the sender wrote; ``kept`` are words that must stand in the whole text."""

    name: str
    raw: bytes
    body: str = WORDS
    subject: str = SUBJECT
    sender: tuple[str, str] = ("赵工", "zhao@factory.example")
    files: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    auto: str | None = None
    kept: tuple[str, ...] = ()


def b64(data: bytes) -> bytes:
    return base64.encodebytes(data).replace(b"\n", b"\r\n").strip()


def word(text: str, charset: str, kind: str = "B") -> bytes:
    """An encoded word (RFC 2047)."""
    data = text.encode(charset)
    if kind == "B":
        content = base64.b64encode(data)
    else:
        content = b"".join(b"=%02X" % byte for byte in data)
    return b"=?" + charset.encode() + b"?" + kind.encode() + b"?" + content + b"?="


def lines(*parts: bytes) -> bytes:
    return b"\r\n".join(parts) + b"\r\n"


def mail(
    content: bytes,
    kind: bytes = b"text/plain; charset=utf-8",
    encoding: bytes = b"8bit",
    *,
    subject: bytes | None = None,
    sender: bytes | None = None,
    more: tuple[bytes, ...] = (),
) -> bytes:
    return lines(
        b"From: " + (sender or word("赵工", "utf-8") + b" <zhao@factory.example>"),
        b"To: office@example.cn",
        b"Subject: " + (subject if subject is not None else word(SUBJECT, "utf-8")),
        b"Message-ID: <1@factory.example>",
        b"Date: Tue, 29 Aug 2017 10:12:00 +0800",
        b"MIME-Version: 1.0",
        *more,
        b"Content-Type: " + kind,
        b"Content-Transfer-Encoding: " + encoding,
        b"",
        content,
    )


def parted(kind: bytes, *parts: tuple[bytes, bytes, bytes]) -> bytes:
    """A multipart of (headers, encoding, content)."""
    inside = b"".join(
        lines(b"--x", b"Content-Type: " + head, b"Content-Transfer-Encoding: " + how, b"", content)
        for head, how, content in parts
    )
    return mail(inside + b"--x--", kind + b'; boundary="x"', b"7bit")


def page(words: str) -> bytes:
    return f"<html><head><style>p{{color:red}}</style></head><body><p>{words}</p></body></html>".encode()


TEXT = b"text/plain; charset=utf-8"
HTML = b"text/html; charset=utf-8"
GBK = WORDS.encode("gbk")
UTF8 = WORDS.encode()


def plain(words: str) -> bytes:
    return mail(words.encode())


CHARSETS = (
    Case("utf-8 as it should be", mail(UTF8)),
    Case("gb2312 in base64", mail(b64(GBK), b"text/plain; charset=gb2312", b"base64")),
    Case("gbk in eight bits", mail(GBK, b"text/plain; charset=gbk")),
    Case("gb18030 with a character beyond GBK",
         mail((WORDS + "㐂𠮷").encode("gb18030"), b"text/plain; charset=gb18030"), WORDS + "㐂𠮷"),
    Case("labelled gb2312, uses GBK's characters",
         mail("镕基、喆、堃：建议写明。".encode("gbk"), b"text/plain; charset=gb2312"), "镕基、喆、堃：建议写明。"),
    Case("labelled gb2312, is utf-8", mail(UTF8, b"text/plain; charset=gb2312")),
    Case("labelled utf-8, is gbk", mail(GBK, TEXT), flags=("charset-doubtful",)),
    Case("labelled iso-8859-1, is gbk", mail(GBK, b"text/plain; charset=iso-8859-1")),
    Case("labelled us-ascii, is gbk", mail(GBK, b"text/plain; charset=us-ascii")),
    Case("no label at all, is gbk", mail(GBK, b"text/plain")),
    Case("a label that nobody knows", mail(UTF8, b"text/plain; charset=x-unknown")),
    Case("label in quotes and capitals", mail(GBK, b'TEXT/PLAIN; CHARSET="GB2312"')),
    Case("big5", mail("第十五條建議增加補貼。".encode("big5"), b"text/plain; charset=big5"),
         "第十五條建議增加補貼。"),
    Case("big5 of Hong Kong", mail("喺深水埗嘅意見。".encode("big5hkscs"), b"text/plain; charset=big5"),
         "喺深水埗嘅意見。"),
    Case("utf-16 with a mark", mail(b64(WORDS.encode("utf-16")), b"text/plain; charset=utf-16", b"base64")),
    Case("utf-7", mail(WORDS.encode("utf-7"), b"text/plain; charset=utf-7", b"7bit")),
    Case("hz", mail(WORDS.encode("hz"), b"text/plain; charset=hz-gb-2312", b"7bit")),
    Case("utf-8 with a byte order mark", mail(b"\xef\xbb\xbf" + UTF8)),
    Case("quoted-printable with soft breaks",
         mail(quopri.encodestring(UTF8).replace(b"\n", b"\r\n"), TEXT, b"quoted-printable")),
    Case("base64 said, plain text sent", mail(UTF8, TEXT, b"base64")),
    Case("base64, and a gateway's note below it",
         mail(b64(UTF8) + b"\r\n\r\n-- \r\nChecked by the gateway of our city.", TEXT, b"base64"),
         kept=("gateway of our city",)),
    Case("base64 written in two pieces", mail(b64(UTF8[:10]) + b"\r\n" + b64(UTF8[10:]), TEXT, b"base64")),
    Case("base64 said, plain English sent", mail(b"Point 15 should be longer.", TEXT, b"base64"), "Point 15 should be longer."),
    Case("utf-8 with a line in gbk", mail(UTF8 + b"\r\n" + GBK, TEXT), f"{WORDS}\n{WORDS}", flags=("charset-doubtful",)),
    Case("utf-8 cut within a character", mail((UTF8 * 2)[:-1], TEXT), f"{(WORDS * 2)[:-1]}\ufffd", flags=("charset-doubtful",)),
    Case("base64 with a broken end", mail(b64(UTF8)[:-3] + b"!", TEXT, b"base64"), WORDS[:-1]),
)  # fmt: skip

HEADERS = (
    Case("subject in raw gbk, no encoded word",
         mail(GBK, b"text/plain; charset=gbk", subject=SUBJECT.encode("gbk"),
              sender="赵工".encode("gbk") + b" <zhao@factory.example>")),
    Case("subject in raw utf-8", mail(UTF8, subject=SUBJECT.encode())),
    Case("one character cut over two encoded words",
         mail(UTF8, subject=b"=?gbk?B?" + base64.b64encode(SUBJECT.encode("gbk")[:5]) + b"?=\r\n =?gbk?B?"
              + base64.b64encode(SUBJECT.encode("gbk")[5:]) + b"?=")),
    Case("encoded word in Q", mail(UTF8, subject=word(SUBJECT, "gb2312", "Q"))),
    Case("encoded word inside quotes",
         mail(UTF8, sender=b'"' + word("赵工", "gbk") + b'" <zhao@factory.example>')),
    Case("a line break hidden in the subject",
         mail(UTF8, subject=word("意见\r\nBcc: x@evil.example", "utf-8")), subject="意见 Bcc: x@evil.example"),
    Case("no subject", mail(UTF8, subject=b""), subject=""),
    Case("no headers that make sense, only words", UTF8, subject="", sender=("", "")),
    Case("absurd date", mail(UTF8).replace(b"Tue, 29 Aug 2017 10:12:00 +0800", b"32 Foo 99999 25:61")),
    Case("sender without an address", mail(UTF8, sender=word("赵工", "utf-8")), sender=("赵工", "")),
)  # fmt: skip

PARTS = (
    Case("empty plain beside the full page (NetEase on a phone)",
         parted(b"multipart/alternative", (TEXT, b"8bit", b""), (HTML, b"8bit", page(WORDS)))),
    Case("page only", mail(page(WORDS), HTML), flags=("html-only",)),
    Case("page in gbk that says so only inside",
         mail(b"<meta charset=gb2312><p>" + GBK + b"</p>", b"text/html"), flags=("html-only",)),
    Case("entities in text/plain (QQ on the web)", mail(("&nbsp;&nbsp;" + WORDS + "&gt;").encode()), WORDS + ">"),
    Case("a table of suggestions in the page",
         mail("<table><tr><td>条款</td><td>建议</td></tr><tr><td>第三条</td><td>删去</td></tr></table>".encode(), HTML),
         "条款  建议\n第三条  删去", flags=("html-only",)),
    Case("scripts and hidden heads are not read",
         mail(b"<title>t</title><script>alert('x')</script>" + page(WORDS), HTML), flags=("html-only",)),
    Case("a page, and a gateway's note as plain text beside it",
         parted(b"multipart/mixed", (HTML, b"8bit", page(WORDS)), (TEXT, b"8bit", "本邮件含有保密信息。".encode())),
         f"{WORDS}\n本邮件含有保密信息。"),
    Case("a third way to say the same",
         parted(b"multipart/alternative", (TEXT, b"8bit", UTF8),
                (b"text/x-amp-html; charset=utf-8", b"8bit", page(WORDS)), (HTML, b"8bit", page(WORDS)))),
    Case("plain text that only says that there is a page",
         parted(b"multipart/alternative", (TEXT, b"8bit", "您的邮件客户端不支持网页格式，请换一个查看。".encode()),
                (HTML, b"8bit", page(WORDS)))),
    Case("plain text that is only the beginning of the page",
         parted(b"multipart/alternative", (TEXT, b"8bit", WORDS[:5].encode()), (HTML, b"8bit", page(WORDS)))),
    Case("plain text and page that say two things",
         parted(b"multipart/alternative", (TEXT, b"8bit", "第十六条删去。".encode()), (HTML, b"8bit", page(WORDS))),
         f"第十六条删去。\n{WORDS}"),
    Case("a picture and nothing else",
         parted(b"multipart/related", (HTML, b"8bit", b"<p><img src=cid:1></p>"), (b"image/png", b"base64", b64(b"x"))),
         "", files=("attachment-1",), flags=("no-body",)),
    Case("plain text beside a page that nobody can decode",
         parted(b"multipart/alternative", (TEXT, b"8bit", UTF8), (HTML, b"8bit", b"<p>" + b"\xff\xfe\xfd" * 20))),
    Case("the same twice, not said to be a choice",
         parted(b"multipart/mixed", (TEXT, b"8bit", UTF8), (HTML, b"8bit", page(WORDS)))),
    Case("uuencoded text",
         mail(b"begin 644 -\n" + binascii.b2a_uu(UTF8[:45]) + binascii.b2a_uu(UTF8[45:]) + b"`\nend\n",
              TEXT, b"x-uuencode")),
    Case("file name in raw gbk",
         parted(b"multipart/mixed", (TEXT, b"8bit", UTF8),
                (b'application/msword; name="' + "意见表.doc".encode("gbk") + b'"', b"base64", b64(b"x"))),
         files=("意见表.doc",)),
    Case("file name by RFC 2231 in two pieces",
         parted(b"multipart/mixed", (TEXT, b"8bit", UTF8),
                (b"application/pdf\r\nContent-Disposition: attachment; filename*0*=gb18030''%D2%E2;\r\n"
                 b" filename*1*=%BC%FB.pdf", b"base64", b64(b"x"))),
         files=("意见.pdf",)),
    Case("file name as an encoded word in quotes",
         parted(b"multipart/mixed", (TEXT, b"8bit", UTF8),
                (b'application/pdf; name="' + word("意见.pdf", "gbk") + b'"', b"base64", b64(b"x"))),
         files=("意见.pdf",)),
    Case("only an attachment, no words",
         parted(b"multipart/mixed", (TEXT, b"8bit", b""),
                (b'application/pdf; name="a.pdf"', b"base64", b64(b"x"))),
         "", files=("a.pdf",), flags=("no-body",)),
    Case("a forwarded mail as an attachment",
         parted(b"multipart/mixed", (TEXT, b"8bit", UTF8), (b"message/rfc822", b"8bit", plain("里面的信"))),
         files=(f"{SUBJECT}.eml",)),
    Case("the letter itself has a file's name", mail(UTF8, b'text/plain; charset=utf-8; name="letter.txt"')),
    Case("a named text that is shown in line",
         parted(b"multipart/mixed",
                (TEXT + b"\r\nContent-Disposition: inline; filename=m.txt", b"8bit", UTF8))),
    Case("enriched text", mail(UTF8, b"text/enriched; charset=utf-8")),
    Case("words before the first part, and no part says anything",
         mail(UTF8 + b"\r\n--z\r\n\r\n\r\n--z--", b'multipart/mixed; boundary="z"', b"7bit")),
    Case("the usual note before the parts is not read",
         mail(b"This is a multi-part message in MIME format.\r\n--z\r\n"
              b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + UTF8 + b"\r\n--z--",
              b'multipart/mixed; boundary="z"', b"7bit")),
    Case("boundary that never comes",
         mail(UTF8, b'multipart/mixed; boundary="nowhere"', b"7bit")),
    Case("words before the first boundary only",
         mail(b"--y\r\n\r\n" + UTF8 + b"\r\n", b'multipart/mixed; boundary="y"', b"7bit")),
)  # fmt: skip

CLIENTS = (
    Case("reply in QQ mail",
         plain(f"{WORDS}\n\n\n------------------ 原始邮件 ------------------\n发件人: \"办公室\" <o@x.example>;\n"
               f"发送时间: 2017年8月28日(星期一) 上午9:00\n收件人: \"赵工\"<z@x.example>;\n主题: 征求意见\n\n{QUOTED}"),
         kept=(QUOTED,)),
    Case("reply in Foxmail, no ruler",
         plain(f"{WORDS}\n\n\n发件人： 办公室\n发送时间： 2017-08-28 09:00\n收件人： 赵工\n主题： 征求意见\n{QUOTED}"),
         kept=(QUOTED,)),
    Case("reply in Outlook",
         plain(f"{WORDS}\n\n-----邮件原件-----\n发件人: 办公室 [mailto:o@x.example]\n"
               f"发送时间: 2017年8月28日 9:00\n收件人: 赵工\n主题: 征求意见\n\n{QUOTED}"), kept=(QUOTED,)),
    Case("reply on an iPhone",
         plain(f"{WORDS}\n\n发自我的 iPhone\n\n> 在 2017年8月28日，上午9:00，办公室 <o@x.example> 写道：\n>\n> {QUOTED}"),
         kept=(QUOTED,)),
    Case("reply in 163 on the web",
         plain(f"{WORDS}\n\n\n\n\n\nAt 2017-08-28 09:00:00, \"办公室\" <o@x.example> wrote:\n\n{QUOTED}"),
         kept=(QUOTED,)),
    Case("answers between the lines are content",
         plain(f"在 2017-08-28 09:00, 办公室 <o@x.example> 写道：\n> 第三条如何修改？\n{WORDS}\n> 第四条呢？\n不改。"),
         f"在 2017-08-28 09:00, 办公室 <o@x.example> 写道：\n> 第三条如何修改？\n{WORDS}\n> 第四条呢？\n不改。"),
    Case("a forward is content",
         plain(f"请阅。\n\n---------- 转发的邮件 ----------\n发件人： 村委会 <c@x.example>\n日期： 2017年8月28日\n"
               f"主题： 意见\n收件人： 赵工\n\n{WORDS}"),
         f"请阅。\n\n---------- 转发的邮件 ----------\n发件人： 村委会 <c@x.example>\n日期： 2017年8月28日\n"
         f"主题： 意见\n收件人： 赵工\n\n{WORDS}"),
    Case("reply in Yahoo",
         plain(f"{WORDS}\n\n 2017年8月29日 星期二 下午03:05:00 [GMT+8]，某处<office@example.cn> 写道：\n\n{QUOTED}"), kept=(QUOTED,)),
    Case("reply in Gmail, its line broken twice",
         plain(f"{WORDS}\n\n某省某委员会征求意见专用邮箱\n<office@example.cn> 于2017年8月29日周二\n15:05写道：\n\n> {QUOTED}"),
         kept=(QUOTED,)),
    Case("傳送自 in traditional characters", plain(f"{WORDS}\n\n從我的 iPhone 傳送"), kept=("iPhone",)),
    Case("words that begin like a program's addition", plain(f"{WORDS}\n发自内心地希望采纳"), f"{WORDS}\n发自内心地希望采纳"),
    Case("fields that a sender fills in himself are no reply's block",
         plain(f"发件人：赵工\n主题：信息化\n时间：8月29日\n{WORDS}"), f"发件人：赵工\n主题：信息化\n时间：8月29日\n{WORDS}"),
    Case("two hyphens between remarks", plain(f"一、\n--\n{WORDS}\n--\n第十六条删去。"), f"一、\n--\n{WORDS}\n--\n第十六条删去。"),
    Case("a signature that a program made", plain(f"{WORDS}\n-----BEGIN PGP SIGNATURE-----\n\niQEz\n=abcd"), kept=("iQEz",)),
    Case("nothing but a quote stays whole", plain(f"> {WORDS}"), f"> {WORDS}"),
    Case("the sender's own name and day stay", plain(f"{WORDS}\n\n赵工\n2017年8月29日"), f"{WORDS}\n\n赵工\n2017年8月29日"),
    Case("a name card under two hyphens", plain(f"{WORDS}\n-- \n赵工 某厂 028-1234567"), kept=("028-1234567",)),
    Case("an advertisement at the end", plain(f"{WORDS}\n\n【网易自营|30天无忧退货】 网易邮箱大师"), kept=("网易",)),
)  # fmt: skip

AUTOMATIC = (
    Case("auto-submitted", mail(UTF8, more=(b"Auto-Submitted: auto-replied",)), auto="auto"),
    Case("自动回复 in the subject", mail(UTF8, subject=word("自动回复：意见", "utf-8")),
         subject="自动回复：意见", auto="auto"),
    Case("a person's mail with Auto-Submitted: no", mail(UTF8, more=(b"Auto-Submitted: no",))),
    Case("a list", mail(UTF8, more=(b"List-Id: <l.example>",)), auto="list"),
    Case("退信 from the postmaster",
         mail(UTF8, subject=word("系统退信", "gbk"), sender=b"Postmaster@163.example"),
         subject="系统退信", sender=("", "Postmaster@163.example"), auto="bounce"),
    Case("退信 later in the postmaster's subject",
         mail(UTF8, subject=word("来自某站的退信", "gbk"), sender=b"postmaster@163.example"),
         subject="来自某站的退信", sender=("", "postmaster@163.example"), auto="bounce"),
    Case("a person who writes of 退信",
         mail(UTF8, subject=word("上次的邮件被退回，再发一次", "gbk")), subject="上次的邮件被退回，再发一次"),
    Case("a person who writes of 自动回复",
         mail(UTF8, subject=word("自动回复功能的建议", "gbk")), subject="自动回复功能的建议"),
    Case("自动回复 in brackets", mail(UTF8, subject=word("【自动回复】意见", "utf-8")),
         subject="【自动回复】意见", auto="auto"),
)  # fmt: skip

CASES = (*CHARSETS, *HEADERS, *PARTS, *CLIENTS, *AUTOMATIC)
