"""Text that both databases can keep."""

from __future__ import annotations


def storable(text: str) -> str:
    """The same text, of the same length, without NUL and lone surrogates (they become U+FFFD).

    PostgreSQL refuses the first, UTF-8 the second; the raw mail keeps both.
    """
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        text = "".join("�" if "\ud800" <= letter <= "\udfff" else letter for letter in text)
    return text.replace("\0", "�")
