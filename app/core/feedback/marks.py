"""The hidden mark of a form's row: which clause it is about, wherever the row is moved.

A program that fills a column downwards counts the last number on (12-38, 12-39): the check after
the id makes such a mark no mark, and the row is then read by what is printed in it.
"""

from __future__ import annotations

import re

_MARK = re.compile(r"\[?zt-([0-9]{1,12})-([0-9]{2})(?![0-9])\]?", re.IGNORECASE)
ANY = re.compile(r"\[?zt-[0-9]+-[0-9]+\]?", re.IGNORECASE)


def make(clause_id: int) -> str:
    """The mark of a clause's row, as ``zt-12-38``."""
    return f"zt-{clause_id}-{_check(clause_id):02d}"


def find(text: str) -> int | None:
    """The clause id of the mark in a text; None without one, or with one that does not check."""
    for found in _MARK.finditer(text):
        if int(found[2]) == _check(int(found[1])):
            return int(found[1])
    return None


def without(text: str) -> str:
    """The text without its marks, whole or damaged."""
    return ANY.sub("", text).strip() if "zt-" in text.lower() else text


def _check(clause_id: int) -> int:
    return 97 - clause_id * 100 % 97
