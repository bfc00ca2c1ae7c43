"""Whether a phrase is made of certain words only, in time that grows with its length alone.

As one pattern of alternatives that share their beginnings this would take twice as long with every
word; here each place of the phrase is looked at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

# An office's name ends in one of these.
_OFFICE_ENDS = re.compile(
    r"局|厅|委员会|委|院|部|署|处|科|股|室|中心|政府|办公室|办|公司|集团|协会|学会|商会|联合会|大学|学院|学校|"
    r"中学|小学|医院|银行|所|社|站|队|馆|会|区|市|县|镇|乡|街道"
)
# What no office has in its name, but a wish that ends in 县 or 处 has: 网费下放到县.
_NO_NAME = re.compile(r"[到给把将请不没很更]|建议|希望|要求|应[当该]|太[贵高低多少慢快难长短]")
_HAN = re.compile(r"[\u4e00-\u9fff《》·]{0,30}")


class Vocabulary:
    """Words, to be found at a place of a text."""

    def __init__(self, *lists: str) -> None:
        words = [word for one in lists for word in one.split()]
        self._by_first: dict[str, list[str]] = {}
        for word in dict.fromkeys(words):
            self._by_first.setdefault(word[0], []).append(word)

    def reach(self, text: str, starts: Iterable[int]) -> set[int]:
        """All places of the text that can be come to from the starts by words, one after another."""
        reached = set(starts)
        for at in range(len(text)):
            if at in reached:
                found = self._by_first.get(text[at], ())
                reached.update(at + len(word) for word in found if text.startswith(word, at))
        return reached

    def makes(self, text: str, starts: Iterable[int] = (0,)) -> bool:
        """Whether the text from one of the starts on is made of these words only."""
        return len(text) in self.reach(text, starts)


def after_office(text: str) -> set[int]:
    """0, and each place where the name of an office with which the text begins may end."""
    head = _HAN.match(text)
    name = head[0] if head else ""
    wish = _NO_NAME.search(name)
    longest = wish.start() if wish else len(name)
    ends = {found.end() for found in _OFFICE_ENDS.finditer(name)}
    return {0} | {end for end in ends if end <= longest}


def is_office(text: str) -> bool:
    """Whether a text is the name of an office."""
    return 1 < len(text) <= 30 and len(text) in after_office(text)
