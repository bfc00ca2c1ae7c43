"""Which way a text pulls, on a few axes, and what it wants more or less of.

Read breath by breath: the words of an axis (增加, 禁止, 自愿, 尽快), turned round by what negates them
before (不要, 反对, 凭什么) or condemns them behind (…没必要), turned back by a second turn (反对取消,
为什么不). So 反对取消窗口 wants the counter as 保留窗口 does. A fault is one however it is said: who
cries 一刀切 and who says 不要一刀切 want the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.core.clustering.breaths import ASKED, FAULTS, Breath, breaths
from app.core.clustering.direction_words import (
    BUT,
    CHANGED_TO,
    FORBIDS,
    GRANTS,
    ONLY_IF_ASKED,
    PLAIN,
    TURNS,
    VERDICTS,
    WARNS,
    Axis,
)

_PASSED = frozenset((*PLAIN, *BUT))
_BUT, _CHANGED, _WARNS = frozenset(BUT), frozenset(CHANGED_TO), frozenset(WARNS)
_TURNS = frozenset((*TURNS, *WARNS))
_FORBIDS, _VERDICTS = frozenset(FORBIDS), frozenset(VERDICTS)
_COMPLAINTS, _GRANTS = frozenset(ONLY_IF_ASKED), frozenset(GRANTS)
_GOES_ON, _QUESTION, _ENDS = frozenset(",，?？"), frozenset("?？"), frozenset("。\n")
# What is granted before a 但 is not what is asked; who only says 不要 says less than 反对.
_GRANTED, _TURNED = 0.3, 0.5
# A breath with fewer characters of its own speaks of what the one before it named.
_BARE = 3
AXES = int(Axis.MORE)
Said = list[tuple[Axis, float]]


@dataclass(frozen=True, slots=True)
class Pull:
    """``axes``: by ``Axis`` up to ``MORE``, from -1 to 1; 0 where nothing or both is said.
    ``aims``: parts ``(start, end, sign)`` that want more (1) or less (-1) of what they name."""

    axes: tuple[float, ...]
    aims: tuple[tuple[int, int, int], ...]


@dataclass(slots=True)
class _Heard:
    """What a breath says: asked for, complained of, and the sign of what it names (0: nothing is
    said of it). ``verdict``: it only condemns what stands before it."""

    breath: Breath
    asked: Said
    faults: Said
    sign: int = 0
    verdict: bool = False
    weight: float = 1.0

    def turn(self) -> None:
        self.asked = [(axis, -value) for axis, value in self.asked]
        self.sign = -self.sign or -1

    def blame(self, said: Iterable[tuple[Axis, int]]) -> None:
        """A fault takes what it is said of for its subject: 处罚太重 asks for no punishment."""
        for axis, value in said:
            self.asked = [one for one in self.asked if one[0] != axis or one[1] * value > 0]
            self.faults.append((axis, float(value)))


def pull(form: str) -> Pull:
    """Which way a normalised text pulls; linear in its length."""
    sums = [0.0] * len(Axis)
    aims: list[tuple[int, int, int]] = []
    sentence: list[_Heard] = []
    for breath in breaths(form):
        if _BUT.intersection(breath.words):
            for one in sentence:
                one.weight = _GRANTED
        heard = _hear(breath)
        if heard.verdict and sentence and sentence[-1].breath.mark in _GOES_ON:
            sentence[-1].turn()
        sentence.append(heard)
        if breath.mark in _ENDS:
            _add(sentence, sums, aims)
            sentence = []
    _add(sentence, sums, aims)
    return Pull(tuple(total / (abs(total) + 1) for total in sums[:AXES]), tuple(aims))


def stance(form: str) -> float:
    """From -1 (only words against) to 1 (only words for); near 0 where few or both are said."""
    return pull(form).axes[Axis.CONSENT]


def _add(sentence: Iterable[_Heard], sums: list[float], aims: list[tuple[int, int, int]]) -> None:
    before: Breath | None = None
    for one in sentence:
        for axis, value in (*one.asked, *one.faults):
            sums[axis] += one.weight * value
        breath = one.breath
        if one.sign:
            bare = breath.named < _BARE and before is not None and before.mark in _GOES_ON
            start = before.start if bare and before is not None else breath.start
            aims.append((start, breath.end, one.sign))
        before = breath


def _hear(breath: Breath) -> _Heard:
    heard = _Heard(breath, [], [])
    turn, sign, forbids = 1, 1, 0
    for word in breath.words:
        if word in _PASSED:
            continue
        if word in _COMPLAINTS and breath.mark in _QUESTION:
            heard.faults.append((Axis.STRICT, -1.0))
            turn, sign = -turn, -sign
        elif word in _CHANGED:
            heard.asked = [(axis, -value) for axis, value in heard.asked]
        elif word in _VERDICTS and (heard.asked or forbids or word not in _TURNS):
            if forbids:
                heard.asked.append((Axis.STRICT, float(forbids)))
                forbids = 0
            if heard.asked:
                heard.turn()
            heard.faults.append((Axis.CONSENT, -1.0))
            sign = -sign
        elif word in _TURNS:
            if turn > 0 and word not in _WARNS:
                heard.faults.append((Axis.CONSENT, -_TURNED))
            turn, sign = -turn, -sign
        elif word in _FORBIDS:
            forbids, turn, sign = turn, -turn, -sign
        elif word in FAULTS:
            heard.blame(FAULTS[word])
            if any(axis is Axis.STRICT for axis, _ in FAULTS[word]):
                forbids = 0
            if (Axis.MORE, -1) in FAULTS[word]:
                sign = -1
        elif word in ASKED:
            # Who praises behind a ban (禁止燃放很有必要) praises the ban.
            if forbids and (Axis.CONSENT, 1) in ASKED[word] and word not in _GRANTS:
                heard.asked.append((Axis.STRICT, float(forbids)))
                turn, sign = forbids, -forbids
            heard.asked += [(axis, float(turn * value)) for axis, value in ASKED[word]]
            forbids = 0
            if (Axis.MORE, -1) in ASKED[word]:
                sign, turn = -sign, -turn
        else:
            continue
        heard.sign = sign
    condemns = not _VERDICTS.isdisjoint(breath.words)
    heard.verdict = condemns and not heard.asked and breath.named < _BARE
    if forbids:
        heard.asked.append((Axis.STRICT, float(forbids)))
    return heard
