"""The draft's own terms: what it puts in quotation marks or names in title marks.

They are words in its comments (一站式, 双创, 三通两平台), and in no dictionary.
"""

from __future__ import annotations

import re
from functools import lru_cache

from app.core.text.normalise import normalise

MOST = 300
_QUOTED = re.compile(r"[“「『\"]([\u3400-\u9fff0-9a-z+·]{2,10})[”」』\"]")
_TITLE = re.compile(r"《([\u3400-\u9fff0-9a-z+·]{2,20})》")
_HAN = re.compile("[\u3400-\u9fff]")


@lru_cache(maxsize=8)
def terms_of(draft: str) -> tuple[str, ...]:
    """The terms in their normalised form, in the order of the draft, each once, at most ``MOST``.

    What has no Hanzi is none: it is a word anyway.
    """
    form = normalise(draft)
    found = sorted(
        (match.start(), match[1])
        for pattern in (_QUOTED, _TITLE)
        for match in pattern.finditer(form)
    )
    words = dict.fromkeys(word for _, word in found if _HAN.search(word))
    return tuple(words)[:MOST]
