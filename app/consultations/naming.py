"""How the clauses of a consultation with several drafts are told apart: by address and by slug.

An address begins with its draft, ``《供热办法》/第五条``; a slug from the second draft on with the
draft's number, ``t2-a5``. Where there is one draft, both are as the outline has them. The slugs of a
first draft never change; no slug of an outline begins with ``t`` and a number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

LONGEST_NAME = 80
_NAMED = re.compile(r"《([^《》]+)》/(.+)", re.DOTALL)
_INNER = str.maketrans({"《": "〈", "》": "〉", "/": "／", "\n": " "})


def draft_names(titles: Sequence[str]) -> list[str]:
    """What each draft is called in addresses, all different; ``[""]`` for a single one."""
    if len(titles) < 2:
        return [""] * len(titles)
    names: list[str] = []
    for number, title in enumerate(titles, start=1):
        name = title.strip().translate(_INNER)[:LONGEST_NAME] or f"第{number}件"
        while name in names:
            name = f"{name}（{number}）"
        names.append(name)
    return names


def full_address(name: str, address: str) -> str:
    """The address of a clause among all of the consultation."""
    return f"《{name}》/{address}" if name else address


def split_address(address: str) -> tuple[str, str]:
    """The draft's name ("" where there is only one) and the address inside it."""
    found = _NAMED.fullmatch(address)
    return (found[1], found[2]) if found else ("", address)


def full_slug(position: int, slug: str) -> str:
    """The slug of a clause of the draft at ``position``, from 0, among all of the consultation."""
    return f"t{position + 1}-{slug}" if position else slug


def draft_slug(position: int) -> str:
    """The slug of the row that stands for one of several drafts as a whole."""
    return f"t{position + 1}"
