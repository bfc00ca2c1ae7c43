"""Telling a clause's heading from its text."""

from __future__ import annotations

import re

LONGEST_ALONE = 40
LONGEST_SENTENCE = 30
LONGEST_ARTICLE_TITLE = 12
_MARK = re.compile(r"[，,。；;：:、！？“”（）()]")
_BRACKETS = ("【", "(", "（", "[", "〔")
_BRACKETED = re.compile(r"[【(（\[〔][^】)）\]〕\n]{1,30}[】)）\]〕]\s*")


def split_heading(kind: str, words: str, *, more: bool) -> tuple[str, str]:
    """Heading and text of the words behind a label on its line.

    ``more``: something follows on later lines. A heading stands alone on its line, or is a short
    first sentence without a comma that is followed by more; its full stop belongs to neither.
    """
    if kind in ("chapter", "subchapter", "annex"):
        return _squeeze(words), ""
    if not words:
        return "", ""
    if "\t" in words:
        # The row of a table.
        return "", words
    if _stands_alone(words):
        return (_squeeze(words), "") if kind in ("part", "section") or more else ("", words)
    first, stop, rest = words.partition("。")
    rest = rest.strip()
    if stop and (rest or more) and _is_heading_like(first):
        return first.strip(), rest
    return "", words


def article_heading(words: str) -> tuple[str, str]:
    """An article's heading in brackets (【适用范围】, （立法目的）) and the rest of its line.

    （删去） alone is what the article says.
    """
    match = _BRACKETED.match(words) if words[:1] in _BRACKETS else None
    if match is None or match.end() == len(words):
        return "", words
    return match[0].strip()[1:-1].strip(), words[match.end() :]


def is_article_title(words: str) -> bool:
    """Whether the few words behind an article's number are its title, and its text follows."""
    return 1 < len(words) <= LONGEST_ARTICLE_TITLE and not _MARK.search(words)


def _stands_alone(words: str) -> bool:
    return (
        len(words) <= LONGEST_ALONE and words[-1] not in "。;；:：,，!！?？" and not _tells(words)
    )


def _tells(words: str) -> bool:
    """Whether words introduce others or quote them: no heading does."""
    return ":" in words or "：" in words or words.count("“") != words.count("”")


def _is_heading_like(sentence: str) -> bool:
    if _tells(sentence):
        return False
    commas = sentence.count("，") + sentence.count(",")
    return len(sentence) <= LONGEST_SENTENCE and (
        commas == 0 or (commas == 1 and len(sentence) <= 20)
    )


def _squeeze(words: str) -> str:
    """Without the spaces that spread a heading (总　　则), but with those between Latin words."""
    return re.sub(r"(?<![A-Za-z0-9])\s+|\s+(?![A-Za-z0-9])", "", words)
