"""The states of advice of the clauses worked on last; of large clauses they are made beside the work,
so that nobody waits for a page."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence

from app.opinions.advice import BESIDE, Likely, State, Words
from app.opinions.entries import Place
from app.opinions.plan import NOTHING, Plan
from app.opinions.settled import Settled
from app.opinions.snapshot import Snapshot

KEPT = 16
# A clause of a database.
Key = tuple[str, int]


class Unprepared:
    """What stands for a state while it is made: no advice but where a demand is now."""

    plan: Plan = NOTHING

    def likely(self, demand_id: int, now: int | None) -> list[Likely]:
        """The opinion that the demand is in."""
        del demand_id
        return [] if now is None else [Likely(now, 0.0)]


class Kept:
    """The states of the clauses worked on last."""

    def __init__(self) -> None:
        self._states: OrderedDict[Key, State] = OrderedDict()
        self._making: set[Key] = set()
        self._lock = threading.Lock()

    def of(
        self,
        clause: Key,
        places: Sequence[Place],
        words: Words,
        settled: Settled,
        load: Callable[[], Snapshot],
    ) -> State | Unprepared:
        """The state of a clause, told all that staff decided; made anew from ``load()``, for a large
        clause in another thread. Until that is done the last state serves, if there is one."""
        with self._lock:
            state = self._states.get(clause)
            if state is not None:
                self._states.move_to_end(clause)
        if state is None or not state.fits(places, words):
            if len(places) > BESIDE:
                self._make_beside(clause, load)
            else:
                state = State(load())
                self._keep(clause, state)
        if state is None:
            return Unprepared()
        state.tell(places, settled)
        return state

    def _keep(self, clause: Key, state: State) -> None:
        with self._lock:
            self._states[clause] = state
            self._states.move_to_end(clause)
            while len(self._states) > KEPT:
                self._states.popitem(last=False)

    def _make_beside(self, clause: Key, load: Callable[[], Snapshot]) -> None:
        with self._lock:
            if clause in self._making:
                return
            self._making.add(clause)

        def work() -> None:
            try:
                self._keep(clause, State(load()))
            finally:
                with self._lock:
                    self._making.discard(clause)

        threading.Thread(target=work, daemon=True).start()
