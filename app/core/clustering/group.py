"""Group the demands on one clause: the one function that the keepers of opinions call."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from app.core.clustering import blocks as blocks_
from app.core.clustering import campaigns, crowd
from app.core.clustering.content import read
from app.core.clustering.continuity import keep_ids
from app.core.clustering.families import families as find_families
from app.core.clustering.labels import headline
from app.core.clustering.likeness import Likeness
from app.core.clustering.opinions import Points, link, members, points
from app.core.clustering.phrases import keywords
from app.core.clustering.thesaurus.concepts import Concept
from app.core.clustering.thesaurus.lexicon import Lexicon, lexicon
from app.core.clustering.topics import topics
from app.core.clustering.values import Constraints, Group, Grouping, Item, Vector
from app.core.clustering.vectors import Matrix, vectors
from app.core.text.cuts import Cutter, cutter
from app.core.text.script import to_simplified

__all__ = ["Constraints", "Group", "Grouping", "Item", "group"]

# So many of the greatest groups are read for key phrases.
_READ = 2_000
# And so many texts in all, but of each group a few.
_READ_IN_ALL, _READ_AT_LEAST = 10_000, 8
# Of a great group the middle is sought among its first points.
_MIDDLE_OF = 500
# Of so many copies one in the draft's characters is looked for.
_TRIED = 50


def group(
    items: Sequence[Item],
    *,
    previous: Mapping[int, int],
    constraints: Constraints,
    fixed: frozenset[int] = frozenset(),
    terms: Sequence[str] = (),
    own: Sequence[Concept] = (),
    meanings: Mapping[int, Vector] | None = None,
) -> Grouping:
    """Families and opinions of the demands on one clause; the same for every order of ``items``.

    ``previous``: item id to opinion id of the last run. ``constraints`` are kept without
    exception. ``fixed``: opinions that are decided: their members stay, and nothing joins them
    but what staff pin there or tie to a member. ``terms``: the draft's own words; ``own``: the
    office's part of the thesaurus; ``meanings``: vectors of the items' texts by some model, for
    all or some of them, looked at beside the words.
    Raises ValueError if two items have one id.
    """
    texts = {item.id: item.text for item in items}
    if len(texts) != len(items):
        raise ValueError("two items have one id")
    families = find_families(texts)
    blocks = blocks_.build(families, constraints, previous, fixed)
    campaigns.keep_apart(blocks, families, texts)
    given = points(families, blocks, previous)
    knife, words = cutter(terms), lexicon(own)
    copies = Counter(families.values())
    chosen = crowd.core(given, blocks, copies)
    part = _some(given, chosen)
    wordings = [texts[id_] for id_ in part.ids]
    matrix = vectors(wordings, knife)
    known = [(meanings or {}).get(id_) for id_ in part.ids]
    alike = _likeness(wordings, knife, words, known)
    linked = _clusters(matrix, part, blocks, fixed, alike)
    middles = _middles(alike, part, linked, copies)
    clusters = linked
    if len(chosen) < len(given.ids):
        by = dict(zip(chosen, linked, strict=True))
        clusters = crowd.spread(given, by, texts, lambda block: blocks.anchor(block) in fixed)
    groups = members(families, blocks, given, clusters)
    ids = keep_ids(groups, previous, [_anchor(one, blocks) for one in groups], fixed)
    labelled = _labelled(groups, ids, middles, texts, families, knife, words)
    place = {id_: at for at, id_ in enumerate(part.ids)}
    return Grouping(families, labelled, topics(labelled, alike, place, texts, knife, words))


def _some(given: Points, chosen: Sequence[int]) -> Points:
    return Points(
        tuple(given.ids[at] for at in chosen),
        tuple(given.block[at] for at in chosen),
        tuple(given.before[at] for at in chosen),
    )


def _likeness(
    texts: Sequence[str], knife: Cutter, words: Lexicon, meanings: Sequence[Vector | None]
) -> Likeness:
    return Likeness([read(text, knife, words) for text in texts], words, meanings=meanings)


def _clusters(
    matrix: Matrix,
    given: Points,
    blocks: blocks_.Blocks,
    fixed: frozenset[int],
    alike: Likeness,
) -> list[int]:
    """A cluster for each point: decided opinions as they are, the others linked."""
    shut = [blocks.anchor(block) in fixed for block in given.block]
    free = [at for at, closed in enumerate(shut) if not closed]
    if len(free) < len(given.ids):
        alike = alike.of(np.array(free, int))
    linked = dict(zip(free, link(matrix[free], _some(given, free), blocks, alike), strict=True))
    decided: dict[int, int] = {}
    first = len(given.ids)
    return [
        linked[at] if at in linked else first + decided.setdefault(block, len(decided))
        for at, block in enumerate(given.block)
    ]


def _anchor(group: Sequence[int], blocks: blocks_.Blocks) -> int | None:
    for id_ in group:
        if (anchor := blocks.anchor(blocks.of(id_))) is not None:
            return anchor
    return None


def _middles(
    alike: Likeness,
    given: Points,
    clusters: Sequence[int],
    copies: Mapping[int, int],
) -> list[int]:
    """The item nearest to its group's middle, of those nearest the one with most copies; a letter
    that most of the group signed speaks for it."""
    inside: dict[int, list[int]] = {}
    for at, cluster in enumerate(clusters):
        inside.setdefault(cluster, []).append(at)
    middles = []
    for rows in inside.values():
        if len(rows) == 1:
            middles.append(given.ids[rows[0]])
            continue
        signed = [max(1, copies.get(given.ids[at], 1)) for at in rows]
        if 2 * max(signed) > sum(signed):
            middles.append(given.ids[rows[signed.index(max(signed))]])
            continue
        first = np.array(rows[:_MIDDLE_OF])
        weights = np.log1p(signed[:_MIDDLE_OF])
        near = alike.block(first, first) @ weights
        middles.append(given.ids[rows[int(np.round(near, 9).argmax())]])
    return middles


def _labelled(
    groups: Sequence[tuple[int, ...]],
    ids: Sequence[int | None],
    middles: Sequence[int],
    texts: Mapping[int, str],
    families: Mapping[int, int],
    knife: Cutter,
    entries: Lexicon,
) -> tuple[Group, ...]:
    home = {id_: at for at, one in enumerate(groups) for id_ in one}
    middle = {home[id_]: _wording(id_, groups[home[id_]], texts, families) for id_ in middles}
    read_ = sorted(range(len(groups)), key=lambda at: (-len(groups[at]), at))[:_READ]
    voices = [_voices(groups[at], texts, families, _READ_IN_ALL // len(read_)) for at in read_]
    words = dict(zip(read_, keywords(voices, knife, entries), strict=True))
    found = []
    for at, one in enumerate(groups):
        shown = middle.get(at, one[0])
        chips = words.get(at, ())
        found.append(Group(ids[at], one, shown, headline(texts[shown], knife, chips), chips))
    return tuple(sorted(found, key=lambda one: (-len(one.members), one.members)))


def _voices(
    group: Sequence[int], texts: Mapping[int, str], families: Mapping[int, int], most: int
) -> list[str]:
    """One text of each family in the group; of very many some all over it."""
    heard = list(dict.fromkeys(map(families.__getitem__, group)))
    step = max(1, len(heard) // max(_READ_AT_LEAST, most))
    return [texts[id_] for id_ in heard[::step]]


def _wording(
    middle: int, group: Sequence[int], texts: Mapping[int, str], families: Mapping[int, int]
) -> int:
    """Of a letter's copies the wording that came most often: what most senders signed reads better
    than one sender's rewriting. Of equals the middle one, if it is in the draft's characters, else
    the first that is."""
    alike = [id_ for id_ in group if families[id_] == families[middle]]
    often = Counter(texts[id_].strip() for id_ in alike)
    most = max(often.values())
    best = [id_ for id_ in alike if often[texts[id_].strip()] == most]
    best = [middle, *best] if middle in best else best
    simplified = (id_ for id_ in best[:_TRIED] if to_simplified(texts[id_]) is texts[id_])
    return next(simplified, best[0])
