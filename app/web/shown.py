"""A sender's words as pages show them: nothing that cannot be seen, and never more than a browser
bears. A mail may hold thirty million letters; the original is kept whole, and can be saved."""

from __future__ import annotations

# As long as a comment by the form may be: those are always shown whole.
LONGEST_SHOWN = 20_000
LONGEST_SUBJECT = 120
# What one page shows of a mail with its attachments, or of a submission.
LONGEST_PAGE = 200_000
# Also those that write the words after them backwards: what is read is then not what was sent.
_TURNING = (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
_CONTROLS = {
    code: None for code in (*range(32), *range(127, 160), *_TURNING) if chr(code) not in "\t\n"
}


def whole(text: str) -> str:
    """A sender's words without control characters, which no page and no file shows."""
    return text.translate(_CONTROLS)


def bounded(text: str, most: int = LONGEST_SHOWN) -> str:
    """No more than the first ``most`` characters, where they stood; how many are left out is said."""
    left = len(text) - most
    return text if left <= 0 else f"{text[:most]}……（后面还有{left:,}字，这里不显示）"


def visible(text: str, most: int = LONGEST_SHOWN) -> str:
    """As `whole`, and bounded."""
    return whole(bounded(text, most))


def subject(text: str) -> str:
    """A mail's subject in a line or two."""
    words = whole(text[: LONGEST_SUBJECT + 1])
    return f"{words[:LONGEST_SUBJECT]}…" if len(words) > LONGEST_SUBJECT else words or "（无主题）"


class Room:
    """What is left of a page for a sender's words."""

    def __init__(self) -> None:
        self.left = LONGEST_PAGE

    def fit(self, text: str) -> str:
        """The words as far as there is room for them."""
        shown = visible(text, self.left)
        self.left = max(self.left - len(text), 0)
        return shown
