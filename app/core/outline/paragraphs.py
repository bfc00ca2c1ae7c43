"""The lines of an article: which goes on with the one before, which is the article's first."""

from __future__ import annotations

from functools import lru_cache

from app.core.outline.headings import is_article_title
from app.core.outline.nodes import Node
from app.core.outline.scan import is_foreign, is_row
from app.core.text.numerals import to_chinese

# What ends a line that the next one does not go on with.
_STOPS = "。；;：:！!？?”’）)】]…"
# No sentence is longer, and joining one for ever would take its square.
_LONGEST_LINE = 20_000


@lru_cache(maxsize=256)
def paragraph_names(number: int) -> tuple[str, str]:
    """A paragraph's step and label: 款2, 第二款."""
    return f"款{number}", f"第{to_chinese(number) if number < 10_000 else number}款"


def is_unfinished(node: Node) -> bool:
    """Whether a clause's last line broke off within a sentence."""
    last = node.text[-1] if node.text else node.words
    if not last or len(last) > _LONGEST_LINE:
        return False
    return last[-1] not in _STOPS and not is_row(last) and not is_foreign(last)


def go_on(node: Node, text: str) -> None:
    """Join a line to the one that broke off."""
    if node.text:
        node.text[-1] += text
    else:
        node.words += text


def begins_article(article: Node, text: str) -> bool:
    """Take the line as the first of an article whose number, or number and title, stand alone."""
    paragraphs = article.children or []
    first = paragraphs[0]
    if len(paragraphs) > 1 or first.children or first.text:
        return False
    if not first.words:
        first.words = text
        return True
    if not article.heading and text[0] != "第" and is_article_title(first.words):
        article.heading, first.words = first.words, text
        return True
    return False
