"""A mail's text cut into pieces: its passages, each with its clause, and what stands between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.mail.passages import Passage


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text; ``passage`` None: nobody's."""

    text: str
    passage: Passage | None = None


def pieces(body: str, passages: Sequence[Passage]) -> list[Piece]:
    """The whole body, in order, every character once. What overlaps an earlier passage, or lies
    outside the text, is left unmarked."""
    found: list[Piece] = []
    at = 0
    placed = [one for one in passages if one.start is not None and one.end is not None]
    for one in sorted(placed, key=lambda one: (one.start or 0, one.end or 0)):
        start, end = one.start or 0, one.end or 0
        if start < at or not start < end <= len(body):
            continue
        if start > at:
            found.append(Piece(body[at:start]))
        found.append(Piece(body[start:end], one))
        at = end
    if at < len(body):
        found.append(Piece(body[at:]))
    return found


def elsewhere(body: str, passages: Sequence[Passage]) -> list[Passage]:
    """The passages that are not marked in the body: they stand in an attachment."""
    shown = {id(one.passage) for one in pieces(body, passages) if one.passage}
    return [one for one in passages if id(one) not in shown]


def rest_of(text: str, body: str) -> str:
    """What the sender's own words leave of a mail: quoted mail, signature; nothing is lost."""
    if not body:
        return text.strip()
    before, _, after = text.partition(body)
    return "\n".join(part.strip() for part in (before, after) if part.strip())
