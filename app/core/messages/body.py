"""The text of a mail out of its parts."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from typing import Literal

from inscriptis import get_text

from app.core.messages.cited import cited_from
from app.core.messages.mime import Leaf
from app.core.text.charset import DOUBTFUL, decode

LARGEST_HTML = 2_000_000
_MACHINE = ("text/calendar", "text/rfc822-headers", "text/css", "text/x-vcard", "text/vcard")
# Stands where a mail program says by mark-up that the sender's own words end.
END_MARK = "\ue000"
_OWN_END = re.compile(
    r"<(?:div|blockquote)[^>]{0,300}class=[\"']?[^>\"']{0,100}ntes-mailmaster-quote", re.IGNORECASE
)
_TAG = re.compile(r"<[^<>]{0,2000}>")
_NO_WORD = re.compile(r"[\W_]+")
# Of two texts that say the same nearly all samples are shared, of others nearly none.
SAMPLES = 40
LITTLE, MUCH = 0.3, 0.9
# 您的邮件客户端不支持HTML: a note for who sees no page.
_NOTE = re.compile(r"html|网页|網頁|客户端|客戶端|浏览器|mime|mail client|browser", re.IGNORECASE)
LONGEST_NOTE = 200
# A page has a plain text's words and some more; not twice as many.
MORE = 2
_CONDITION = re.compile(r"<!\[[^\]]{0,100}\]>")
_UNREAD = re.compile(
    r"<(?P<open>script|style|head)\b[^>]{0,1000}>|</(?P<close>script|style|head)\s*>|(?P<note><!--)|(?P<end>-->)",
    re.IGNORECASE,
)
_CONTROLS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f\u200b\u200e\u200f\u202a-\u202e\u2060\ufeff\ufffe\uffff]"
)


def body_of(parts: Sequence[Leaf]) -> tuple[str, list[str], list[Leaf]]:
    """The whole text, flags, and the parts that are attachments."""
    letters = _letters(parts)
    flags: list[str] = []
    spoken: list[tuple[Leaf, str]] = []
    choices = {part.choice for part in letters if part.choice is not None}
    for part in letters:
        if part.choice is None:
            spoken.append((part, _text(part, flags)))
        elif part.choice in choices:
            choices.remove(part.choice)
            same = [one for one in letters if one.choice == part.choice]
            spoken += _chosen(same, flags)
    text = _joined(_without_doubles(spoken))
    if text and all(part.type == "text/html" for part in letters):
        flags.insert(0, "html-only")
    others = [part for part in parts if not any(part is one for one in letters)]
    attached = [part for part in others if _is_file(part, alone=not text)]
    return text, flags, attached


def _letters(parts: Sequence[Leaf]) -> list[Leaf]:
    """The parts that the sender wrote as his letter. Where none is unnamed plain text or a page,
    it is a text of another kind, or one that his program gave a file's name."""
    written = [one for one in parts if not one.attached and one.type in ("text/plain", "text/html")]
    if any(one.content.strip() for one in written):
        return written
    texts = [one for one in parts if one.type.startswith("text/") and one.content.strip()]
    for chosen in (
        [one for one in texts if not one.attached and one.type not in _MACHINE],
        [one for one in texts if one.inline and one.type in ("text/plain", "text/html")],
    ):
        if chosen:
            return chosen
    return written


def _text(part: Leaf, flags: list[str]) -> str:
    return _page(part, flags) if part.type == "text/html" else _plain(part, flags)


def _chosen(parts: list[Leaf], flags: list[str]) -> list[tuple[Leaf, str]]:
    """What to read of parts that say the same: the plain text, or the page where the plain text is
    empty or only a note that there is a page. A reader sees the page."""
    noted: list[str] = []
    plain = [(part, _plain(part, noted)) for part in parts if part.type != "text/html"]
    pages = [part for part in parts if part.type == "text/html"]
    words = _joined(text for _, text in plain)
    if not words:
        return [(part, _page(part, flags)) for part in pages]
    says = _page_says(words, pages) if pages else "the same"
    if says != "more":
        flags += noted
    read = [(part, _page(part, flags)) for part in pages] if says != "the same" else []
    return read if says == "more" else plain + read


def _page_says(words: str, pages: list[Leaf]) -> Literal["the same", "more", "something else"]:
    """What the pages say beside a plain text; "more" also where that is but a note beside them."""
    content = b"".join(one.content for one in pages)
    found = decode(content[:LARGEST_HTML], pages[0].charset or _meta_charset(content))
    if found.doubtful:
        return "the same"
    page = html.unescape(_TAG.sub("", without_unread(found.text)))
    said, beside = len(_bare(words)), len(_bare(page))
    if not said or not beside:
        return "more" if beside else "the same"
    if _shared(words, page) >= LITTLE:
        return "more" if beside > MORE * said else "the same"
    return "more" if said < LONGEST_NOTE and _NOTE.search(words) else "something else"


def _without_doubles(spoken: list[tuple[Leaf, str]]) -> Iterable[str]:
    """The texts in order, without a page that says once more what the plain texts say."""
    plain = "\n".join(text for part, text in spoken if part.type != "text/html")
    for part, text in spoken:
        if part.type == "text/html" and plain and _shared(text, plain) > MUCH:
            continue
        yield text


def _shared(one: str, other: str) -> float:
    """The share of samples of a text's characters that stand in another text too; 0 to 1."""
    sampled, whole = _bare(one), _bare(other)
    step = max(len(sampled) // SAMPLES, 1)
    pieces = [sampled[at : at + 3] for at in range(0, max(len(sampled) - 2, 1), step)]
    return sum(piece in whole for piece in pieces) / len(pieces)


def _bare(text: str) -> str:
    return _NO_WORD.sub("", text)


def _joined(texts: Iterable[str]) -> str:
    return "\n".join(words for words in texts if words.strip())


def _is_file(part: Leaf, *, alone: bool) -> bool:
    """Whether a part is a file that somebody sent; ``alone``: there are no words beside it, so
    that a picture of the page is what he sent."""
    if part.type in ("text/plain", "text/html") and not part.attached:
        return False
    # One more way to say the same, such as the moving pages of some mail programs.
    another = part.choice is not None and part.type.startswith("text/") and not part.attached
    if another and not alone and part.type not in _MACHINE:
        return False
    if part.name or (alone and part.content.strip()):
        return True
    return not _is_decoration(part)


def clean(text: str) -> str:
    """One kind of line end, no control or invisible characters, plain spaces."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")
    text = _CONTROLS.sub("", text)
    return text.encode("utf-8", "replace").decode()


def _plain(part: Leaf, flags: list[str]) -> str:
    found = decode(part.content, part.charset)
    if found.doubtful:
        flags.append(DOUBTFUL)
    words = found.text
    # QQ's web mail puts entities into text/plain.
    if "&nbsp;" in words or "&gt;" in words or "&lt;" in words:
        words = html.unescape(words)
    return clean(words)


def _page(part: Leaf, flags: list[str]) -> str:
    label = part.charset or _meta_charset(part.content)
    found = decode(part.content[:LARGEST_HTML], label)
    if found.doubtful:
        flags.append(DOUBTFUL)
    if len(part.content) > LARGEST_HTML:
        flags.append("truncated")
    page = _CONDITION.sub("", without_unread(found.text))
    page = _OWN_END.sub(lambda hit: f"<p>{END_MARK}</p>{hit[0]}", page)
    cited = cited_from(page)
    if cited is not None:
        page = f"{page[:cited]}<p>{END_MARK}</p>{page[cited:]}"
    return clean(html_text(page))


def html_text(page: str) -> str:
    """The words of a page as a reader sees them; of a broken one, its words without its tags."""
    if not page.strip():
        return ""
    try:
        return str(get_text(page))
    except (ValueError, RecursionError, KeyError, IndexError, AssertionError, TypeError):
        return html.unescape(re.sub(r"<[^<>]{0,2000}>", " ", page))


def without_unread(page: str) -> str:
    """A page without its scripts, styles, head and comments; in linear time, and one that is
    never closed is left as it is."""
    marks = [(hit, _sort_of(hit)) for hit in _UNREAD.finditer(page)]
    last = {sort: hit.start() for hit, sort in marks if sort.startswith("/")}
    kept: list[str] = []
    begin, inside = 0, ""
    for hit, sort in marks:
        if not inside and not sort.startswith("/") and last.get("/" + sort, -1) > hit.start():
            kept.append(page[begin : hit.start()])
            inside = sort
        elif inside and sort == "/" + inside:
            begin, inside = hit.end(), ""
    return "".join([*kept, page[begin:]])


def _sort_of(hit: re.Match[str]) -> str:
    """script, style, head or note; with a slash before it where it ends."""
    if hit["note"] or hit["end"]:
        return "note" if hit["note"] else "/note"
    return (hit["open"] or "/" + hit["close"]).lower()


def _meta_charset(content: bytes) -> str | None:
    match = re.search(rb"charset=[\"']?([A-Za-z0-9_-]{2,30})", content[:4096])
    return match[1].decode("ascii") if match else None


def _is_decoration(part: Leaf) -> bool:
    """A picture of the page without a name, an empty part: nothing a person attached."""
    return not part.content.strip() or (
        part.type.startswith("image/") and "multipart/related" in part.inside
    )
