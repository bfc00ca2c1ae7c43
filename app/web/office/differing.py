"""Copies of one letter: the words in which each differs from the first of them."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from app.core.text.changed import changed
from app.opinions.values import CommentView
from app.web import marks


def differing(comments: Iterable[CommentView]) -> dict[int, Markup]:
    """By demand: copies with the words marked that the first of their letter does not have."""
    first: dict[int, CommentView] = {}
    found: dict[int, Markup] = {}
    for one in comments:
        if not one.is_copy or one.family is None:
            continue
        letter = first.setdefault(one.family, one)
        if letter is not one:
            found[one.demand_id] = marks.marked(one.text, changed(letter.text, one.text))
    return found
