"""A corrected text held against the drafts that stand, which takes a while: outside transactions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.consultations.mending import ProposedDraft, outline_of
from app.consultations.outlines import drafts_of, mended, mended_file
from app.core.outline.mending import Mending, full_width
from app.core.outline.reloading import Changes, changes, partners
from app.core.outline.values import Outline
from app.core.text.punctuation import to_full_width_punctuation


@dataclass(frozen=True, slots=True)
class Reloaded:
    """A draft of a corrected file: the place of the one it comes from, what it changes of that, the
    mendings that it keeps, and those that do not fit."""

    outline: Outline
    origin: int | None
    changes: Changes
    kept: tuple[Mending, ...]
    lost: tuple[Mending, ...]


def reloaded(before: Sequence[ProposedDraft], text: str) -> list[Reloaded]:
    """The drafts of a corrected text, each with the mendings of the one it comes from."""
    return _reloaded(before, text, [one.mendings for one in before])


def in_full_width(before: Sequence[ProposedDraft]) -> tuple[str, list[Reloaded]]:
    """The text with full-width signs beside Chinese, and its drafts; what a clerk mended goes with
    the words as they are written now."""
    text = to_full_width_punctuation(before[0].text)
    mendings = [tuple(full_width(one) for one in draft.mendings) for draft in before]
    return text, _reloaded(before, text, mendings)


def _reloaded(
    before: Sequence[ProposedDraft], text: str, mendings: Sequence[tuple[Mending, ...]]
) -> list[Reloaded]:
    old = [outline_of(one, one.mendings)[0] for one in before]
    # A file of several drafts that a clerk said is one text stays one.
    whole = len(before) == 1 and len(drafts_of(before[0].text)) > 1
    origins = [0] if whole else partners(old, drafts_of(text))
    wanted = [mendings[at] if at is not None else () for at in origins]
    news = [mended(text, None, wanted[0])] if whole else mended_file(text, wanted)
    made = []
    for (outline, lost), origin, own in zip(news, origins, wanted, strict=True):
        clauses = old[origin].clauses if origin is not None else ()
        kept = tuple(one for one in own if one not in lost)
        made.append(Reloaded(outline, origin, changes(clauses, outline.clauses), kept, lost))
    return made
