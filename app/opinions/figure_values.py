"""Figures in units that are never mixed: submissions, comments, people, copies, opinions."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Sums:
    """``grouped + single + off_topic + unplaced == total``, always, in comments."""

    grouped: int = 0
    single: int = 0
    off_topic: int = 0
    unplaced: int = 0

    @property
    def total(self) -> int:
        """All counted comments."""
        return self.grouped + self.single + self.off_topic + self.unplaced


@dataclass(frozen=True, slots=True)
class ClauseFigures:
    """The figures of one clause; ``undecided`` counts groups and single comments without answer."""

    clause_id: int
    comments: int = 0
    people: int = 0
    copies: int = 0
    groups: int = 0
    singles: int = 0
    undecided_groups: int = 0
    undecided_singles: int = 0
    read: int = 0
    offered: int = 0


@dataclass(frozen=True, slots=True)
class ConsultationFigures:
    """The figures of a whole consultation. ``untied`` comments wait for their clause."""

    submissions: int
    comments: int
    people: int
    untied: int
    late: int
    withdrawn: int
    off_topic: int
    sums: Sums
    copies: int = 0
    read: int = 0
    by_clause: dict[int, ClauseFigures] = field(default_factory=dict)
    by_day: tuple[tuple[date, int], ...] = ()
