"""Which way groups pull as a whole, and who pulls against them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from app.core.clustering.stance import AXES, pull

_LONGEST = 600
# A group leans if its members pull so far on one axis, on average; below that nobody opposes it.
_LEANS, _OPPOSES = 0.2, 0.1


class Leaning:
    """Of groups of texts; ``clusters``: each text's group."""

    def __init__(self, texts: Sequence[str], clusters: Sequence[int]) -> None:
        names, of = np.unique(np.asarray(clusters), return_inverse=True)
        axes = np.array([_axes(text) for text in texts], float).reshape(len(texts), AXES)
        sums = np.zeros((len(names), AXES))
        np.add.at(sums, of, axes)
        means = sums / np.maximum(np.bincount(of, minlength=len(names)), 1)[:, None]
        self._means = {
            int(name): tuple(mean.tolist())
            for name, mean in zip(names, means, strict=True)
            if np.abs(mean).max() >= _LEANS
        }

    def opposes(self, text: str, cluster: int) -> bool:
        """Whether a text pulls against the group; read only if the group leans at all."""
        mean = self._means.get(cluster)
        if mean is None:
            return False
        together: float = sum(a * b for a, b in zip(_axes(text), mean, strict=True))
        return together < -_OPPOSES


def _axes(text: str) -> tuple[float, ...]:
    # As it was received: to normalise a million texts takes longer than to read them.
    return pull(text[:_LONGEST].lower()).axes
